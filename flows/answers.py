"""What a question accepts. `read` understands a message, `keep` checks a kept value again on every replay.

Two laws hold for every type, and a property test proves them: `keep(read(m)) == read(m)`, and for those that are
written in words `read(Message(str(value))) == value`. Values are JSON: they live in a session row.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from flows.choosing import chosen
from flows.codes import dictated, not_at_hand
from flows.context import Context
from flows.dates import iso_day, spoken_date
from flows.messages import Json, Message, Option
from flows.understanding import yes_no
from knowledge.codigos import normalise
from knowledge.folding import fold

SALTAR = "saltar"
_NUMBER = re.compile(r"[^\d\-]*(-?\d{1,3}(?:[.,\s]\d{3})+|-?\d{1,15})(?:[.,]0+)?[^\d]*")
N_ = str  # marks a Spanish source text for the translators; it is translated where the language is known


@dataclass(frozen=True, slots=True)
class Rejected:
    """Why a message is no answer, as a kind hint in Spanish for the citizen (source text of the translation)."""

    hint: str
    args: tuple[tuple[str, str], ...] = ()

    def say(self, context: Context) -> str:
        """Return the hint in the language of the conversation."""
        return context.t(self.hint).format(**dict(self.args))


class Answer(Protocol):
    """What the engine asks of an answer type."""

    def options(self, context: Context) -> tuple[Option, ...]:
        """Return what can be chosen, in the order it is shown; empty for open answers."""

    def read(self, message: Message, context: Context) -> Json | Rejected:
        """Return the canonical value of a message, or why it is none."""

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        """Return the kept value, or why it is no longer valid."""

    @property
    def open(self) -> bool:
        """Return whether free words are accepted, so that a sentence is an answer before it is another topic."""


def skip_option(context: Context) -> Option:
    """Return the way past an optional question."""
    return Option(SALTAR, context.t("Saltar"))


class Skippable:
    """The part of an answer type that may be optional: who skips the question leaves None."""

    __slots__ = ()
    optional: bool

    def options(self, context: Context) -> tuple[Option, ...]:
        """Return the way past the question, where there is one."""
        return (skip_option(context),) if self.optional else ()

    def skipped(self, message: Message, context: Context) -> bool:
        """Return whether the message takes the way past."""
        return self.optional and chosen(self.options(context), message) == SALTAR


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a fixed set of options; the value is the option's id. «Saltar» means `skip`, where there is one."""

    choices: tuple[Option, ...]
    open: bool = False
    skip: str | None = None

    @classmethod
    def of(cls, **titles: str) -> "Choice":
        """Return a choice from ids and titles: `Choice.of(anonima="Sin mis datos", reserva="En reserva")`."""
        return cls(tuple(Option(i, title) for i, title in titles.items()))

    def options(self, context: Context) -> tuple[Option, ...]:
        return self.choices

    def read(self, message: Message, context: Context) -> Json | Rejected:
        found = chosen(self.choices, message)
        if found is None and fold(message.text[:20]) in (SALTAR, "skip"):
            found = self.skip
        return found if found is not None else Rejected(N_("Elige una de las opciones: escribe su número."))

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if any(option.id == value for option in self.choices):
            return value
        return Rejected(N_("Esa opción ya no está. Elige una de estas."))


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no; the value is a bool. «ajá» is neither."""

    open: bool = False
    yes: str = N_("Sí")
    no: str = N_("No")

    def options(self, context: Context) -> tuple[Option, ...]:
        return (Option("si", context.t(self.yes)), Option("no", context.t(self.no)))

    def read(self, message: Message, context: Context) -> Json | Rejected:
        if (found := chosen(self.options(context), message)) is not None:
            return found == "si"
        said = yes_no(message.text) if message.option is None else None
        if said is None and fold(message.text) in ("true", "false"):
            said = fold(message.text) == "true"
        return said if said is not None else Rejected(N_("Responde *sí* o *no*."))

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        return value if isinstance(value, bool) else Rejected(N_("Responde *sí* o *no*."))


@dataclass(frozen=True, slots=True)
class Text(Skippable):
    """Free words, single trimmed text. Optional ones can be skipped and are then None."""

    min_chars: int = 1
    max_chars: int = 4000
    optional: bool = False
    open: bool = True

    def read(self, message: Message, context: Context) -> Json | Rejected:
        if self.skipped(message, context):
            return None
        if not message.text.strip():
            return Rejected(N_("Escríbelo con tus palabras, por favor."))
        return self.keep(clean(message.text), context)

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if value is None:
            return None if self.optional else Rejected(N_("Escríbelo con tus palabras, por favor."))
        if len(str(value)) < self.min_chars:
            return Rejected(
                N_("Cuéntame un poco más, por favor: al menos {min} letras."), (("min", str(self.min_chars)),)
            )
        if len(str(value)) > self.max_chars:
            return Rejected(
                N_("Es muy largo para un solo mensaje. Cuéntalo en menos de {max} letras."),
                (("max", str(self.max_chars)),),
            )
        return str(value)


def clean(text: str) -> str:
    """Return the text without NUL, control and direction-override characters, which hide what a reader would see."""
    kept = (
        c
        for c in text
        if c in "\n\t" or (ord(c) >= 32 and unicodedata.category(c) not in ("Cc", "Cs") and c not in _BIDI)
    )
    return "".join(kept).strip()


_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


@dataclass(frozen=True, slots=True)
class Email:
    """An e-mail address, typed or dictated («ana punto perez arroba gmail punto com»)."""

    open: bool = False

    def options(self, context: Context) -> tuple[Option, ...]:
        return ()

    def read(self, message: Message, context: Context) -> Json | Rejected:
        said = re.sub(r"\s*(?:\barroba\b|@)\s*", "@", clean(message.text[:200]).lower())
        found = _EMAIL.findall(re.sub(r"\s+punto\s+", ".", said))
        return self.keep(found[0] if len(found) == 1 else said, context)

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if isinstance(value, str) and len(value) <= 120 and _EMAIL.fullmatch(value):
            return value
        return Rejected(N_("Ese correo parece incompleto. Escríbelo así: *nombre@ejemplo.com*."))


_EMAIL = re.compile(r"[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]+\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number within bounds, both included. «1.500.000» and «$ 25.000» are read as people write them."""

    low: int = 0
    high: int = 10**12
    optional: bool = False
    open: bool = False

    def options(self, context: Context) -> tuple[Option, ...]:
        return ()  # «1» must be the number one: an optional number is skipped by the word *saltar*

    def read(self, message: Message, context: Context) -> Json | Rejected:
        if self.optional and fold(message.text[:20]) in (SALTAR, "skip"):
            return None
        found = _NUMBER.fullmatch(message.text[:200].strip())
        if not found:
            return Rejected(N_("Escríbelo en números. Por ejemplo: *25000*."))
        return self.keep(int(re.sub(r"[.,\s]", "", found[1])), context)

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if value is None:
            return None if self.optional else Rejected(N_("Escríbelo en números. Por ejemplo: *25000*."))
        if isinstance(value, bool) or not isinstance(value, int) or not self.low <= value <= self.high:
            return Rejected(
                N_("Escribe un número entre {low} y {high}."), (("low", str(self.low)), ("high", str(self.high)))
            )
        return value


