"""What the panel says of a request in plain words: how urgent it is, how its term stands, who did what, who was told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.actos import NOMBRES, REGLAS, TERMINADAS, Acto
from knowledge.avisos import AvisoRow
from knowledge.expediente import Paso
from knowledge.plazos import Calendario, FueraDelCalendario, Termino
from knowledge.reloj import Semaforo, quedan, semaforo
from knowledge.solicitudes import SolicitudRow, reloj_of
from knowledge.tablero import IMPOSIBLE
from knowledge.tramitar import CIUDADANO, ENTIDAD, SISTEMA

TIPOS: Mapping[str, str] = {
    "peticion_general": "Petición general",
    "informacion_o_documentos": "Información o documentos",
    "consulta": "Consulta",
    "queja": "Queja",
    "reclamo": "Reclamo",
    "sugerencia": "Sugerencia",
    "felicitacion": "Felicitación",
    "denuncia": "Denuncia de un hecho",
    "queja_reclamo_denuncia": "Queja, reclamo o denuncia",
    "entre_autoridades": "De otra autoridad",
    "congreso": "Del Congreso",
    "defensoria": "De la Defensoría",
    "datos_consulta": "Datos personales: consulta",
    "datos_reclamo": "Datos personales: reclamo",
}
URGENCIA: Mapping[Semaforo, str] = {
    "vencida": "Vencidas",
    "vence_hoy": "Vencen hoy",
    "pronto": "Vencen pronto",
    "a_tiempo": "A tiempo",
    "en_pausa": "En pausa",
}
COLOR: Mapping[Semaforo, str] = {
    "vencida": "mal", "vence_hoy": "borrador", "pronto": "borrador", "a_tiempo": "vigente",
    "en_pausa": "", "terminada": "", "sin_plazo": "",
}  # fmt: skip
HECHOS: Mapping[Acto, str] = {
    "radicar": "Se recibió",
    "asignar": "Se asignó",
    "escalar": "Pasó al siguiente responsable",
    "reclasificar": "Se corrigió la clase",
    "requerir": "Se pidió lo que falta",
    "completar": "Se completó",
    "ampliar": "Se dio un mes más para completar",
    "prorrogar": "Se prorrogó el plazo",
    "trasladar": "Se pasó a otra entidad",
    "firmar": "Pasó a firma",
    "devolver": "Se devolvió de la firma",
    "responder": "Se respondió",
    "cerrar": "Se cerró",
    "desistir": "Se declaró que desistió",
    "retirar": "Se retiró, a petición del ciudadano",
    "importar": "Llegó del sistema de la entidad",
}
ACTORES = {CIUDADANO: "El ciudadano", SISTEMA: "Catalina", ENTIDAD: "El sistema de la entidad"}
AVISOS = {
    "pendiente": "por enviar",
    "en_camino": "en camino",
    "en_espera": "Catalina se lo dirá cuando escriba",
    "entregado": "entregado",
    "contado": "se lo dijo Catalina al escribir",
    "tarea": "no enterado",
}
MOTIVOS = {
    "window": "WhatsApp ya no deja escribirle",
    "fuera_de_ventana": "hace más de un día que no escribe, y WhatsApp no deja escribirle",
    "sin_whatsapp": "no tiene WhatsApp con nosotros",
    "sin_permiso": "no aceptó recibir avisos",
    "sin_camino": "no quedó por dónde avisarle",
    "sin_acuse": "nadie confirmó que llegara",
    "sin_salir": "el mensaje no salió",
    "sin_rastro": "no hay rastro del mensaje",
    "opted_out": "pidió no recibir mensajes",
    "dead": "ese número no recibe mensajes",
    "template": "falla la plantilla de WhatsApp",
}
# How an official told somebody in person: kept as the way of the notice, never with words of anybody.
EN_PERSONA = {
    "llamada": "por teléfono",
    "visita": "en persona",
    "carta": "por carta o correo certificado",
    "publicado": "con aviso en cartelera o página web",
}


@dataclass(frozen=True, slots=True)
class Luz:
    """How urgent a request is: its words, and the colour that goes with them, never alone."""

    urgencia: Semaforo
    texto: str

    @property
    def color(self) -> str:
        """Return the class of the style sheet."""
        return COLOR[self.urgencia]


def tipo(name: str) -> str:
    """Return what a kind of request is called."""
    return TIPOS.get(name, name.replace("_", " ").capitalize())


def fecha(day: date | str | None) -> str:
    """Return a day as people here write it."""
    return "" if day is None else f"{date.fromisoformat(str(day)):%d/%m/%Y}"


def habiles(days: int) -> str:
    """Return a number of business days in words."""
    return f"{days} día hábil" if days == 1 else f"{days} días hábiles"


def luz(row: Any, hoy: date, calendario: Calendario) -> Luz:
    """Return how urgent a request is on that day."""
    try:
        found = semaforo(
            row.vence_el, hoy, calendario, en_pausa=row.estado == "por_completar", terminada=row.estado in TERMINADAS
        )
        left = quedan(row.vence_el, hoy, calendario) if row.vence_el else 0
    except FueraDelCalendario:  # a year whose holidays nobody loaded: the date alone is still true
        return Luz("sin_plazo", f"Vence el {fecha(row.vence_el)}")
    return Luz(found, _said(found, row, left))


def _said(found: Semaforo, row: Any, left: int) -> str:
    match found:
        case "vencida":
            return f"Vencida hace {habiles(-left)}" if left else f"Venció el {fecha(row.vence_el)}"
        case "vence_hoy":
            return "Vence hoy"
        case "pronto" | "a_tiempo":
            return (
                f"{'Queda' if left == 1 else 'Quedan'} {habiles(left)}" if left else f"Vence el {fecha(row.vence_el)}"
            )
        case "en_pausa":
            return "En pausa: falta el ciudadano"
        case "terminada":
            return NOMBRES.get(row.estado, "Terminada")
        case "sin_plazo":
            return "Sin fecha de vencimiento"


def plazo(row: SolicitudRow, hoy: date, calendario: Calendario, termino: Termino | None) -> Iterator[str]:
    """Yield the legal clock of a request, one sentence a line."""
    yield f"Llegó el {fecha(row.recibida_el)}. Cuenta desde el día hábil siguiente."
    if row.plazo_dias_habiles is None:
        yield f"Vence el {fecha(row.vence_el)}." if row.vence_el else "Su plazo lo lleva el sistema de la entidad."
        return
    reloj = reloj_of(row, row.plazo_dias_habiles)
    law = f" ({termino.norma})" if termino else ""
    yield f"El plazo es de {habiles(reloj.dias)}{law}." + (
        f" Con la prórroga son {reloj.total}." if reloj.prorroga else ""
    )
    until = row.respondida_el or row.actualizada_el or hoy if row.estado in TERMINADAS else hoy
    yield _standing(row, reloj.van(until, calendario), reloj.total, hoy)
    for pausa in reloj.pausas:
        if pausa.hasta:
            yield f"Estuvo en pausa desde el {fecha(pausa.desde)} hasta el {fecha(pausa.hasta)}."
    if row.estado == "por_completar":
        yield f"Está en pausa. La persona tiene hasta el {fecha(row.completar_hasta)} para completar."
    if termino and termino.silencio and row.vence_el and hoy > row.vence_el and row.estado not in TERMINADAS:
        yield termino.silencio


def _standing(row: SolicitudRow, van: int, total: int, hoy: date) -> str:
    if row.estado in TERMINADAS:
        return f"Terminó el {fecha(row.respondida_el or row.actualizada_el)}, en el día hábil {van} de {total}."
    if row.vence_el and hoy > row.vence_el:
        return f"Van {habiles(van)} y el plazo era de {total}. Venció el {fecha(row.vence_el)}."
    due = f" Vence el {fecha(row.vence_el)}." if row.vence_el else ""
    return f"Va el día hábil {van} de {total}.{due}" if van else f"Todavía no va ningún día hábil de {total}.{due}"


def actor(name: str, nombres: Mapping[str, str]) -> str:
    """Return who did something."""
    return ACTORES.get(name) or nombres.get(name, name)


def detalle(paso: Paso, nombres: Mapping[str, str], oficinas: Mapping[str, str]) -> Iterator[str]:
    """Yield what an act keeps of itself besides its words."""
    kept = paso.detalle
    if kept.get("a"):
        yield f"A {actor(str(kept['a']), nombres)}"
    if paso.acto in ("asignar", "escalar") and kept.get("dependencia"):
        yield str(oficinas.get(kept["dependencia"], kept["dependencia"]))
    if kept.get("hasta"):
        yield f"Hasta el {fecha(kept['hasta'])}"
    if paso.acto == "prorrogar":
        yield f"{habiles(kept.get('dias', 0))} más: vencía el {fecha(kept.get('antes'))}, vence el {fecha(kept.get('ahora'))}"
    if paso.acto == "reclasificar":
        yield f"De {tipo(str(kept.get('antes')))} a {tipo(str(kept.get('ahora')))}"
    if kept.get("competente"):
        yield f"A {kept['competente']}"
    if kept.get("tarde"):
        yield "Fuera del plazo"


def aviso(row: AvisoRow) -> str:
    """Return what became of a notice."""
    if row.camino in EN_PERSONA:
        return f"se lo contó un funcionario {EN_PERSONA[row.camino]}"
    if row.camino == IMPOSIBLE:
        return "no enterado: un funcionario lo intentó y no se pudo"
    said = AVISOS.get(row.estado, row.estado)
    return f"{said}: {motivo(row.motivo)}" if row.estado in ("tarea", "en_espera") and row.motivo else said


def motivo(code: str) -> str:
    """Return why a notice did not arrive, in words; a code of the provider is named as that."""
    return MOTIVOS.get(code) or f"el proveedor respondió «{code}»"


def se_avisa(row: SolicitudRow, acto: Acto) -> str:
    """Return who will be told of an act, so that nobody has to guess."""
    if not REGLAS[acto].avisa:
        return "El ciudadano no recibe aviso de esto."
    if row.contact_id is None:
        return "Nadie recibe aviso: no dejó por dónde. Lo verá si consulta con su código."
    return "El ciudadano recibe un aviso."
