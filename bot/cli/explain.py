"""`catalina explain`: why a message leads where it leads."""

import click

from bot.cli.opening import open_services
from bot.explaining import Explaining
from flows.understanding import Decision
from flows.understanding.explain import Explanation, Score


@click.command()
@click.argument("texto")
def explain(texto: str) -> None:
    """Dice cómo se entiende un mensaje: texto normalizado, datos que trae, puntajes, frases parecidas y la regla que decidió.

    \b
    Ejemplo:
      catalina explain "que papeles piden pal certificao de residencia"
    """
    found = Explaining(open_services()).explain(texto)
    click.echo("\n".join([*_decided(found.decision), *_heard(found), *_scored(found), *_near(found)]))


def _decided(decision: Decision) -> list[str]:
    what = " · ".join(filter(None, (decision.intencion, decision.tramite, decision.seccion)))
    offered = [f"  pregunta si es: {c.titulo} ({c.intencion}, {c.confianza:.2f})" for c in decision.alternativas]
    danger = [f"  emergencia: {decision.emergencia}"] if decision.emergencia else []
    rules = [f"  regla {reason.regla}: {reason.detalle}" for reason in decision.razones]
    return [f"Decide: {what} (confianza {decision.confianza:.2f})", *danger, *offered, *rules]


def _heard(found: Explanation) -> list[str]:
    decision = found.decision
    entities = [f"  dato {e.tipo}: {e.valor} («{e.texto}»)" for e in decision.entidades]
    aliases = [f"  nombra {label}: «{alias}»" for label, alias in found.alias_dentro]
    return [
        f"Lee: {decision.normalizado} ({decision.idioma})", f"  puntúa: {found.leido}", f"  clave: {found.clave}", *entities, *aliases,
    ]  # fmt: skip


def _scored(found: Explanation) -> list[str]:
    by = f"modelo {found.modelo[:12]}" if found.modelo else "solo reglas y alias"
    inside = f"; es asunto de la ciudad con {found.dentro:.2f}" if found.dentro is not None else ""
    return [f"Puntajes ({by}; el primero debía llegar a {found.umbral:.2f}{inside}):", *map(_row, found.puntajes)]


def _near(found: Explanation) -> list[str]:
    rows = [f"  {v.parecido:.2f}  {' o '.join(v.etiquetas)}: «{v.texto}» ({v.fuente})" for v in found.vecinos]
    return ["Frases parecidas:", *rows] if rows else ["Frases parecidas: ninguna"]


def _row(score: Score) -> str:
    words = " ".join(f"{word}{value:+.2f}" for word, value in score.palabras)
    return f"  {score.confianza:.3f}  {score.titulo} ({score.etiqueta})  {words}".rstrip()
