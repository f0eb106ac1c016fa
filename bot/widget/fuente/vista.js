// What is seen: always drawn from `s`. Nodes that are there already stay, so that focus and selection do.
const ui = {};
const drawn = new Map();
// The newest message that was told to a screen reader.
let told = 0;
let open = false;

const author = (m) => {
  if (m.de === "persona") return say("persona", m);
  return m.de === "catalina" ? house.asistente : say("tu");
};

const isPhoto = (type) => (type || "").startsWith("image/");

// What a message says. A file that was sent is told by its kind; what waits is shown as it was typed.
const shown = (m) => {
  const type = m.tipo || (m.archivos || [])[0];
  return m.texto || m.titulo || (type ? say(isPhoto(type) ? "foto" : "documento") : "");
};

function bubble(m) {
  const mine = m.de !== "catalina" && m.de !== "persona";
  const name = h("b", { class: m.de === "persona" ? "quien" : "oculto" }, author(m) + ": ");
  const state = h("small", null);
  const said = h("div", { class: "texto" }, ...(mine ? [shown(m)] : marked(m.texto)));
  return h("div", { class: "m " + (mine ? "mio" : "suyo"), tabindex: -1 }, name, said, state);
}

function choices(m) {
  const group = h("div", { class: "opciones", role: "group", "aria-label": say("opciones") });
  for (const o of m.opciones) group.append(choice(o.titulo, o.descripcion, { opcion: o.id, titulo: o.titulo }));
  return group;
}

function choice(title, detail, ...what) {
  const button = h("button", { type: "button" }, title);
  if (detail) button.append(h("small", null, detail));
  button.onclick = () => {
    what.forEach(queue);
    // The button goes away; who moves by keyboard stands on the own words, and the answer comes right after.
    ui.list.querySelector(".m.mio:last-of-type, .m:last-of-type").focus();
  };
  return button;
}

// A page in English asks for English first: one word does not tell in which language somebody speaks.
function welcome() {
  const group = h("div", { class: "opciones", role: "group", "aria-label": say("empezar") });
  if (language === "en") {
    group.append(choice(say("menu"), "", { texto: "English" }, { texto: "menu" }));
    group.append(choice("Español", "", { texto: "hablar en español" }));
  } else group.append(choice(say("menu"), "", { texto: "menú" }), choice("English", "", { texto: "English" }));
  return h("div", { class: "saludo" }, h("p", null, say("saludo")), h("p", null, say("como")), group);
}

// Everything to show, in order: [name, how to make it, how to bring it up to date].
function wanted() {
  const ms = doubtful ? [] : s.ms;
  const list = ms.map((m) => [m.cid || m.hora + m.seq, () => bubble(m), clock(m.hora)]);
  for (const m of doubtful ? [] : s.cola) list.push([m.cid, () => bubble(m), say(sending && m === s.cola[0] ? "enviando" : "espera")]);
  const last = ms[ms.length - 1];
  if (!list.length) list.push(["saludo" + language, welcome]);
  else if (!s.cola.length && last && last.opciones && last.opciones.length) list.push(["o" + last.seq, () => choices(last)]);
  return list;
}

function render() {
  if (!ui.list) return;
  if (s.idioma && s.idioma !== language) translate(s.idioma);
  const atEnd = ui.list.scrollHeight - ui.list.scrollTop - ui.list.clientHeight < 80;
  const before = ui.list.lastElementChild;
  const list = wanted();
  const names = new Set(list.map(([name]) => name));
  for (const [name, node] of drawn) if (!names.has(name)) node.remove(), drawn.delete(name);
  let place = ui.list.firstChild;
  let first = null;
  for (const [name, make, state] of list) {
    let node = drawn.get(name);
    if (!node) {
      drawn.set(name, (node = make()));
      first = first || node;
    }
    if (state) node.lastChild.textContent = state;
    if (node === place) place = place.nextSibling;
    else ui.list.insertBefore(node, place);
  }
  if (first && (atEnd || !before)) ui.list.scrollTop = first.offsetTop - 8;
  around();
  announce();
}

// What stands around the list: who attends, what went wrong, whether somebody writes, how many are unread.
function around() {
  ui.banner.textContent = s.atiende ? say("atiende", s.atiende) : s.pendiente ? say("pendiente") : "";
  const trouble = navigator.onLine === false ? say("sin_red") : notice;
  if (ui.notice.textContent !== trouble) ui.notice.textContent = trouble;
  ui.typing.hidden = !(sending && s.cola.length && !notice && !s.atiende);
  if (open && !document.hidden) s.leido = s.seq;
  const unread = doubtful ? 0 : s.ms.filter((m) => m.de !== "tu" && m.seq > s.leido).length;
  ui.count.textContent = unread || "";
  const many = unread ? say(unread === 1 ? "sin_leer_1" : "sin_leer", { n: unread }) : "";
  ui.launcher.setAttribute("aria-label", say("abrir") + many);
}

// The list is not live: a screen reader gets one plain line for each new message, and none for what it knew before.
function announce() {
  if (doubtful) return;
  for (const m of s.ms) {
    if (m.seq <= told || m.de === "tu") continue;
    const many = (m.opciones || []).length;
    ui.log.append(h("p", null, `${author(m)}: ${plain(m.texto)}${many ? ` ${say("cuantas", { n: many })}` : ""}`));
    if (ui.log.childElementCount > 5) ui.log.firstChild.remove();
  }
  told = Math.max(told, s.seq);
}

function translate(to) {
  language = to;
  ui.root.lang = to;
  for (const e of ui.root.querySelectorAll("[data-t]")) e.textContent = say(e.dataset.t);
  for (const e of ui.root.querySelectorAll("[data-l]")) e.setAttribute("aria-label", say(e.dataset.l));
  ui.box.placeholder = say("escribe");
}
