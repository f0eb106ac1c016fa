// Keeps what is typed in the form of a hoja de vida, a second after the last key. Without this file the form works the same:
// «Guardar borrador» keeps it. No markup is ever made from text here: the page forbids it (Trusted Types).
(() => {
  "use strict";
  const form = document.getElementById("hoja");
  const said = document.getElementById("guardado");
  if (!form || !said) return;
  const WAIT_MS = 1000;
  const AGAIN_MS = 10000;
  // A page that answers a button («Agregar otra fila») holds what was typed before it.
  let typed = "escrito" in form.dataset ? 1 : 0; // how many times something was typed
  let kept = 0; // the count that was last kept
  let sending = false;
  let leaving = false;
  let timer = 0;

  const plan = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(send, ms);
  };

  async function send() {
    if (sending || leaving || kept === typed) return;
    sending = true;
    const count = typed;
    try {
      const answer = await fetch(form.dataset.autoguardar, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        redirect: "error", // a page to log in is no «kept»
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const { hora } = await answer.json();
      kept = count;
      said.textContent = `Guardado a las ${hora}. Todavía no es un borrador.`;
    } catch {
      said.textContent = "No se pudo guardar. Copia lo más largo y vuelve a intentar en un momento.";
      plan(AGAIN_MS);
    }
    sending = false;
    if (kept !== typed && kept === count) plan(WAIT_MS);
  }

  form.addEventListener("input", () => {
    typed += 1;
    plan(WAIT_MS);
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  // A phone may never come back to a page that was put aside.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && kept !== typed) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  if (typed) plan(WAIT_MS);
})();
