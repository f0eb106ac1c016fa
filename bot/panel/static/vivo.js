// Keeps a page of the desk fresh: asks every few seconds whether something changed, and puts the new parts in their place.
// The box in which somebody writes is never touched. Without this file the page works the same: «Actualizar» reloads it.
// No markup is made from text here (Trusted Types): the browser reads the page itself, as it reads any other.
(() => {
  "use strict";
  const root = document.getElementById("vivo");
  if (!root) return;
  const NEAR_MS = 4000;
  const HIDDEN_MS = 30000;
  const FAR_MS = 30000;
  const TOLD_MS = 10000;
  const said = document.getElementById("vivo-dicho");
  let mark = root.dataset.marca || "";
  let count = Number(root.dataset.cuenta || 0);
  let failures = 0;
  let timer = 0;
  let quiet = 0;
  let failed = false;

  const plan = () => {
    clearTimeout(timer);
    const wait = Math.min(FAR_MS, NEAR_MS * 2 ** failures);
    timer = setTimeout(ask, document.visibilityState === "hidden" ? HIDDEN_MS : wait);
  };

  // What passes is taken away after a while; what has to be acted on stays.
  const tell = (text, passes) => {
    if (said && said.textContent !== text) said.textContent = text;
    clearTimeout(quiet);
    if (passes) quiet = setTimeout(() => tell(""), TOLD_MS);
  };

  const CHANGED = "Esto cambió: copia lo que no hayas enviado y oprime «Actualizar».";
  const show = (page, address) => {
    const fresh = page && page.getElementById("vivo");
    if (!fresh) {
      const out = address.includes("/panel/entrar");
      tell(out ? "Tu ingreso terminó. Copia lo que no hayas enviado y entra otra vez." : CHANGED);
      return;
    }
    for (const part of fresh.querySelectorAll("[data-parte]")) {
      const old = root.querySelector(`[data-parte="${CSS.escape(part.dataset.parte)}"]`);
      // What somebody is using stays as it is until they leave it.
      if (!old || old.contains(document.activeElement)) continue;
      if (old.textContent === part.textContent && !part.hasAttribute("data-siempre")) continue;
      const end = old.scrollHeight - old.scrollTop - old.clientHeight < 40;
      old.replaceWith(document.adoptNode(part));
      if (end) part.scrollTop = part.scrollHeight;
    }
    const now = Number(fresh.dataset.cuenta || 0);
    if (now > count) tell(root.dataset.nuevo || "Hay algo nuevo.", true);
    else if (failed) tell("");
    failed = false;
    count = now;
    mark = fresh.dataset.marca || "";
  };

  function ask() {
    const request = new XMLHttpRequest();
    request.open("GET", root.dataset.vivo);
    request.responseType = "document";
    request.timeout = 20000;
    request.setRequestHeader("If-None-Match", `"${mark}"`);
    request.onload = () => {
      failures = 0;
      if (request.status === 200) show(request.response, request.responseURL);
      else if (request.status === 304) {
        if (failed) tell("");
        failed = false;
      } else {
        failures = 3;
        tell(CHANGED);
      }
      plan();
    };
    request.onerror = request.ontimeout = () => {
      failures = Math.min(3, failures + 1);
      failed = true;
      tell("No hay conexión. Se vuelve a intentar sola.");
      plan();
    };
    request.send();
  }

  const log = root.querySelector("[data-parte=palabras]");
  if (log) log.scrollTop = log.scrollHeight;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      clearTimeout(timer);
      ask();
    }
  });
  plan();
})();
