// Photos leave the device small and without the place where they were taken; other files as they are, up to 10 MB.
async function shrunk(file) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, (frugal() ? 960 : 1280) / Math.max(picture.width, picture.height));
    const canvas = h("canvas", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return (await new Promise((done) => canvas.toBlob(done, "image/jpeg", frugal() ? 0.6 : 0.8))) || file;
  } catch {
    // This browser cannot read it: the server says whether it can.
    return file;
  }
}

async function attach(list) {
  for (const file of list) {
    const small = await shrunk(file);
    if (small.size > MAX_FILE) {
      notice = say("grande", { mb: Math.round(small.size / 1024 / 1024) });
      render();
      continue;
    }
    const cid = secret().slice(0, 22);
    files[cid] = small;
    notice = "";
    queue({ cid, archivo: small === file ? file.name : "foto.jpg", tipo: small.type });
  }
}

// The conversation as lines, for a file and for paper.
const clock = (iso, day) => {
  const shape = { timeZone: "America/Bogota", hour: "numeric", minute: "2-digit" };
  if (day) Object.assign(shape, { day: "numeric", month: "short", year: "numeric" });
  return new Intl.DateTimeFormat(language === "en" ? "en" : "es-CO", shape).format(new Date(iso));
};

const lines = () => s.ms.map((m) => `[${clock(m.hora, true)}] ${author(m)}: ${plain(shown(m))}`);

function saveText() {
  const text = [say("titulo"), ...lines()].join("\r\n\r\n");
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
  h("a", { href: address, download: "catalina.txt" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1e4);
}

// A sheet of our own in the page that hosts us: on paper there is only the conversation, on as many pages as it takes.
function printText() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    "body>.catalina-papel{white-space:pre-wrap}@media screen{body>.catalina-papel{display:none}}@media print{body>:not(.catalina-papel){display:none!important}}",
  );
  const paper = h("div", { class: "catalina-papel" }, h("h1", null, say("titulo")));
  paper.append(...lines().map((line) => h("p", null, line)));
  const before = document.adoptedStyleSheets;
  document.adoptedStyleSheets = [...before, sheet];
  document.body.append(paper);
  addEventListener(
    "afterprint",
    () => {
      document.adoptedStyleSheets = before;
      paper.remove();
    },
    { once: true },
  );
  print();
}
