"""Intents by a telling phrase: what answers when there is no trained model, and the referrals that must never fail."""

import re

_INTENTS: tuple[tuple[str, str], ...] = (
    ("gracias", r"^(?:muchas |mil |ok |listo |bueno )*(?:gracias|te agradezco|muy amable|thank you|thanks)\b(?! pero)"),
    ("despedida", r"^(?:bueno )?(?:chao|adios|hasta luego|nos vemos|hasta manana|bye|goodbye|cuidate)\b"),
    ("mis_datos", r"\b(?:mis datos|habeas data|datos personales|borr\w+ (?:todo )?(?:lo mio|mi informacion)|my (?:personal )?data)\b"),
    ("error_dato", r"\b(?:dato|informacion|direccion|telefono|horario|pagina|link|enlace)\b.{0,40}\b(?:errad[ao]|mal[ao]?|equivocad[ao]|viej[ao]|desactualizad[ao]|no sirve|incorrect[ao])\b|\bwrong (?:information|address|number)\b"),
    ("idioma", r"\b(?:english|ingles|cambiar (?:el |de )?idioma|speak spanish|en espanol|change language)\b|^(?:(?:back )?(?:to|in|a) )?(?:espanol|spanish)(?: por favor| please)?$"),
    ("notificaciones", r"\b(?:avisame|aviseme|avisenme|notificame|notificaciones|suscri\w+|recibir (?:avisos|mensajes|noticias)|no me (?:escriban|manden|envien)|no quiero (?:mas |recibir )?(?:avisos|mensajes)|dejar de recibir|darme de baja de (?:los )?(?:avisos|mensajes)|notify me|unsubscribe)\b"),
    ("dato_publico", r"\b(?:como (?:va|anda|le va a)|cifras de|estadisticas de|indicadores de|how is|how well does) (?:la |el )?(?:catalina|asistente)(?! record)\b"),
    ("estado", r"\b(?:como va|en que va|en que anda|estado de|que paso con|ya (?:salio|respondieron|contestaron)|mi (?:radicado|solicitud|caso)|numero de radicado|codigo de seguimiento|no me han (?:respondido|contestado)|status of|my request)\b"),
    ("denuncia", r"\b(?:corrup\w+|sobornos?|coimas?|mordida|peculado|desfalco|me (?:pidio|pidieron|piden|cobraron|exigieron) (?:plata|dinero|billete|la liga|una liga)|se (?:roban|robaron|estan robando) (?:la plata|los recursos|el dinero)|contratos? a dedo|bribe\w*)\b"),
    ("convocatorias", r"\b(?:convocatorias?|becas?|scholarships?|pasantias?|calls? for proposals|grants?)\b"),
    ("cooperacion", r"\b(?:cooperacion internacional|cooperantes?|proyectos? de cooperacion|donantes?|ods \d+|international cooperation)\b"),
    ("participacion", r"\b(?:gobierno abierto|compromisos?|hitos?|plan de accion|rendicion de cuentas|open government)\b"),
    ("encuesta", r"\b(?:encuesta de satisfaccion|calificar|calificacion|responder la encuesta|rate (?:the|this) service)\b"),
    ("dato_publico", r"\b(?:datos abiertos|cifras?|estadisticas?|cuantos? (?:habitantes|proyectos|barrios|convenios)|open data)\b"),
    ("funcionario", r"\b(?:hablar con (?:alguien|una? \w+)|un (?:asesor|funcionario|humano)|una persona|telefono de|horario de atencion|talk to (?:a|some)\w*)\b"),
    ("radicar", r"\b(?:pqrs?d?|derecho de peticion|(?:poner|presentar|radicar|hacer) (?:una? )?(?:queja|reclamo|peticion|sugerencia|solicitud)|quejarme|felicitacion|file a complaint|make a complaint)\b"),
    ("tramite", r"^(?:quiero |necesito |deseo |i want to )?(?:hacer |buscar |consultar |ver |find |search )?(?:un |una |los |otro |a |el )?(?:tramites?|procedures?|diligencia)$"),
    ("menu", r"^(?:que (?:puedo hacer|opciones hay|haces|puedes hacer|servicios))\b"),
    ("ayuda", r"\b(?:no entiendo|como funciona|explicame mas facil|how does this work)\b"),
    ("saludo", r"^(?:hola|holi|buen[oa]s?(?: dias| tardes| noches)?|buen dia|saludos|que mas|quiubo|que hubo|hello|hi|hey|good (?:morning|afternoon|evening))\b"),
)  # fmt: skip
# Who attends what the city does not. Names only: their numbers and addresses are theirs to give.
OTHER_ENTITIES: tuple[tuple[str, str], ...] = (
    ("pasaporte", r"\b(?:pasaportes?|passport|apostill\w+|visa)\b"),
    ("cedula", r"\b(?:(?:sacar|renovar|duplicado de|perdi|robaron|reclamar|rectificar|primera|recoger|tramitar) (?:la |mi |el |su )?(?:cedula|tarjeta de identidad)|registraduria|registro civil|cedula digital|cedula por primera vez)\b"),
    ("libreta-militar", r"\b(?:libreta militar|servicio militar|distrito militar)\b"),
    ("antecedentes", r"\b(?:antecedentes|pasado judicial|certificado judicial)\b"),
    ("energia", r"\b(?:afinia|electricaribe|recibo de la luz|se fue la luz|no hay luz en (?:la|mi) casa|contador de (?:la )?luz|energia electrica)\b"),
    ("agua", r"\b(?:acuacar|aguas de cartagena|recibo del agua|no llega el agua|no hay agua)\b"),
    ("gas", r"\b(?:surtigas|recibo del gas|instalacion de gas)\b"),
    ("sena", r"\bsena\b"),
    # Who says which paper they hold asks for something else: «con el PPT, ¿me puedo sisbenizar?».
    ("migracion", r"(?<!con )(?<!con el )(?<!tengo )(?<!tengo el )(?<!sin )(?<!sin el )(?<!tiene )\b(?:ppt|permiso por proteccion temporal|migracion colombia|rumv|pep|cedula de extranjeria)\b"),
    ("dian", r"\b(?:rut|dian|declaracion de renta|retencion en la fuente)\b"),
    ("transcaribe", r"\btranscaribe\b"),
    ("camara-comercio", r"\b(?:camara de comercio|matricula mercantil)\b"),
    ("transito-nacional", r"\b(?:soat|tecnomecanica|tecnico mecanica|rtm)\b"),
)  # fmt: skip
_INTENT_RULES = tuple((label, re.compile(pattern)) for label, pattern in _INTENTS)
_OTHER_RULES = tuple((f"otra/{slug}", re.compile(pattern)) for slug, pattern in OTHER_ENTITIES)


def intent_by_keyword(normal: str) -> tuple[str, str] | None:
    """Return (label, what was seen) for the first phrase that names an intent."""
    return _first(_INTENT_RULES, normal)


def other_entity(normal: str) -> tuple[str, str] | None:
    """Return («otra/…», what was seen) when the matter belongs to another entity."""
    return _first(_OTHER_RULES, normal)


def _first(rules: tuple[tuple[str, re.Pattern[str]], ...], normal: str) -> tuple[str, str] | None:
    for label, pattern in rules:
        if match := pattern.search(normal):
            return label, match.group()
    return None
