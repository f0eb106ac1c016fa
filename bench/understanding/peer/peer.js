// nlp.js as a process that reads JSON lines and answers JSON lines; see ../nlpjs.py for the other end.
// {"teach": [[text, label], …]} → {"trained_s", "rss_mb"} · {"ask": text} → {"labels": [[label, score], …], "us"}
// {"memory": true} → {"rss_mb"}. Modules are looked up in NODE_PATH, which is outside the repository.
const readline = require("node:readline");
const { containerBootstrap, Nlp } = require("@nlpjs/basic");
const { LangEs } = require("@nlpjs/lang-es");

// nlp.js writes to stdout when a message holds only stop words; stdout carries nothing but answers.
console.log = console.info = console.warn = () => {};

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
const memory = () => Math.round(process.memoryUsage().rss / 1e6);
const cpuSeconds = () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6;
let nlp;

async function teach(pairs) {
  const container = await containerBootstrap();
  container.use(LangEs);
  nlp = new Nlp({ container, autoSave: false, autoLoad: false, nlu: { log: false } });
  nlp.addLanguage("es");
  for (const [text, label] of pairs) nlp.addDocument("es", text, label);
  const began = cpuSeconds();
  await nlp.train();
  return { trained_s: cpuSeconds() - began, rss_mb: memory() };
}

async function ask(text) {
  const began = process.hrtime.bigint();
  const answer = await nlp.process("es", text);
  const us = Number(process.hrtime.bigint() - began) / 1e3;
  const labels = answer.classifications.slice(0, 60).map(({ intent, score }) => [intent, score]);
  return { labels, us };
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const said = JSON.parse(line);
    if (said.teach) say(await teach(said.teach));
    else if (said.memory) say({ rss_mb: memory() });
    else say(await ask(said.ask));
  }
}

main();
