"""Read a summary back: send it, change one of its numbered lines, or drop it."""

import re
from dataclasses import dataclass

from flows.answers import Choice, Rejected
from flows.choosing import chosen
from flows.context import Context
from flows.messages import Json, Message, Option
from knowledge.folding import fold

CAMBIAR = "cambiar"
_CHANGE = re.compile(
    r"(?:quiero |por favor |please )*(?:cambi[aeo]r?|corrij[ao]|corregir|corrige|modific[aoe]r?|change|edit|fix)(?: (.+))?"
)
_AROUND = re.compile(r"^(?:(?:la|el|los|las|lo|linea|renglon|numero|punto|the|line|number) )+")


@dataclass(frozen=True, slots=True)
class Revision:
    """What may follow a summary. The value is an option's id, or «cambiar:<campo>» when the line was named at once."""

    choices: tuple[Option, ...]
    lineas: tuple[Option, ...]  # the lines as they were read, in order; the id is the field
    open: bool = False

    def options(self, context: Context) -> tuple[Option, ...]:
        return self.choices

    def read(self, message: Message, context: Context) -> Json | Rejected:
        named = _CHANGE.fullmatch(fold(message.text[:100])) if message.option is None else None
        if named and named[1]:
            line = chosen(self.lineas, Message(text=_AROUND.sub("", named[1])))
            if line is not None:
                return f"{CAMBIAR}:{line}"
        return Choice(self.choices).read(message, context)

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        if isinstance(value, str) and value.partition(":")[2] in {line.id for line in self.lineas}:
            return value
        return Choice(self.choices).keep(value, context)
