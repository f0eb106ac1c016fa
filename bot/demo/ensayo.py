"""What each turn of a script leaves in the figures: the real flows say it, so no row names a question that does not exist."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from bot.asking import rehearse
from bot.demo.guiones import (
    CALIFICAR,
    DENUNCIA,
    EMERGENCIA,
    GRACIAS,
    GUIONES,
    HELLO,
    PERDIDOS,
    SALUDO,
    THANKS,
    Guion,
    de_preguntas,
    de_tramites,
)
from bot.services import Services
from bot.traces import told
from flows.messages import Message
from knowledge.values import Idioma


@dataclass(frozen=True, slots=True)
class Paso:
    """One turn: the columns of its row that do not say who or when. A reserved one keeps neither person nor hour."""

    columnas: Mapping[str, Any]
    reservado: bool = False

    @property
    def fin(self) -> str | None:
        """Return the flow that ended in it."""
        found: str | None = self.columnas["ended"]
        return found


@dataclass(frozen=True, slots=True)
class Ensayado:
    """A script and the turns it makes."""

    guion: Guion
    pasos: tuple[Paso, ...]


@dataclass(frozen=True, slots=True)
class Repertorio:
    """All that is said, by language: what people come for with its weights added up, and what they say around it."""

    temas: Mapping[Idioma, tuple[Ensayado, ...]]
    pesos: Mapping[Idioma, tuple[float, ...]]
    perdidos: tuple[Ensayado, ...]
    saludo: Mapping[Idioma, Ensayado]
    gracias: Mapping[Idioma, Ensayado]
    calificar: Ensayado
    denuncia: Ensayado
    emergencia: Ensayado


def repertorio(services: Services) -> Repertorio:
    """Play every script once. Nothing of it is written down."""
    catalogo = services.current.get().catalogo
    played = [_played(services, guion) for guion in (*GUIONES, *de_preguntas(catalogo), *de_tramites(catalogo))]
    temas = {idioma: tuple(one for one in played if one.guion.idioma == idioma) for idioma in ("es", "en")}

    def play(guion: Guion) -> Ensayado:
        return _played(services, guion)

    return Repertorio(
        temas=temas,  # type: ignore[arg-type]  # both languages, named above
        pesos={idioma: _weights(of) for idioma, of in temas.items()},  # type: ignore[misc]
        perdidos=tuple(map(play, PERDIDOS)),
        saludo={"es": play(SALUDO), "en": play(HELLO)},
        gracias={"es": play(GRACIAS), "en": play(THANKS)},
        calificar=play(CALIFICAR),
        denuncia=play(DENUNCIA),
        emergencia=play(EMERGENCIA),
    )


def _weights(played: Iterable[Ensayado]) -> tuple[float, ...]:
    return tuple(accumulate(one.guion.peso for one in played))


def _played(services: Services, guion: Guion) -> Ensayado:
    session, pasos = guion.session, []
    for text in guion.dicho:
        done = rehearse(services, session, Message(text=text))
        session = done.session
        row = told(services.current.get().catalogo, done)
        pasos.append(Paso({**row, "idioma": guion.idioma}, done.facts.confidential))
    if guion.sin_nombre:  # what `bot.anonimas` does to the rows of who files without a name
        pasos = [Paso({**paso.columnas, "confianza": None}, reservado=True) for paso in pasos]
    return Ensayado(guion, tuple(pasos))
