// Small things the other parts stand on. All parts are served as one script, inside one function; `house` is what the
// server knows of the entity: names, colours, style sheet and the texts in both languages.
const NAME = "catalina-chat";
const DAY_MS = 864e5;
const MAX_FILE = 10 * 1024 * 1024;
const SERVER = new URL(document.currentScript ? document.currentScript.src : house.url).origin;
const tag = document.currentScript;

// Elements are made one by one and words are set as text: no markup is ever read, so none can be smuggled in.
// `t` and `l` name the text and the label of an element, so that it can change its language later.
const h = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "t" || key === "l") element.dataset[key] = value;
    else if (key.startsWith("on")) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
};

const icon = (path) => {
  const make = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const svg = make("svg");
  const line = make("path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
};

let language = "es";
const say = (key, blanks) => house.textos[language][key].replace(/\{(\w+)\}/g, (_, name) => (blanks || house)[name]);

// 256 random bits in base64url. The browser names conversation and message itself: an answer that was lost on the way
// is asked for again under the same names.
const secret = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").slice(0, 43);
};

const keep = (name, value) => {
  try {
    if (value) localStorage.setItem(name, JSON.stringify(value));
    else localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing still talks.
  }
};

const kept = (name) => {
  try {
    return Object(JSON.parse(localStorage.getItem(name)));
  } catch {
    return {};
  }
};

const settings = kept(NAME + "-ajustes");
const link = navigator.connection || {};

// Low data: as the person chose, else as the telephone or its network says.
const frugal = () => ("poco" in settings ? settings.poco : Boolean(link.saveData) || /2g/.test(link.effectiveType));
