"""The nightly count of one process, and what counting must know of the city."""

from bot.atencion import jornada_de
from bot.services import Services
from notifier.cifras.measures import Reglas
from notifier.cifras.night import Contado, count_all


def contar(services: Services) -> Contado:
    """Count what is not counted yet. The nightly job, and `catalina kpi --contar`.

    Raises:
        Unavailable: the database does not answer.
    """
    catalogo = services.current.get().catalogo
    return count_all(services.db, reglas(services), catalogo, services.clock())


def reglas(services: Services) -> Reglas:
    """Return what counting must know of the city: its forms, business days and office hours.

    Reports are no form here: whoever leaves one half-way must not show in any figure.
    """
    catalogo = services.current.get().catalogo
    calendario = catalogo.calendario
    forms = frozenset(name for name, spec in services.flows.items() if spec.form and not spec.confidential)
    hours = jornada_de(services)
    return Reglas(
        forms,
        lambda day: calendario is None or calendario.motivo(day) is None,
        hours.abierta,
        hours.entre if hours.tramos else lambda since, until: until - since,
        {name: round(pesos * 100) for name, pesos in catalogo.entidad.precios_mensajes},
    )
