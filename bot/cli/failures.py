"""From an exception to what the operator reads and the exit code. Values of settings are never repeated."""

from bot.refusals import PortTaken, Refused
from bot.settings import SettingsError
from knowledge.catalog import SinContenido
from knowledge.db import Unavailable
from knowledge.entidad import EntidadInvalida
from knowledge.frases import BadPhrases
from knowledge.migrations import OldSchema
from knowledge.personal import CuentaInvalida

YOURS, EXTERNAL, DEFECT = 1, 3, 70

_YOURS = (SettingsError, OldSchema, SinContenido, EntidadInvalida, BadPhrases, Refused, CuentaInvalida)


def explained(error: Exception) -> tuple[int, str]:
    """Return the exit code of an error and what to say; DEFECT when it is ours."""
    if isinstance(error, _YOURS):
        return YOURS, str(error)
    if isinstance(error, Unavailable):
        return EXTERNAL, (
            f"La base de datos no responde ({error}).\n"
            "Revisa CATALINA_DATABASE_URL y que el servidor de la base de datos esté encendido. No se perdió nada."
        )
    if isinstance(error, PortTaken):
        return EXTERNAL, str(error)
    return DEFECT, ""
