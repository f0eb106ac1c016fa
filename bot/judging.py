"""The guard of a new model: the saved questions are asked to the old one and to the new one. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from flows.understanding import ACLARAR, Decision, Understanding, decide
from knowledge.preguntas import Pregunta

Resultado = Literal["bien", "ofrecida", "sin_respuesta", "mal"]
OUTSIDE = "fuera_de_alcance"
SLACK = 0.01  # one question in a hundred, and never less than one, may be answered worse: phrases pull at each other


@dataclass(frozen=True, slots=True)
class Nota:
    """What became of one question: «bien» went where it should, «ofrecida» was among the options, «mal» went elsewhere.

    «sin_respuesta»: Catalina said that she did not understand, or offered other things. That misleads nobody.
    """

    pregunta: str
    etiqueta: str
    resultado: Resultado
    dicho: str

    @property
    def right(self) -> bool:
        """Return whether the person gets to the right place."""
        return self.resultado in ("bien", "ofrecida")


@dataclass(frozen=True, slots=True)
class Puntaje:
    """How many questions there are and what became of them."""

    preguntas: int
    bien: int
    ofrecida: int
    sin_respuesta: int
    mal: int

    @property
    def right(self) -> int:
        """Return how many lead to the right place."""
        return self.bien + self.ofrecida

    @property
    def share(self) -> float:
        """Return the share that leads to the right place, 0–1."""
        return self.right / self.preguntas if self.preguntas else 0.0


@dataclass(frozen=True, slots=True)
class Veredicto:
    """Whether a new model may answer. `motivos` is empty when it may.

    `perdidas`: right answers given up since somebody last decided, which the next model is held to beside what it loses itself.
    """

    perdidas: int
    antes: Puntaje
    ahora: Puntaje
    motivos: tuple[str, ...]
    peores: tuple[tuple[Nota, Nota], ...]
    notas: tuple[Nota, ...]

    def informe(self, questions: Sequence[Pregunta], left_out: Iterable[Pregunta]) -> dict[str, Any]:
        """Return what is kept beside the model and shown in the panel."""
        return {
            "huella": fingerprint(questions),
            "antes": asdict(self.antes),
            "ahora": asdict(self.ahora),
            "perdidas": self.perdidas,
            "motivos": list(self.motivos),
            "peores": [
                {"pregunta": old.pregunta, "etiqueta": old.etiqueta, "antes": old.dicho, "ahora": new.dicho}
                for old, new in self.peores
            ],
            "fuera": sorted({question.etiqueta for question in left_out}),
            "notas": [[note.pregunta, note.etiqueta, note.resultado, note.dicho] for note in self.notas],
        }


def ask(questions: Iterable[Pregunta], context: Understanding) -> tuple[Nota, ...]:
    """Ask each question as if it were the first message of a person."""
    return tuple(_note(question, decide(question.texto, context), context.flujos) for question in questions)


def score(notes: Sequence[Nota]) -> Puntaje:
    """Count what became of the questions."""
    found = [note.resultado for note in notes]
    return Puntaje(
        len(found), found.count("bien"), found.count("ofrecida"), found.count("sin_respuesta"), found.count("mal")
    )


def judge(before: Sequence[Nota], after: Sequence[Nota], lost: int = 0) -> Veredicto:
    """Compare two models on the same questions, in the same order.

    `lost` are the right answers that the models before gave up one by one: small losses must not add up, whatever questions
    are added or retired meanwhile.
    """
    antes, ahora = score(before), score(after)
    best = antes.right + lost
    motivos = []
    if ahora.right < best - max(1, int(SLACK * antes.preguntas)):
        motivos.append(f"acierta {ahora.right} y antes {best}")
    if ahora.mal > antes.mal:
        motivos.append(f"lleva a otro tema {ahora.mal} y antes {antes.mal}")
    worse = tuple((old, new) for old, new in zip(before, after, strict=True) if _worse(old, new))
    # Who puts a stopped model in force has decided: the next ones are held to what that one can.
    perdidas = 0 if motivos else max(0, best - ahora.right)
    return Veredicto(perdidas, antes, ahora, tuple(motivos), worse, tuple(after))


def remembered(notes: Sequence[Nota], informe: Mapping[str, Any]) -> tuple[Nota, ...]:
    """Return what was answered when the model of this report was put in force; today's note for a newer question.

    An alias takes effect with its publication, also on the old model: asked today it would not show what was lost.
    """
    then = {(row[0], row[1]): Nota(*row) for row in informe.get("notas", ())}
    return tuple(then.get((note.pregunta, note.etiqueta), note) for note in notes)


def fingerprint(questions: Iterable[Pregunta]) -> str:
    """Return a hash that changes with the questions: a verdict holds for these."""
    return hashlib.sha256(repr([(q.texto, q.etiqueta) for q in questions]).encode()).hexdigest()[:16]


def _worse(old: Nota, new: Nota) -> bool:
    return (old.right and not new.right) or (old.resultado != "mal" and new.resultado == "mal")


def _note(question: Pregunta, decision: Decision, flujos: Mapping[str, str]) -> Nota:
    wanted = flujos.get(question.etiqueta.removeprefix("tramite/"), question.etiqueta)
    routed, offered = _routed(decision), _offered(decision)
    if wanted == routed or (wanted == OUTSIDE and decision.intencion == OUTSIDE):
        resultado: Resultado = "bien"
    elif wanted in offered:
        resultado = "ofrecida"
    elif routed in (ACLARAR, OUTSIDE):
        resultado = "sin_respuesta"
    else:
        resultado = "mal"
    return Nota(question.texto, question.etiqueta, resultado, _shown(routed, offered))


def _routed(decision: Decision) -> str:
    """Return the label that answers; for another entity's matter, the entity that is named."""
    if decision.tramite:
        return f"tramite/{decision.tramite}"
    named = [reason.detalle for reason in decision.razones if reason.regla == "otra-entidad"]
    return f"otra/{named[-1]}" if decision.intencion == OUTSIDE and named else decision.intencion


def _offered(decision: Decision) -> tuple[str, ...]:
    return tuple(f"tramite/{c.tramite}" if c.tramite else c.intencion for c in decision.alternativas)


def _shown(routed: str, offered: Sequence[str]) -> str:
    return f"¿{' · '.join(offered)}?" if routed == ACLARAR else routed
