"""What a notice says: one text for each act of a request, in the citizen's words, made when it leaves. Pure.

No context: a notice is no turn. What it needs is handed over: `t` translates, the rest are values of the request.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flows.answers import N_
from flows.ficha_solicitud import ESTADOS, TIPOS, titulo_aqui
from knowledge.actos import TERMINADAS
from knowledge.values import Solicitud

T = Callable[[str], str]
_OFICINA = "oficina"  # an «asignar» that gave it to an office and not yet to a person
PALABRAS = 280  # characters of the entity's words in a notice; all of them are under «estado»
_BREVES: Mapping[str, str] = {
    "asignar": N_("ya hay quien la estudie"),
    _OFICINA: N_("ya llegó a la oficina que la atiende"),
    "reclasificar": N_("cambió de clase"),
    "requerir": N_("falta algo de tu parte"),
    "ampliar": N_("tienes un mes más para completarla"),
    "prorrogar": N_("tiene una nueva fecha"),
    "trasladar": N_("pasó a otra entidad"),
    "firmar": N_("pasa a firma"),
    "responder": N_("ya tiene respuesta"),
    "cerrar": N_("quedó cerrada"),
    "desistir": N_("se cerró sin respuesta"),
    "retirar": N_("se retiró"),
}
# What is no news any more once the request is there. What has ended it, and what an import tells, is so whenever it is read.
_FIRMA: frozenset[str] = frozenset({"en_firma", *TERMINADAS})
_PASO: Mapping[str, frozenset[str]] = {
    "asignar": _FIRMA,
    "reclasificar": TERMINADAS,
    "requerir": frozenset(ESTADOS) - {"por_completar"},
    "ampliar": frozenset(ESTADOS) - {"por_completar"},
    "prorrogar": TERMINADAS,
    "firmar": frozenset(ESTADOS) - {"en_firma"},
}


@dataclass(frozen=True, slots=True)
class Hecho:
    """What happened to a request, with the request as it is now. `palabras` are the entity's, of that act.

    `luego` are the acts that came after it; `archivos` what the answer brought.
    """

    acto: str
    solicitud: Solicitud
    palabras: str = ""
    detalle: Mapping[str, str | None] = field(default_factory=dict)
    archivos: int = 0
    luego: frozenset[str] = frozenset()

    @property
    def vigente(self) -> bool:
        """Return whether what it tells of is still so."""
        again = self.acto in _PASO and self.acto in self.luego
        return not again and self.solicitud.estado not in _PASO.get(self.acto, ())


def mensaje(t: T, hechos: Sequence[Hecho]) -> str:
    """Return the notice as it is pushed: what happened, how to see more, how to leave."""
    return f"{cuerpo(t, hechos)}\n\n{t('Para ver más, escribe *estado*. Para no recibir más avisos, escribe *BAJA*.')}"


def por_fuera(t: T, hechos: Sequence[Hecho]) -> str:
    """Return the notice for SMS and e-mail, where nobody answers: without marks, and with where to write."""
    said = cuerpo(t, hechos).replace("*", "")
    return (
        f"{said}\n\n{t('Para ver más, escribe «estado» en el chat. Para no recibir más avisos, escribe «BAJA» allí.')}"
    )


def en_respuesta(t: T, hechos: Sequence[Hecho]) -> str:
    """Return the notice as an answer carries it, before what the person asked about."""
    hechos = _novedades(hechos)
    if len(hechos) == 1:
        return t("Tienes un aviso: {aviso}").format(aviso=uno(t, hechos[0]))
    return cuerpo(t, hechos)


def cuerpo(t: T, hechos: Sequence[Hecho]) -> str:
    """Return one notice whole, or several as a list. What is no longer so is left out where there is news of that request."""
    hechos = _novedades(hechos)
    if len(hechos) == 1:
        return uno(t, hechos[0])
    title = t("Tienes {n} avisos:").format(n=len(hechos))
    rows = [f"• {t('Solicitud')} *{_numero(h)}*: {breve(t, h)}." for h in hechos]
    survey = [t("¿Cómo te fue? Escribe *calificar*.")] if any(h.acto == "cerrar" for h in hechos) else []
    return "\n".join([title, *rows, *survey])


def breve(t: T, hecho: Hecho) -> str:
    """Return what happened in a few words, as a template and a list say it."""
    known = _BREVES.get(_OFICINA if _sin_persona(hecho) else hecho.acto) if hecho.vigente else None
    return t(known) if known is not None else _ahora(t, hecho)


def valores(t: T, hechos: Sequence[Hecho]) -> tuple[str, str]:
    """Return what fills the blanks of the template: which request, and what happened. Never empty, never two lines."""
    hechos = _novedades(hechos)
    first = hechos[0]
    if len(hechos) == 1:
        return _numero(first), breve(t, first)
    return t("{codigo} y {n} más").format(codigo=_numero(first), n=len(hechos) - 1), t("hay novedades")


def asunto(t: T, hechos: Sequence[Hecho]) -> str:
    """Return the subject of an e-mail."""
    return t("Solicitud {codigo}: {novedad}").format(codigo=valores(t, hechos)[0], novedad=valores(t, hechos)[1])


def uno(t: T, hecho: Hecho) -> str:  # noqa: C901, PLR0912 - one act a case
    """Return one notice whole."""
    codigo = f"*{_numero(hecho)}*"
    if not hecho.vigente:
        return _como_esta(t, hecho, codigo)
    match hecho.acto:
        case "asignar" if _sin_persona(hecho) and hecho.solicitud.dependencia:
            said = t("Tu solicitud {codigo} la tiene ahora: {dependencia}.")
            return said.format(codigo=codigo, dependencia=hecho.solicitud.dependencia)
        case "asignar" if hecho.solicitud.dependencia:
            said = t("Tu solicitud {codigo} ya tiene quien la estudie, en: {dependencia}.")
            return said.format(codigo=codigo, dependencia=hecho.solicitud.dependencia)
        case "asignar" if not _sin_persona(hecho):
            return t("Tu solicitud {codigo} ya tiene quien la estudie.").format(codigo=codigo)
        case "reclasificar":
            return _reclasificada(t, hecho, codigo)
        case "requerir":
            return _requerida(t, hecho, codigo)
        case "ampliar":
            said = t("Tienes un mes más para completar tu solicitud {codigo}: hasta el {hasta}.")
            return said.format(codigo=codigo, hasta=_hasta(hecho))
        case "prorrogar":
            return _prorrogada(t, hecho, codigo)
        case "trasladar":
            return _trasladada(t, hecho, codigo)
        case "firmar":
            return t("La respuesta a tu solicitud {codigo} pasa a firma.").format(codigo=codigo)
        case "responder":
            return _respondida(t, hecho, codigo)
        case "cerrar":
            said = t("Tu solicitud {codigo} quedó cerrada. ¿Cómo te fue? Escribe *calificar*.")
            return said.format(codigo=codigo)
        case "desistir":
            said = t("Tu solicitud {codigo} se cerró: no llegó lo que faltaba. Puedes poner otra cuando quieras.")
            return _con(said.format(codigo=codigo), t("Qué dijo la oficina: {palabras}"), hecho)
        case "retirar":
            return _retirada(t, hecho, codigo)
        case _:
            return _como_esta(t, hecho, codigo)


def _novedades(hechos: Sequence[Hecho]) -> Sequence[Hecho]:
    """Return what is worth telling: of each request what is still so, or else only how it stands now."""
    news = {_numero(h) for h in hechos if h.vigente}
    last = {_numero(h): h for h in hechos}
    return [h for h in hechos if h.vigente or (_numero(h) not in news and last[_numero(h)] is h)]


def _sin_persona(hecho: Hecho) -> bool:
    to_office = "a" in hecho.detalle and hecho.detalle["a"] is None
    return hecho.acto == "asignar" and (to_office or hecho.solicitud.estado == "recibida")


def _como_esta(t: T, hecho: Hecho, codigo: str) -> str:
    said = t("Tu solicitud {codigo} cambió. Ahora está así: {estado}.")
    return said.format(codigo=codigo, estado=_ahora(t, hecho))


def _prorrogada(t: T, hecho: Hecho, codigo: str) -> str:
    said = t("Tu solicitud {codigo} necesita más tiempo.").format(codigo=codigo)
    if hecho.solicitud.vence_el is not None:  # none while the term waits for the citizen
        until = t("Te respondemos a más tardar el {vence}.").format(vence=_dia(hecho.solicitud.vence_el))
        said = f"{said} {until}"
    return _con(said, t("El motivo: {palabras}"), hecho)


def _reclasificada(t: T, hecho: Hecho, codigo: str) -> str:
    tipo = t(TIPOS.get(hecho.solicitud.tipo, N_("Solicitud")))
    said = t("Corregimos la clase de tu solicitud {codigo}. Ahora es: {tipo}.").format(codigo=codigo, tipo=tipo)
    if hecho.solicitud.vence_el is None:
        return said
    return f"{said} {t('Te respondemos a más tardar el {vence}.').format(vence=_dia(hecho.solicitud.vence_el))}"


def _requerida(t: T, hecho: Hecho, codigo: str) -> str:
    said = t("Para seguir con tu solicitud {codigo} falta algo de tu parte.").format(codigo=codigo)
    asked = _con(said, t("Lo que falta: {palabras}"), hecho)
    until = t("Tienes hasta el {hasta}. Mientras tanto el plazo espera.").format(hasta=_hasta(hecho))
    return f"{asked}\n{until}"


def _trasladada(t: T, hecho: Hecho, codigo: str) -> str:
    to = hecho.detalle.get("competente") or hecho.solicitud.competente
    said = t("Tu solicitud {codigo} pasó a quien le corresponde: {competente}.").format(codigo=codigo, competente=to)
    moved = _con(said, t("Qué dijo la oficina: {palabras}"), hecho)
    return f"{moved}\n{t('El plazo empieza de nuevo cuando esa entidad la reciba.')}"


def _respondida(t: T, hecho: Hecho, codigo: str) -> str:
    answered = _con(t("Tu solicitud {codigo} ya tiene respuesta.").format(codigo=codigo), t("Dice: {palabras}"), hecho)
    if not hecho.archivos:
        return answered
    return f"{answered}\n{t('Trae archivos: {n}.').format(n=hecho.archivos)}"


def _retirada(t: T, hecho: Hecho, codigo: str) -> str:
    said = _con(t("Tu solicitud {codigo} se retiró.").format(codigo=codigo), t("El motivo: {palabras}"), hecho)
    return f"{said}\n{t('Si no lo pediste, puedes ponerla otra vez.')}"


def _con(said: str, words: str, hecho: Hecho) -> str:
    """Return what we say and, on the next line, what the entity said."""
    return f"{said}\n{words.format(palabras=corto(hecho.palabras))}" if hecho.palabras.strip() else said


def corto(text: str, most: int = PALABRAS) -> str:
    """Return the first words of a text on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[:most].rsplit(' ', 1)[0].rstrip(' .,;:')}…"


def _ahora(t: T, hecho: Hecho) -> str:
    return t(titulo_aqui(hecho.solicitud.estado, hecho.archivos))


def _hasta(hecho: Hecho) -> str:
    return _dia(hecho.solicitud.completar_hasta or hecho.detalle.get("hasta"))


def _numero(hecho: Hecho) -> str:
    return hecho.solicitud.radicado or hecho.solicitud.codigo


def _dia(day: str | date | None) -> str:
    found = date.fromisoformat(day) if isinstance(day, str) else day
    return found.strftime("%d/%m/%Y") if found else ""