@dataclass(frozen=True, slots=True)
class Date(Skippable):
    """A day as people say it: «ayer», «antier», «el 3 de marzo», «03/03/2026». The value is AAAA-MM-DD."""

    past: bool = True  # may it lie before today?
    future: bool = True
    optional: bool = False
    open: bool = False

    def read(self, message: Message, context: Context) -> Json | Rejected:
        if self.skipped(message, context):
            return None
        found = spoken_date(message.text, context.hoy)
        if found is None:
            return Rejected(N_("Escribe el día así: *15/03/2026*. También vale «ayer»."))
        return self.keep(found.isoformat(), context)

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if value is None:
            return None if self.optional else Rejected(N_("Escribe el día así: *15/03/2026*. También vale «ayer»."))
        day = iso_day(str(value))
        if day is None:
            return Rejected(N_("Escribe el día así: *15/03/2026*. También vale «ayer»."))
        if not self.future and day > context.hoy:
            return Rejected(N_("Ese día todavía no llega. ¿Qué día fue?"))
        if not self.past and day < context.hoy:
            return Rejected(N_("Ese día ya pasó. Escribe un día que venga."))
        return day.isoformat()


@dataclass(frozen=True, slots=True)
class Radicado:
    """A código de seguimiento or an official radicado, as it was dictated; the value is upper case, single-dashed.

    Who does not have it at hand may say so: the value is None.
    """

    open: bool = False

    def options(self, context: Context) -> tuple[Option, ...]:
        return (Option(SALTAR, context.t("No lo tengo")),)

    def read(self, message: Message, context: Context) -> Json | Rejected:
        kept = [code for code in dictated(message.text) if not isinstance(self.keep(code, context), Rejected)]
        if kept:  # who gives a radicado and its code together has given the code
            return next((code for code in kept if normalise(code) is not None), kept[0])
        if chosen(self.options(context), message) == SALTAR or not_at_hand(message.text):
            return None
        return Rejected(N_("Escribe el código completo, como aparece en tu comprobante."))

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if value is None:
            return None
        text = str(value)
        # One of our codes in thirty has no digit; any other word without digits is no number of anything.
        enough = len(text.replace("-", "")) >= 6 and (any(c.isdigit() for c in text) or normalise(text) is not None)
        if enough and len(text) <= 60 and re.fullmatch(r"[A-Z0-9]+(?:-[A-Z0-9]+)*", text):
            return text
        return Rejected(N_("Escribe el código completo, como aparece en tu comprobante."))
