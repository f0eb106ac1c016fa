"""Which part of a hoja de vida is being asked for."""

import re
from functools import lru_cache

from flows.understanding.features import FRAME_WORDS
from knowledge.values import Seccion

# Order matters: «cuánto demora» before «cuánto», «qué necesito» before «qué es».
_PATTERNS: tuple[tuple[Seccion, str], ...] = (
    (
        "tiempo",
        (
            r"\b(?:cuanto (?:tiempo )?(?:se )?(?:demora|demoran|tarda|tardan|dura|duran|toma)|cuantos dias|cuanto tiempo|en cuanto tiempo|"
            r"cuando (?:me )?(?:lo |la )?(?:entregan|sale|responden|dan)|es (?:muy )?demorado|se demora mucho|que tan rapido|plazo para|"
            r"how long|how many days|how soon)\b"
        ),
    ),
    (
        "costo",
        (
            r"\b(?:cuanto (?:me )?(?:vale|cuesta|cobran|es el costo|sale|hay que pagar|se paga|toca pagar|pagan por|debo pagar por|piden por)|"
            r"a como|precio|presio|costo|costos|tarifa|valor (?:de|del)|que vale|que cuesta|en cuanto sale|es gratis|es gratuito|"
            r"tiene costo|tiene algun costo|hay que pagar|toca pagar|tengo que pagar|(?<!donde )(?<!como )se paga|cobran por|gratis|gratuito|how much|cost|price|fee|free of charge|is it free)\b"
        ),
    ),
    (
        "requisitos",
        (
            r"\b(?:que (?:papeles|documentos|documentacion|requisitos|papel|papeleria)|cuales (?:papeles|documentos|son los requisitos|requisitos)|"
            r"requisitos|requicitos|rekisitos|requisito|papeles (?:para|piden|necesito|hay que)|documentos (?:para|piden|necesito)|"
            r"que (?:se )?(?:necesito|necesita|piden|pide|exigen|hace falta|debo llevar|tengo que llevar|hay que llevar|llevo|toca llevar|me piden|solicitan)|"
            r"que cosas (?:piden|necesito|llevo)|^(?:y )?(?:los |las |el |la )?(?:papeles|papeleria|documentos|documentacion)$|what (?:documents|papers|do i need)|which documents|requirements|what is needed)\b"
        ),
    ),
    (
        "donde",
        (
            r"\b(?:(?:a|en|para) ?donde|donde|adonde|aonde|direccion de la oficina|en que (?:lugar|oficina|parte|sitio|sede)|que oficina|a que (?:lugar|oficina|parte)|"
            r"ubicacion de|horario|a que hora|hasta que hora|atienden|telefono de|where|address|opening hours|what time)\b"
        ),
    ),
    (
        "en_linea",
        (
            r"\b(?:por internet|en linea|virtual|virtualmente|online|por la pagina|en la pagina|por la web|desde (?:el celular|mi celular|la casa|mi casa)|"
            r"sin ir|hay que ir|toca ir|tengo que ir|por computador|link|enlace|pagina para|website|on the internet|on the web)\b"
        ),
    ),
    (
        "norma",
        r"\b(?:que (?:ley|decreto|norma|acuerdo|resolucion)|cual (?:ley|norma|decreto)|base legal|norma que|ley que|which law|legal basis)\b",
    ),
    (
        "pasos",
        (
            r"\b(?:como (?:se |me |lo |la |los |las )*(?:hago|hace|hacer|saco|saca|sacar|pido|pide|pedir|solicito|solicita|solicitar|tramito|tramitar|obtengo|obtener|pago|pagar|"
            r"consigo|inscribo|inscribirme|registro|registrar|renuevo|renovar|cambio|cambiar|apelo|hacemos|es el proceso|es el tramite|es la vuelta|puedo|"
            r"me inscribo|me afilio|afilio|descargo|denuncio|reporto)|pasos|procedimiento|how (?:do|can|to|should)|steps)\b"
        ),
    ),
    (
        "que_es",
        r"\b(?:que es|que significa|para que (?:sirve|es)|en que consiste|de que se trata|what is|what does|what s)\b",
    ),
)
_COMPILED = tuple((seccion, re.compile(pattern)) for seccion, pattern in _PATTERNS)


def section(normal: str) -> Seccion | None:
    """Return the section that a normalised question asks for, or None."""
    found = _asked(normal)
    return found[0] if found else None


@lru_cache(maxsize=4)  # one message is asked twice: whether it says nothing else, and what it asks for
def _asked(normal: str) -> tuple[Seccion, re.Pattern[str]] | None:
    return next(((seccion, pattern) for seccion, pattern in _COMPILED if pattern.search(normal)), None)


# The hours and the address of the city hall are asked for without any topic: an office answers them.
_SOMEWHERE = re.compile(r"\b(?:hora|horario|atienden|telefono|opening|what time)\b")
_CITY = frozenset({"alcaldia", "distrito", "cartagena"})

# What still says nothing of the topic once the question itself is out.
_EMPTY = frozenset({
    "queda", "quedan", "vale", "cuesta", "eso", "esa", "ese", "ahi", "alli", "tramite", "demora", "demoran", "puede", "hacer", "hace",
    "haria", "nuevo", "entonces", "entregan",
})  # fmt: skip


def only_section(normal: str) -> Seccion | None:
    """Return the section when a message asks for it and names no topic («¿dónde?», «y qué papeles piden»)."""
    found = _asked(normal)
    if found is None or _SOMEWHERE.search(normal):
        return None
    seccion, pattern = found
    rest = [word for word in pattern.sub(" ", normal).split() if word not in FRAME_WORDS or word in _CITY]
    return seccion if _EMPTY.issuperset(rest) else None
