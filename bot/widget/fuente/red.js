// Talking to the server. One message at a time and in order, by one tab at a time; each until it is answered or refused.
const FAST_MS = 3000;
let failures = 0;
let sending = false;
let sendTimer = 0;
let pollTimer = 0;
let pace = FAST_MS;
// What went wrong, in words, for the person.
let notice = "";

// `status` 0: no answer, or one that is not the server's (a hotel's welcome page, say).
async function call(path, body) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), body instanceof FormData ? 18e4 : 3e4);
  try {
    // A string travels as text/plain, which spares another site's page a round trip.
    // The language too is a header that needs no such trip: what the server refuses is said in it.
    const headers = { "Accept-Language": language };
    const answer = await fetch(SERVER + path, { method: "POST", headers, body, credentials: "omit", signal: patience.signal });
    return { ...(await answer.json()), status: answer.status, wait: +answer.headers.get("Retry-After") };
  } catch {
    return { status: 0 };
  } finally {
    clearTimeout(timer);
  }
}

// `navigator.locks` is absent without https; then two tabs may send the same message, and the server answers both the same.
const inTurn = (act) => (navigator.locks ? navigator.locks.request(NAME, act) : act());

function queue(what) {
  if (!s.token) s.token = secret();
  s.cola.push({ cid: secret().slice(0, 22), ...what });
  pace = FAST_MS;
  save();
  render();
  flush();
}

async function flush() {
  if (sending) return;
  sending = true;
  clearTimeout(sendTimer);
  let wait = 0;
  try {
    await inTurn(async () => {
      while (s.cola.length && !wait) wait = await sendFirst();
    });
  } finally {
    sending = false;
  }
  render();
  if (s.cola.length) sendTimer = setTimeout(flush, wait);
  else schedule();
}

// Returns in how many milliseconds to try again, or 0 to go on with the next.
async function sendFirst() {
  if (doubtful) await poll();
  const m = s.cola[0];
  if (!m) return 0;
  if (doubtful) return backOff({});
  const { token } = s;
  render();
  const answer = await call(m.archivo ? "/api/chat/archivo" : "/api/chat", wrapped(m));
  if (token !== s.token) return 0;
  if (answer.status === 200) {
    failures = 0;
    notice = "";
    drop(m);
    receive(answer);
    return 0;
  }
  if (!answer.status || answer.status === 429 || answer.status >= 500) return backOff(answer);
  if (renewed(answer)) return 0;
  refuse(m, answer);
  return 0;
}

function wrapped(m) {
  const fields = { token: s.token, cid: m.cid, despues: s.seq };
  if (!m.archivo) return JSON.stringify({ ...fields, ...(m.opcion ? { opcion: m.opcion } : { texto: m.texto }) });
  const form = new FormData();
  for (const name in fields) form.append(name, fields[name]);
  form.append("archivo", files[m.cid], m.archivo);
  return form;
}

const words = (answer) => (answer.error ? answer.error.mensaje || answer.error : "");

function backOff(answer) {
  notice = words(answer) || say("sin_red");
  failures += 1;
  // Chance keeps a city whose signal comes back from knocking at the same instant.
  return answer.wait * 1000 || Math.min(6e4, 500 * 2 ** failures) * (0.7 + 0.6 * Math.random());
}

// A damaged name of the conversation: begin another one and say the same words there.
function renewed(answer) {
  if (!answer.error || answer.error.codigo !== "token") return false;
  s.token = secret();
  s.seq = s.leido = told = 0;
  doubtful = false;
  for (const m of s.ms) m.seq = 0;
  save();
  return true;
}

// The server will not take it: say why in its words and give the person's own words back.
function refuse(m, answer) {
  drop(m);
  notice = words(answer) || say("sin_red");
  if (m.texto && !ui.box.value) ui.box.value = m.texto;
  save();
}

// Takes what is new. Returns whether anything was.
function receive(answer) {
  judge(Date.parse(answer.ahora));
  const fresh = (answer.mensajes || []).filter((m) => m.seq > s.seq);
  s.ms.push(...fresh);
  s.seq = fresh.reduce((most, m) => Math.max(most, m.seq), s.seq);
  for (const m of fresh) if (m.cid) drop(m);
  s.token = s.token || answer.token;
  s.pendiente = answer.pendiente;
  s.atiende = answer.atiende;
  s.reservado = s.reservado || answer.reservado;
  if (s.ms.length) s.idioma = answer.idioma;
  render();
  save();
  return fresh.length > 0;
}

async function poll() {
  const { token } = s;
  if (!token) return;
  const answer = await call("/api/chat/poll", JSON.stringify({ token, despues: s.seq }));
  if (token !== s.token) return;
  if (answer.status === 200) pace = receive(answer) ? FAST_MS : Math.min(pace * 1.5, 15e3);
  else if (!renewed(answer)) pace = Math.max(answer.wait * 1000 || 0, 15e3);
  schedule();
}

// Nobody is asked for news while nobody writes any: an open page costs the server nothing.
function schedule() {
  clearTimeout(pollTimer);
  if (s.pendiente) pollTimer = setTimeout(poll, document.hidden ? 3e4 : Math.max(pace, frugal() ? 1e4 : 0));
}

function goOn() {
  if (s.cola.length) flush();
  else schedule();
}

function wake() {
  pace = FAST_MS;
  render();
  goOn();
}
