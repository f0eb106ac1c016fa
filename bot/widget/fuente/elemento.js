// The element itself. `modo="pagina"`: it fills its place in our own page and takes over the form that works without us.
const sheet = "adoptedStyleSheets" in document && self.HTMLDialogElement ? new CSSStyleSheet() : null;
const narrow = matchMedia("(max-width:600px),(max-height:480px)");
const button = (text, onclick, more) => h("button", { type: "button", t: text, onclick, ...more });

function panelOf(page) {
  const rows = [h("div", { class: page ? "oculto" : "titulo" }, h(page ? "h1" : "h2", { id: "titulo" }, house.asistente), h("p", null, house.nombre))];
  ui.more = button("ajustes", toggleMenu, { "aria-expanded": "false", "aria-controls": "menu" });
  rows.push(ui.more);
  if (!page) rows.push(button("cerrar", () => ui.panel.close()));
  ui.banner = h("p", { class: "atiende", role: "status" });
  ui.list = h("div", { class: "lista", role: "region", tabindex: 0, l: "conversacion" });
  ui.typing = h("p", { class: "escribe", t: "escribiendo", "aria-hidden": "true" });
  ui.notice = h("p", { class: "aviso", role: "status" });
  ui.log = h("div", { class: "oculto", role: "log", l: "nuevos" });
  const body = [h("div", { class: "cabeza" }, ...rows), menu(), ui.banner, ui.list, ui.typing, ui.notice, composer(), ui.log];
  return page ? h("section", { id: "panel", "aria-labelledby": "titulo" }, ...body) : h("dialog", { id: "panel", "aria-labelledby": "titulo" }, ...body);
}

function menu() {
  const size = (by) => () => resize(Math.min(2, Math.max(1, (settings.letra || 1) + by)));
  ui.frugal = button("datos", () => set("poco", !frugal()));
  ui.sure = h("div", { class: "seguro", role: "group", l: "terminar", hidden: "" }, h("p", { t: "seguro" }), button("si", end), button("no", () => ask(false)));
  ui.menu = h("div", { id: "menu", role: "group", l: "ajustes", hidden: "" });
  ui.menu.append(button("mayor", size(0.25)), button("menor", size(-0.25)), ui.frugal, button("otro", otherLanguage));
  ui.menu.append(button("guardar", saveText), button("imprimir", printText), (ui.end = button("terminar", () => ask(true), { class: "ancho" })), ui.sure);
  return ui.menu;
}

function composer() {
  ui.box = h("textarea", { id: "caja", rows: 1, maxlength: 4000, enterkeyhint: "send", onkeydown: keys });
  const files = h("input", { type: "file", id: "archivo", accept: "image/*,application/pdf", multiple: "", hidden: "" });
  files.onchange = () => {
    attach([...files.files]);
    files.value = "";
  };
  const clip = h("button", { type: "button", class: "clip", l: "adjuntar", onclick: () => files.click() }, icon("M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7L9.5 17a1.6 1.6 0 0 1-2.3-2.3L15 7"));
  const onsubmit = (event) => {
    event.preventDefault();
    speak();
  };
  return h("form", { onsubmit }, h("label", { for: "caja", class: "oculto", t: "mensaje" }), files, ui.box, clip, h("button", { t: "enviar" }));
}

function speak() {
  const texto = ui.box.value;
  ui.box.focus();
  if (!texto.trim()) return;
  ui.box.value = "";
  notice = "";
  queue({ texto });
  ui.list.scrollTop = ui.list.scrollHeight;
}

// Enter sends, Shift+Enter breaks the line. Who composes a letter (accents on some keyboards) is still writing it.
function keys(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  speak();
}

function toggleMenu() {
  ui.menu.hidden = !ui.menu.hidden;
  ui.more.setAttribute("aria-expanded", String(!ui.menu.hidden));
}

function set(name, value) {
  settings[name] = value;
  keep(NAME + "-ajustes", settings);
  dress();
}

const resize = (to) => set("letra", to);

function dress() {
  ui.root.style.setProperty("--letra", settings.letra || 1);
  ui.root.classList.toggle("poco", frugal());
  ui.root.classList.toggle("grande", settings.letra >= 1.5);
  ui.frugal.setAttribute("aria-pressed", String(frugal()));
}

function otherLanguage() {
  const to = language === "es" ? "en" : "es";
  if (s.token && s.ms.length) queue({ texto: to === "en" ? "English" : "hablar en español" });
  translate(to);
  render();
}

