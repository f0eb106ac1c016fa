// What this device remembers: the conversation for a day, and the messages that have not left yet (`cola`).
// While something confidential is told, nothing of it is kept; then only the open tabs know it.
const blank = () => ({
  token: "",
  seq: 0,
  ms: [],
  cola: [],
  fuera: [],
  leido: 0,
  pendiente: false,
  atiende: null,
  idioma: "",
  reservado: false,
  ahora: 0,
});
let s = blank();
// Files to send, by the name of their message. They are in memory only.
const files = {};
// True: the copy is old by the clock of the telephone, which may be wrong. Shown only once the server has told the time.
let doubtful = false;

const channel = self.BroadcastChannel ? new BroadcastChannel(NAME) : null;

function save() {
  keep(NAME, !s.reservado && s.token && { ...s, ms: s.ms.slice(-100), visto: Date.now() });
  if (channel) channel.postMessage({ s, files });
}

function recall() {
  const copy = kept(NAME);
  if (!copy.token || !Array.isArray(copy.ms) || !Array.isArray(copy.cola)) return;
  const age = Date.now() - copy.visto;
  doubtful = !(age >= 0 && age < DAY_MS);
  s = { ...blank(), ...copy };
  // A file does not outlive its tab.
  const whole = s.cola.filter((m) => !m.archivo);
  if (whole.length < s.cola.length) notice = say("perdido");
  s.cola = whole;
  if (doubtful) for (const m of s.cola) m.vieja = true;
}

// The server's clock decides whether a doubtful copy is of another day. What never reached the server is only ours: it stays.
function judge(now) {
  if (doubtful && s.ahora && now - s.ahora >= DAY_MS) {
    s = { ...blank(), token: secret(), cola: s.cola.filter((m) => !m.vieja) };
    notice = say("ayer");
  }
  doubtful = false;
  s.ahora = now;
}

function forget() {
  s = blank();
  keep(NAME);
}

// Another tab of the same browser said what it knows. Neither loses a message the other has not sent.
function merge(theirs) {
  const mine = s;
  s = theirs;
  if (mine.token === s.token) {
    if (mine.seq > s.seq) [s.seq, s.ms] = [mine.seq, mine.ms];
    s.leido = Math.max(mine.leido, s.leido);
    s.reservado = mine.reservado || s.reservado;
  }
  s.fuera = [...new Set([...mine.fuera, ...s.fuera])].slice(-50);
  const known = new Set(s.cola.map((m) => m.cid));
  const gone = new Set([...s.fuera, ...s.ms.map((m) => m.cid)]);
  s.cola = [...s.cola, ...mine.cola.filter((m) => !known.has(m.cid))].filter((m) => !gone.has(m.cid));
}

function drop(m) {
  s.cola = s.cola.filter((other) => other.cid !== m.cid);
  s.fuera = [...new Set([...s.fuera, m.cid])].slice(-50);
  delete files[m.cid];
}
