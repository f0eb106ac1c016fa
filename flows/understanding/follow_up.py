"""Messages that only mean something after another one: «el otro», «sí, ese», «¿y si no tengo cédula?», «quién lo paga».

Every pattern is of the whole message, so that whoever names a topic is never taken for going on with the last one. What
it goes on with is not known here: `flows.memoria` knows what was said before.
"""

import re
from dataclasses import dataclass
from typing import Literal

from flows.understanding.commands import without_courtesy
from flows.understanding.sections import only_section
from flows.understanding.text import normalise
from knowledge.values import Seccion

MAX_CHARS = 120
Pide = Literal["seccion", "caso", "otro", "ese", "orden", "titulo", "idioma", "repetir"]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a message goes on with: a part of the record, a case of one's own, or one of the things that were named.

    `orden` counts from 1; -1 is the last. `palabras` are those that name an option («el del predial»).
    """

    pide: Pide
    seccion: Seccion | None = None
    orden: int = 0
    palabras: str = ""


_ORDER = {
    "primero": 1, "primera": 1, "primer": 1, "1ro": 1, "1ra": 1, "first": 1, "segundo": 2, "segunda": 2, "2do": 2, "2da": 2,
    "second": 2, "tercero": 3, "tercera": 3, "tercer": 3, "3ro": 3, "3ra": 3, "third": 3, "cuarto": 4, "cuarta": 4, "fourth": 4,
    "ultimo": -1, "ultima": -1, "last": -1,
}  # fmt: skip
_KIN = (
    r"espos[ao]|marido|mujer|compan\w+|novi[ao]|pareja|hij[ao]s?|mama|papa|madre|padre|abuel[ao]s?|herman[ao]s?|ti[ao]s?|suegr[ao]|prim[ao]|"
    r"sobrin[ao]|niet[ao]s?|vecin[ao]|amig[ao]|patron[a]?|jef[ae]|empleada?|familia|nin[ao]s?|bebe|wife|husband|partner|"
    r"son|daughter|kids?|child|children|mother|mom|father|dad|family|friend"
)
_WHO = (
    rf"(?:mis?|un|una|la|el|my|a) (?:{_KIN}|menor(?: de edad)?|adulto mayor|extranjer[ao]|venezolan[ao]|tercero|foreigner|minor|tourist)"
    r"|menores(?: de edad)?|otra persona|alguien mas|otro|los? extranjeros|someone else|another person|foreigners"
)
_AM = (
    r"extranjer[ao]|venezolan[ao]|migrante|menor(?: de edad)?|pensionad[ao]|desplazad[ao]|victima|independiente|desemplead[ao]|discapacitad[ao]|"
    r"arrendatari[ao]|inquilin[ao]|de otr[ao] (?:ciudad|municipio|barrio|pais)|a foreigner|a tourist|a minor|not colombian|retired"
)
_LACK = (
    r"(?:la |el |los |las |un |una |ese |esos |mi |ningun |an? |my |the |any )?(?:cedula|identificacion|documentos?|papeles?|papel|requisitos?|todo(?: eso)?|todos(?: los papeles)?|"
    r"eso|pasaporte|ppt|permiso|visa|registro civil|internet|computador|celular|correo|plata|dinero|con que pagar|como pagar|recibos?|facturas?|escrituras?|"
    r"carta|foto|firma|id|id card|passport|documents?|papers?|money|email|computer)(?: colombian[ao]| de eso)?"
)
# The part of a record that a question asks for in words that no record uses. Order matters as in `sections`.
_SECTIONS: tuple[tuple[Seccion, str], ...] = (
    ("costo", r"(?:y |and )?(?:eso )?(?:quien|quienes|who) (?:lo |la |los |eso |me lo |tiene que |debe |toca |has to |must )?(?:pagar?|pagan|pays?|pagarlo)(?: eso| for it| it)?"),
    ("costo", r"(?:y |and |pero )?(?:eso )?(?:me |nos |le |se )?(?:lo )?(?:cobran|pagan|pago yo|pago|sale caro|es caro|vale mucho)(?: algo| mucho)?"),
    ("costo", r"(?:y |and |so )?(?:what about the (?:price|fee|cost)|(?:what is|what s) the (?:price|fee|cost)|do i (?:have to )?pay(?: anything)?|how much does (?:it|that) cost)"),
    ("tiempo", r"(?:y |and |so )?(?:how long (?:does|will|would) (?:it|that|this) take|is it (?:fast|slow|quick)|when (?:will i|do i) (?:get|have) it)"),
    ("tiempo", r"(?:y |pero )?(?:eso )?(?:para cuando|(?:como )?cuando (?:esta|estaria|queda|estara) (?:listo|lista)?|es rapido|es para hoy|lo dan (?:el )?mismo dia|sale rapido)"),
    ("donde", r"(?:y |and )?(?:eso )?(?:quien|quienes|who) (?:me )?(?:lo |la |los |eso )?(?:hace|hacen|firma|da|dan|expide|expiden|entrega|entregan|atiende|atienden|saca|tramita|manda|responde|does|signs|gives)(?: eso| that| it)?"),
    ("donde", r"(?:y )?(?:a (?:quien|donde) (?:se )?(?:lo |la |le )?(?:pido|pide|llevo|lleva|entrego|pregunto|voy|toca ir)|where (?:do i go|is that|do i have to go))"),
    ("pasos", r"(?:y |and |so )?(?:despues|luego|entonces|ahora)?(?: ?que (?:hago|sigue|toca(?: hacer)?|mas hago|se hace)| ?what(?: s)? next|how do i (?:do|get|apply for) (?:it|that|one))(?: despues| luego| ahora)?"),
    ("pasos", r"(?:y |and )(?:despues|luego|then)"),
    ("requisitos", r"(?:y )?(?:que|cuales) (?:mas )?(?:necesito|piden|llevo|papeles(?: son)?|documentos(?: son)?)(?: mas)?|(?:and |so )?what (?:do i need|should i bring|papers)(?: for (?:it|that))?"),
    ("que_es", r"(?:y )?(?:eso )?(?:(?:que|como) es eso|para que (?:me )?sirve(?: eso)?|a quien(?:es)? (?:se )?(?:le |les )?(?:dan|sirve|aplica)|quien(?:es)? (?:lo |la )?(?:puede|pueden) (?:pedir|sacar|hacer|tener))"),
    ("en_linea", r"(?:y |pero )?(?:eso |lo )?(?:se )?(?:puede|puedo) (?:hacer(?:lo|se)? )?(?:virtual|en linea|por internet|desde la casa|sin ir)|(?:and )?(?:can i do (?:it|that) )?online"),
)  # fmt: skip
_CASES: tuple[tuple[Seccion, str], ...] = (
    ("requisitos", rf"(?:y |pero |and |but )?(?:que pasa )?(?:sin|without) {_LACK}"),
    ("requisitos", rf"(?:y |pero |and |but )?(?:que pasa si|si|what if|if) (?:yo |uno |i )?(?:no (?:tengo|tiene|traigo|llevo|encuentro|consigo)|me falta|se me perdio|perdi|(?:don t|do not) have|lost) ?{_LACK}"),
    ("que_es", rf"(?:y |pero |and |but )(?:si )?(?:es |lo hago |la hago |what if it s |if it s )?(?:para |for |con )?(?:{_WHO})"),
    ("que_es", rf"(?:si es |si lo hago |(?:y )?sirve |(?:y )?eso sirve )?(?:para |for )(?:{_WHO})"),
    ("que_es", rf"(?:y |pero |and |but )?(?:si |what if |if )(?:yo )?(?:soy|no soy|es uno|uno es|i m|i am|i m not) (?:{_AM})"),
)  # fmt: skip
_THIS = r"(?:es[eao]|est[eao]|aquel|aquella|that|this|that one|this one)(?: mism[ao]| de alli?| de ahi| si| es| era| quiero| me sirve| digo| please)?"
_SI = r"(?:si|aja|claro|correcto|exacto|yes|yeah|pero|y|and|mejor|bueno|dale|entonces|ok|quiero|prefiero|dame|i want|i mean) "
_SAID = r"(?: (?:que|q) (?:me )?(?:dijiste|mostraste|nombraste|pusiste|diste|salio|estaba|mencionaste|ofreciste)(?: antes| primero| ahi)?| de (?:la lista|arriba|antes|todos)| (?:tramite|opcion|option|one)(?: you (?:said|showed|mentioned))?| you (?:said|showed|mentioned)){0,2}"
_PATTERNS: tuple[tuple[Pide, str], ...] = (
    ("ese", rf"(?:{_SI})*(?:es |era |quiero |por |de |con )?{_THIS}(?: si)?"),
    ("otro", rf"(?:{_SI}|no )*(?:es |era |quiero |el de |y |ver )?(?:el|la|al|del|the) (?:otr[oa]|other(?: one)?|anterior|de antes|previous(?: one)?){_SAID}(?: cual era| por favor)?"),
    ("repetir", r"(?:me |lo |la |puedes |podrias |can you |please )*(?:repit\w+|repet\w+|repeat|say)(?: (?:eso|lo|otra vez|de nuevo|lo ultimo|lo anterior|that|it|again|please))*|otra vez|de nuevo|again|como dijiste|que dijiste"),
)  # fmt: skip
_SECTION_RES = tuple((seccion, re.compile(pattern)) for seccion, pattern in _SECTIONS)
_CASE_RES = tuple((seccion, re.compile(pattern)) for seccion, pattern in _CASES)
_PATTERN_RES = tuple((pide, re.compile(pattern)) for pide, pattern in _PATTERNS)
_NTH = re.compile(rf"(?:{_SI}|no )*(?:es |quiero )?(?:el|la|lo|al|the) (?P<nth>{'|'.join(_ORDER)})(?P<said>{_SAID})")
_NAMED = re.compile(
    rf"(?:{_SI})*(?:es |era |quiero )?(?:el|la|los|las|the one) (?:de |del |de la |de los |de las |que es |about |for )(?P<words>[a-z0-9 ]{{3,60}})"
)
_LANGUAGE = re.compile(
    r"(?:y |and |pero |can you say (?:it|that) |lo (?:puedes )?(?:tienes|dices|decir) |me lo (?:puedes )?(?:dices|decir|das|dar) |puedes (?:decirlo|decirmelo) )?"
    r"(?:en|in) (?:ingles|english|espanol|spanish)"
)  # fmt: skip


def follow_up(text: str) -> FollowUp | None:
    """Return what a message goes on with, or None when it says a topic of its own or nothing of the kind."""
    if len(text) > MAX_CHARS:
        return None
    said = without_courtesy(normalise(text))
    if not said:
        return None
    return _section(said) or _case(said) or _reference(said)


def _section(said: str) -> FollowUp | None:
    asked = only_section(said) or next((s for s, pattern in _SECTION_RES if pattern.fullmatch(said)), None)
    return FollowUp("seccion", seccion=asked) if asked else None


def _case(said: str) -> FollowUp | None:
    seccion = next((s for s, pattern in _CASE_RES if pattern.fullmatch(said)), None)
    return FollowUp("caso", seccion=seccion) if seccion else None


def _reference(said: str) -> FollowUp | None:
    if _LANGUAGE.fullmatch(said):
        return FollowUp("idioma", palabras=said)
    if nth := _NTH.fullmatch(said):
        return FollowUp("orden", orden=_ORDER[nth["nth"]])
    if pide := next((pide for pide, pattern in _PATTERN_RES if pattern.fullmatch(said)), None):
        return FollowUp(pide)
    if named := _NAMED.fullmatch(said):
        return FollowUp("titulo", palabras=named["words"].strip())
    return None