function ask(on) {
  ui.sure.hidden = !on;
  (on ? ui.sure.querySelector("button") : ui.end).focus();
}

function end() {
  forget();
  if (channel) channel.postMessage({ fin: true });
  ended();
  ui.box.focus();
}

function ended() {
  told = 0;
  ui.log.replaceChildren();
  ui.box.value = "";
  ui.sure.hidden = true;
  if (!ui.menu.hidden) toggleMenu();
  notice = say("borrado");
  render();
}

function show() {
  if (open) return;
  open = true;
  if (narrow.matches) ui.panel.showModal();
  else ui.panel.show();
  ui.launcher.setAttribute("aria-expanded", "true");
  ui.launcher.hidden = true;
  opened();
  ui.box.focus();
}

function opened() {
  open = true;
  if (s.token && (s.seq || doubtful)) poll();
  render();
  if (s.token) save();
  ui.list.scrollTop = ui.list.scrollHeight;
}

function closed() {
  open = false;
  ui.launcher.hidden = false;
  ui.launcher.setAttribute("aria-expanded", "false");
  ui.launcher.focus();
}

function launch() {
  ui.count = h("span", { class: "cuenta", "aria-hidden": "true" });
  ui.launcher = h("button", { type: "button", class: "lanza", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": "panel", onclick: show });
  ui.launcher.append(icon("M4 4h16v12H9l-5 4z"), h("span", { t: "abrir" }), ui.count);
  ui.panel = panelOf(false);
  ui.panel.onclose = closed;
  // A window that is not modal does not hear Esc by itself.
  ui.panel.onkeydown = (event) => {
    if (event.key === "Escape") ui.panel.close();
  };
  ui.root.append(ui.launcher, ui.panel);
}

// The form of the page knows the conversation: what was said with it, and what is half written, go on here.
function settle(host) {
  ui.launcher = ui.count = h("span");
  ui.panel = panelOf(true);
  ui.root.append(ui.panel);
  const field = (name) => host.querySelector(name) || {};
  const said = host.querySelector(".m");
  const { value } = field("[name=token]");
  if (new URLSearchParams(location.search).has("nuevo")) {
    forget();
    history.replaceState(null, "", location.pathname);
  } else if (said && s.token !== value) s = { ...blank(), token: value, cola: s.cola };
  ui.box.value = field("textarea").value || "";
  if (said) poll();
  opened();
}

class CatalinaChat extends HTMLElement {
  connectedCallback() {
    if (ui.root) return;
    const page = this.getAttribute("modo") === "pagina";
    const typing = this.contains(document.activeElement);
    if (!sheet) {
      if (!page) this.append(h("a", { href: SERVER + "/chat" }, house.asistente));
      return;
    }
    language = (this.getAttribute("idioma") || document.documentElement.lang || "es").startsWith("en") ? "en" : "es";
    sheet.replaceSync(house.estilo);
    ui.root = h("div", { class: "raiz", lang: language });
    recall();
    if (page) settle(this);
    else launch();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(ui.root);
    begin(this);
    if (typing) ui.box.focus();
  }
}

function begin(host) {
  told = s.seq;
  translate(s.idioma || language);
  dress();
  render();
  ui.list.scrollTop = ui.list.scrollHeight;
  addEventListener("online", wake);
  addEventListener("offline", render);
  document.addEventListener("visibilitychange", wake);
  if (channel) channel.onmessage = ({ data }) => heard(data);
  const view = self.visualViewport;
  // A keyboard on the screen takes half of it: the panel keeps to what is left. Who enlarges with two fingers needs it whole.
  const measure = () => {
    if (view.scale > 1.05) return;
    ui.root.style.setProperty("--alto", view.height + "px");
    ui.root.style.setProperty("--techo", host.getBoundingClientRect().top + scrollY + "px");
  };
  if (view) {
    view.onresize = measure;
    measure();
  }
  wake();
}

function heard(data) {
  if (data.fin) {
    s = blank();
    return ended();
  }
  Object.assign(files, data.files);
  merge(data.s);
  render();
  // Not `wake`: of two tabs that wake each other neither would ever slow down.
  goOn();
}

customElements.define(NAME, CatalinaChat);

// One script tag is enough: a page that has no element of ours gets one.
const place = () => {
  if (document.querySelector(NAME)) return;
  const own = h(NAME);
  if (tag && tag.dataset.idioma) own.setAttribute("idioma", tag.dataset.idioma);
  document.body.append(own);
};
if (document.readyState === "loading") addEventListener("DOMContentLoaded", place);
else place();
