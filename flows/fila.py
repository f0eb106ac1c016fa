"""What is said to who waits for a person: the place, when they will be attended, what is promised. Only what was measured."""

from collections.abc import Mapping
from datetime import datetime

from flows.answers import N_
from flows.context import BOGOTA, Context
from flows.firmas import spoken_date
from flows.messages import Json
from knowledge.espera import rounded

DIAS = (N_("lunes"), N_("martes"), N_("miércoles"), N_("jueves"), N_("viernes"), N_("sábado"), N_("domingo"))


def lugar(context: Context, fila: Mapping[str, Json]) -> str:
    """Say how many people are before this one."""
    t, before = context.t, int(fila["delante"])
    if before == 0:
        return t("No hay nadie antes que tú.")
    return t("Hay una persona antes que tú.") if before == 1 else t("Hay {n} personas antes que tú.").format(n=before)


def cuando(context: Context, fila: Mapping[str, Json]) -> str:
    """Say when people attend, and about when it will be this one's turn where that can be told."""
    t, hacia, abre = context.t, _moment(fila["hacia"]), _moment(fila["abre"])
    expected = _sentence(t("Calculo que te atienden {cuando}."), cuando=hacia_las(context, hacia)) if hacia else ""
    if fila["abierta"] and hacia is not None:
        return expected
    if fila["abierta"] or abre is None:
        return t("No puedo decirte a qué hora: depende de su turno.")
    back = _sentence(
        t("A esta hora no atienden personas. Vuelven {dia} a las {hora}."), dia=dia(context, abre), hora=hora(abre)
    )
    unsure = "" if context.catalogo.entidad.jornada_confirmada else t("Ese horario está por confirmar.")
    return " ".join(filter(None, (back, unsure, expected)))


def promesa(context: Context, fila: Mapping[str, Json]) -> str:
    """Say until when the person can count on it; empty where nothing is promised."""
    hasta = _moment(fila["hasta"])
    if hasta is None:
        return ""
    return _sentence(context.t("Si van a tardar más, te aviso antes de las {hora}."), hora=hora(hasta))


def hacia_las(context: Context, at: datetime) -> str:
    """Return about when: «hoy hacia las 2:40 p. m.», «el lunes 30 de marzo de 2026 hacia las 8:00 a. m.»."""
    return context.t("{dia} hacia las {hora}").format(dia=dia(context, at), hora=hora(rounded(at)))


def dia(context: Context, at: datetime) -> str:
    """Return the day of a moment: «hoy», «el lunes 30 de marzo de 2026»."""
    t, day = context.t, at.astimezone(BOGOTA).date()
    if day == context.hoy:
        return t("hoy")
    return t("el {dia} {fecha}").format(dia=t(DIAS[day.weekday()]), fecha=spoken_date(context, day.isoformat()))


def hora(at: datetime) -> str:
    """Return the time of day in Cartagena: «2:40 p. m.»."""
    local = at.astimezone(BOGOTA)
    return f"{local.hour % 12 or 12}:{local.minute:02} {'a. m.' if local.hour < 12 else 'p. m.'}"


def _sentence(text: str, **said: str) -> str:
    """Fill a sentence; one that ends in «p. m.» has its full stop already."""
    return text.format(**said).replace("m..", "m.")


def _moment(text: Json) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
