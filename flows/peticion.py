"""Whether free words ask the entity to do something («quiero que tapen el hueco de la calle 5»), so that filing is offered.

Only an offer hangs on it, and only where nothing else answers: better one question too many than a request unheard.
"""

import re

from knowledge.folding import fold

MIN_LETRAS = 10
_COURTESY = r"(?:(?:hola|buen[oa]s?|dias?|tardes|noches|catalina|senor(?:es|a|ita)?|alcalde|alcaldia|distrito|por favor|porfa|favor|y|yo|nosotros|les|le|la comunidad|los vecinos|como vecinos?|de la|please) )*"
# Works and duties of a city, in the mood in which they are asked for: «arreglen», «que se limpie», «me respondan».
_DO = (
    r"(?:arregl\w+|repar\w+|tap[ea]n?|reemplac\w+|cambi[ea]n?|pong(?:an?|amos)|coloquen?|instal\w+|limpi\w+|recojan?|recog\w+|barran|poden?|podar"
    r"|tal[ea]n?|quit[ea]n?|retir\w+|recuper\w+|despej\w+|paviment\w+|asfalt\w+|ilumin\w+|senalic\w+|pint[ea]n?|construy\w+|constru\w+|amplien?|mejor[ea]n?|intervengan?|fumig\w+|desagu\w+"
    r"|destap\w+|saqu\w+|dragu\w+|control[ea]n?|vigilen?|patrull\w+|investigu\w+|sancion\w+|cierren?|sell[ea]n|desaloj\w+|atiendan?|solucion\w+|resuelvan?|respondan?|contesten|revisen?|inspeccion\w+|visiten?"
    r"|manden?|envien?|entreguen|hagan|tomen medidas|garantic\w+|cumplan|suspendan|prohiban|regulen|organicen|protejan|demuel\w+|demol\w+|canalic\w+|habilit\w+|abran|den una solucion)"
)
_THAT = r"que (?:la alcaldia |el alcalde |el distrito |ustedes |la oficina |la secretaria |alguien |por favor |ya |nos |me |le |les |se |lo |la |los |las |no |de una vez ){0,3}"
_ASK = r"(?:solicito|solicitamos|pido|pedimos|exijo|exigimos|demando|requiero|requerimos|ruego|rogamos|suplico|reclamo|reclamamos|les solicito|quisiera (?:solicitar|pedir)|quiero (?:solicitar|pedir|exigir)|queremos (?:solicitar|pedir|exigir)|vengo a (?:pedir|solicitar)|necesito (?:pedir|solicitar))"
_WANT = r"(?:quiero|queremos|quisiera|quisieramos|necesito|necesitamos|espero|esperamos|es urgente|es necesario|deseo|deseamos|i want|i need|we need)"
_WORK = r"(?:el arreglo|la reparacion|la pavimentacion|la poda|la recoleccion|la instalacion|el mantenimiento|la limpieza|la fumigacion|la visita|la intervencion|una visita|una inspeccion|la iluminacion|la senalizacion|presencia de la policia|mas vigilancia|mas policias?|un semaforo|un policia acostado|un reductor|un parque|un puente)"
_COPY = r"(?:(?:una |la |las )?copias? (?:simple |autentica )?(?:del?|de la|de los|de las)|(?:la )?informacion (?:publica )?(?:sobre|del?|de la|acerca)|los documentos|el expediente|acceso a)"
_OF_CITY = r"(?:contrat\w+|expediente|resolucion|decreto|acta|presupuesto|obras?|informe|estudio|licencia de construccion|plan|convenio|licitacion)"
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^{_COURTESY}{_ASK} (?:a la alcaldia |al alcalde |al distrito |a ustedes |a la secretaria |por favor |urgente |muy respetuosamente |respetuosamente |de manera urgente |formalmente )*{_THAT}{_DO}\b",
        rf"^{_COURTESY}{_WANT} (?:por favor )?{_THAT}{_DO}\b",
        rf"^{_COURTESY}{_ASK} (?:a la alcaldia |al alcalde |por favor |urgente )*{_WORK}\b",
        rf"^{_COURTESY}{_WANT} {_WORK}\b.{{3,}}",
        rf"^{_COURTESY}{_ASK} (?:a la alcaldia |por favor )*{_COPY}\b.*\b{_OF_CITY}\b",
        rf"^{_COURTESY}{_WANT} {_COPY}\b.*\b{_OF_CITY}\b",
        r"^(?:hello |hi |please )*(?:i (?:request|demand)|we (?:request|demand)) (?:that|the)\b.{8,}",
        r"^(?:hello |hi )*(?:please )?(?:fix|repair|remove|clean up) the \w+",
        r"^(?:(?:alcalde|senores|alcaldia|distrito|hola|buen[oa]s?|dias?|tardes) )*(?:por favor|porfa) (?:nos |me )?(?:arreglen|reparen|tapen|limpien|recojan|poden|quiten|retiren|pavimenten|iluminen|instalen|pongan|manden|controlen|fumiguen|solucionen|atiendan)\b.{3,}",
    )
)
# Words to Catalina herself, and what is asked for as a trámite or a person: nobody files those.
_NOT = re.compile(
    r"\bque (?:me |nos )?(?:explique\w*|ayude\w*|diga\w*|cuente\w*|hable\w*|oriente\w*|informe\w*|ensene\w*|repita\w*|traduzca\w*|manden? (?:avisos|mensajes)|envien? (?:avisos|mensajes|el certificado|el recibo))\b"
    r"|\b(?:cambi\w+ (?:de |el )?idioma|no me (?:manden|envien|escriban))\b|^(?:.* )?(?:como|donde|cuanto|cuando|que necesito|que debo|quien) (?:hago|puedo|saco|pido|solicito|es|se|vale|cuesta|hay)\b"
)
_INFORMATION = re.compile(rf"\b(?:copias?|informacion|expediente)\b.*\b{_OF_CITY}\b|\b{_COPY}\b")


def looks_like_petition(texto: str) -> bool:
    """Return whether a sentence asks the entity for something, as people write it, with courtesy before it."""
    words = fold(texto[:500])
    if len(words) < MIN_LETRAS or texto.rstrip().endswith("?") or _NOT.search(words):
        return False
    return any(pattern.search(words) for pattern in _PATTERNS)


def kind_of(texto: str) -> str:
    """Return the kind of petition that such words make: information where copies or data are asked for."""
    return "informacion_o_documentos" if _INFORMATION.search(fold(texto[:500])) else "peticion_general"
