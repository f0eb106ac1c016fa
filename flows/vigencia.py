"""What may no longer be so: a value past its last day, a record past its review date. Old news is said to be old."""

from datetime import timedelta

from flows.context import Context
from flows.firmas import spoken_date
from knowledge.values import Seccion, Tramite


def overdue(context: Context, record: Tramite) -> bool:
    """Return whether the day by which the record had to be reviewed has passed."""
    return record.revisar_antes_de is not None and record.revisar_antes_de < context.hoy


def lapsed(context: Context, record: Tramite) -> bool:
    """Return whether it has passed so long ago that only the office may still answer."""
    grace = timedelta(days=context.catalogo.entidad.gracia_revision_dias)
    return record.revisar_antes_de is not None and record.revisar_antes_de + grace < context.hoy


def warning(context: Context, record: Tramite) -> list[str]:
    """Return the line that warns of a record nobody has reviewed in time."""
    if record.revisar_antes_de is None or not overdue(context, record):
        return []
    day = spoken_date(context, record.revisar_antes_de.isoformat())
    return [context.t("⚠️ Esto debía revisarse antes del {fecha}. Confírmalo antes de ir.").format(fecha=day)]


def ended(context: Context, record: Tramite, seccion: Seccion) -> list[str]:
    """Return the line that says that what a section tells was so until a day that has passed."""
    days = [v.vence_el for v in record.vigencias if v.seccion == seccion and v.vence_el and v.vence_el < context.hoy]
    if not days:
        return []
    return [context.t("⚠️ Este dato valía hasta el {fecha}.").format(fecha=spoken_date(context, min(days).isoformat()))]
