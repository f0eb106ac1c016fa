// WhatsApp's marks as nodes: *bold*, _italics_, ~struck~, ```as typed``` and https links. All the rest is text, and so is
// whatever looks like markup or like an address of another kind.
const MARK =
  /```([^]+?)```|(https:\/\/[^\s<>"'*«»]+[^\s<>"'*«».,;:!?)\]])|(?<![\p{L}\p{N}_*~])([*_~])(?!\s)([^\n]*?[^\s])\3(?![\p{L}\p{N}_*~])/gu;
const SHAPES = { "*": "strong", _: "em", "~": "s" };

const marked = (text) => {
  const nodes = [];
  let at = 0;
  for (const found of text.matchAll(MARK)) {
    const [whole, typed, address, mark, words] = found;
    nodes.push(text.slice(at, found.index));
    if (typed) nodes.push(h("code", null, typed));
    else if (address) nodes.push(h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address));
    else nodes.push(h(SHAPES[mark], null, ...marked(words)));
    at = found.index + whole.length;
  }
  nodes.push(text.slice(at));
  return nodes;
};

const plain = (text) => h("p", null, ...marked(text)).textContent;
