"""WhatsApp's marks as safe HTML: *bold*, _italics_, https links. What a citizen or clerk wrote is text, never markup."""

import re

from markupsafe import Markup, escape

_STRONG, _EM = Markup("<strong>{}</strong>"), Markup("<em>{}</em>")
_LINK = re.compile(r"https://[^\s<>\"'*«»]+[^\s<>\"'*«».,;:!?)\]]")
_MARK = re.compile(
    r"(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
)


def to_html(text: str) -> Markup:
    """Return a bubble's text as paragraphs."""
    paragraphs = (part.strip("\n") for part in re.split(r"\n{2,}", text.strip()))
    return Markup("").join(Markup("<p>{}</p>").format(_lines(part)) for part in paragraphs if part)


def to_plain(text: str) -> str:
    """Return the text without its marks, as a screen reader or a title wants it."""
    return _MARK.sub(lambda found: found["bold"] or found["italic"], text)


def _lines(paragraph: str) -> Markup:
    return Markup("<br>").join(_linked(line) for line in paragraph.split("\n"))


def _linked(line: str) -> Markup:
    """Return a line with its links. Marks are read outside links only: addresses hold underscores."""
    out, at = Markup(""), 0
    for found in _LINK.finditer(line):
        out += _marked(line[at : found.start()]) + Markup('<a href="{0}" rel="noopener noreferrer">{0}</a>').format(
            found[0]
        )
        at = found.end()
    return out + _marked(line[at:])


def _marked(text: str) -> Markup:
    out, at = Markup(""), 0
    for found in _MARK.finditer(text):
        shape = _STRONG if found["bold"] else _EM
        out += escape(text[at : found.start()]) + shape.format(_marked(found["bold"] or found["italic"]))
        at = found.end()
    return out + escape(text[at:])
