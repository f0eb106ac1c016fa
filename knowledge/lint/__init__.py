"""What a colleague would say of a hoja de vida before it is published: the register, the law, the wording. Pure.

The program never says that a text is «lectura fácil»: only readers can, and `LecturaFacil` keeps who they were.
"""

from collections.abc import Iterable
from datetime import date

from knowledge.lint.aviso import Aviso
from knowledge.lint.registro import calendar, law, neighbours, register
from knowledge.lint.textos import wording
from knowledge.values import Tramite

__all__ = ["Aviso", "review"]


def review(tramite: Tramite, published: Iterable[Tramite], hoy: date) -> list[Aviso]:
    """Return every remark, those that stop a publication first. `tramite` as it is kept: its lines made from its parts."""
    found = (
        *register(tramite),
        *law(tramite),
        *calendar(tramite, hoy),
        *wording(tramite),
        *neighbours(tramite, published),
    )
    return sorted(dict.fromkeys(found), key=lambda aviso: not aviso.impide)
