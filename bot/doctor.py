"""`catalina doctor`: look at everything the product needs, and say what to write where. Reads, never changes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from sqlmodel import Session

from bot.pdf import INSTALL, has_pango
from bot.services import Services
from knowledge import auditoria, denuncias, modelo, personal
from knowledge.catalog import SinContenido
from knowledge.db import Unavailable
from knowledge.migrations import HEAD, current

State = Literal["bien", "atención", "falla", "afuera"]
MARKS: dict[State, str] = {"bien": "✔", "atención": "•", "falla": "✘", "afuera": "✘"}
# How Twilio repeats a request that failed: connection, 5xx and read time-outs, twice, each within its own limit.
RETRY = "#rc=2&rp=ct,5xx,rt&rt=6000&tt=15000"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `todo` says what to do about it, nothing when it is well."""

    state: State
    what: str
    todo: str = ""

    def __str__(self) -> str:
        """Return one line, and the remedy under it."""
        return f"{MARKS[self.state]} {self.what}" + (f"\n    → {self.todo}" if self.todo else "")


def examine(services: Services) -> list[Finding]:
    """Return what was found, in the order in which to repair it. Stops at a database that does not answer."""
    found = list(_settings(services))
    reached = _database(services)
    found.append(reached)
    if reached.state != "bien":
        return found
    for look in (_content, _understanding, _officers, _accounts, _audit):
        found.append(_tried(look, services))
    return [*found, reports()]


def exit_code(found: list[Finding]) -> int:
    """Return 0 when nothing is broken, 1 when the operator must write something, 3 when something outside failed."""
    states = {finding.state for finding in found}
    return 3 if "afuera" in states else 1 if "falla" in states else 0


def paste(services: Services) -> list[str]:
    """Return what to write in Twilio's console, letter by letter."""
    base = services.settings.public_url
    return [
        "En la consola de Twilio (Messaging → Senders → WhatsApp senders → tu número) pega:",
        f"  Webhook URL for incoming messages (POST):  {base}/webhooks/twilio{RETRY}",
        f"  Fallback URL (POST):                       {base}/webhooks/twilio/respaldo{RETRY}",
        "  Status callback URL:                       déjala vacía",
        f"Catalina pide el estado de cada mensaje en {base}/webhooks/twilio/status/<número>, al enviarlo.",
    ]


def reports(has_pango: Callable[[], bool] = has_pango) -> Finding:
    """Return whether reports can be made as PDF; everything else works without."""
    if has_pango():
        return Finding("bien", "Los informes salen en PDF")
    return Finding("atención", "Los informes no salen en PDF: falta Pango", f"Instálalo: {INSTALL}")


def _settings(services: Services) -> Iterator[Finding]:
    settings = services.settings
    if settings.data_dir.stat().st_mode & 0o077:
        todo = f"Ciérrala: chmod 700 {settings.data_dir}"
        yield Finding("falla", "Otros usuarios de esta máquina pueden entrar a la carpeta de datos", todo)
    if settings.public_url.startswith("https://"):
        yield Finding("bien", f"Dirección pública: {settings.public_url}")
    else:
        todo = "Para salir al público escribe CATALINA_PUBLIC_URL=https://… en .env. En esta máquina no hace falta."
        yield Finding("atención", f"La dirección pública no es https: {settings.public_url}", todo)
    missing = [
        name
        for name, value in (
            ("TWILIO_ACCOUNT_SID", settings.twilio_account_sid),
            ("TWILIO_AUTH_TOKEN", settings.twilio_auth_tokens),
            ("TWILIO_WHATSAPP_FROM", settings.twilio_whatsapp_from),
        )
        if not value
    ]
    if not missing:
        yield Finding("bien", "WhatsApp: cuenta, token y número están puestos")
    else:
        partly = len(missing) < 3
        todo = f"Escribe en .env: {', '.join(missing)}. Están en la consola de Twilio."
        yield Finding("falla" if partly else "atención", "WhatsApp está apagado", todo)


def _database(services: Services) -> Finding:
    kind = "SQLite" if services.db.is_sqlite else "PostgreSQL"
    try:
        with services.db.reading() as db:
            found = current(db)
    except Unavailable as error:
        todo = "Revisa CATALINA_DATABASE_URL y que el servidor esté encendido."
        return Finding("afuera", f"La base de datos ({kind}) no responde: {error}", todo)
    if found != HEAD:
        return Finding("falla", f"La base de datos ({kind}) no está al día", "Escribe: catalina init")
    return Finding("bien", f"Base de datos: {kind}, al día ({HEAD})")


def _tried(look: Callable[[Services], Finding], services: Services) -> Finding:
    try:
        return look(services)
    except SinContenido as error:
        return Finding("falla", "No hay contenido cargado", str(error))
    except Unavailable as error:
        return Finding("afuera", f"La base de datos dejó de responder: {error}", "Vuelve a intentarlo.")


def _content(services: Services) -> Finding:
    catalogo = services.current.get().catalogo
    local = sum(t.alcance == "cartagena" for t in catalogo.tramites.values())
    return Finding(
        "bien", f"Contenido: {local} trámites propios y {len(catalogo.tramites) - local} nacionales publicados"
    )


def _understanding(services: Services) -> Finding:
    with services.db.reading_session() as db:
        stopped = modelo.detenido(db)
    if stopped is not None:
        todo = "Mira qué preguntas empeoran en /panel/entender y decide allí."
        return Finding("atención", "Comprensión: el último modelo está detenido; responde el anterior", todo)
    if services.current.get().comprension.con_modelo:
        return Finding("bien", "Comprensión: modelo entrenado")
    return Finding("atención", "Comprensión: responde solo con reglas", "Escribe: catalina init")


def _officers(services: Services) -> Finding:
    with services.db.reading_session() as db:
        if denuncias.can_be_opened(db):
            return Finding("bien", f"Denuncias: las puede abrir {_officers_count(db)}")
    return Finding(
        "atención",
        "Denuncias: nadie las puede abrir, así que no se reciben; se dan los canales oficiales",
        "Escribe: catalina staff add NOMBRE --rol oficial. Esa persona crea su llave al entrar al panel.",
    )


def _officers_count(db: Session) -> str:
    keys = len(personal.officer_keys(db))
    return "1 oficial" if keys == 1 else f"{keys} oficiales"


def _accounts(services: Services) -> Finding:
    with services.db.reading_session() as db:
        active = [account for account in personal.accounts(db) if account.activo]
    if active:
        return Finding("bien", f"Cuentas del panel: {len(active)}")
    return Finding("falla", "No hay cuentas del panel", "Escribe: catalina staff add NOMBRE --rol administrador")


def _audit(services: Services) -> Finding:
    with services.db.reading_session() as db:
        broken = auditoria.verify(db)
    if broken is None:
        return Finding("bien", "Registro de auditoría: completo y sin cambios")
    return Finding(
        "falla", f"El registro de auditoría fue alterado: {broken}", "Guarda una copia y avisa a quien controla."
    )
