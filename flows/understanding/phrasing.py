"""What surrounds a request: the greeting before it, what it denies, a second request, another city."""

import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# How people call each other here. At either end of a message they are courtesy and say nothing of the request.
_CALLED = r"mi (?:amor|amorcito|vida|reina|rey|cielo|corazon|nina|vale)|mijit[ao]|mij[ao]|veci|parce|parcero|mani|seno|senorita|mamita|mami linda|my dear|darling|honey"
_CALLED_FIRST = re.compile(rf"^(?:{_CALLED}) (?=\w)")
_CALLED_LAST = re.compile(rf"(?<=\w) (?:{_CALLED})$")
_GREETING = re.compile(
    r"^(?:(?:hola|holi|holaa|buenas|buenos|buen|dias|dia|tardes|noches|saludos|cordial|saludo|que|tal|mas|hubo|quiubo|como|estas|esta|estan|"
    r"vas|va|todo|bien|oye|oiga|mira|mire|ey|eche|seno|amigo|amiga|catalina|senor|senora|disculpe|disculpa|perdon|bendiciones|espero|"
    r"muy|hello|hi|hey|good|morning|afternoon|evening|there|dear|sir|madam|excuse|me|sorry) )+"
)
_GOODBYE = re.compile(r"\b(?:hasta (?:luego|manana|pronto|la proxima)|nos vemos|see you(?: later)?)\b")
# Who goes away and thanks, goes away; who greets and thanks, thanks.
_COURTESIES = (
    ("despedida", _set("adios chao chau bye goodbye")),
    ("gracias", _set("gracias agradezco agradecida agradecido amable thanks thank")),
    ("saludo", _set("hola holi buenas buenos buen saludos quiubo epa epale ey hey hello hi morning afternoon evening")),
)  # fmt: skip
_COURTEOUS = frozenset().union(*(words for _, words in _COURTESIES)) | _set(
    """
    mi amor amorcito vida reina rey cielo corazon nina nino linda lindo hermosa bella preciosa mijita mijito
    mija mijo veci vecina vecino parce parcero mani llave seno senora senor senorita mamita mami papi primo
    prima amigo amiga doctor doctora doc jefe patron catalina my dear darling honey sir madam sweetie you so
    much very a lot good dia dias tarde tardes noche noches muy muchas mil muchisimas ok okey listo bueno vale
    pues que dios la lo te le me los las bendiga pague cuide tenga lindo como amanecio amanece esta estas va vas
    por todo de verdad para usted ti y su ayuda atencion
    """
)
_DENIED = re.compile(
    r"\bno (?:(?:es|quiero|vengo|busco|deseo|necesito|voy|estoy|se trata|pienso|quisiera|era|tengo|vine) )+"
    r"(?:(?:a|de|una|un|la|el|ninguna|ningun|poner|hacer|presentar|por|para|mi|nada) )*"
    r"(denunci\w*|quej\w*|peticion\w*|reclam\w*|sugeren\w*|corrup\w*|radicar\w*|pagar|tramite\w*|certificado\w*|licencia|convocatorias?|becas?)"
    r"(?: (?:nada|a nadie|de corrupcion|nada mas|todavia|aun))*"
)
_BREAKS = re.compile(r"[\n;]+|[.?!]+(?=\s|$)|,?\s+y (?:tambi[eé]n|adem[aá]s|de paso|aparte)\b|\badem[aá]s\b|\btambi[eé]n quiero\b|\botra cosa\b|\band also\b|\balso\b", re.I)  # fmt: skip
_CITY = re.compile(
    r"\b(?:en|de|para|desde|alcaldia de|in|from) (bogota|medellin|cali|barranquilla|santa marta|sincelejo|monteria|valledupar|soledad|bucaramanga|"
    r"pereira|manizales|cucuta|ibague|magangue|turbaco|arjona|turbana|turbo|riohacha|san andres|villavicencio|armenia|neiva|pasto|maicao|"
    r"cienaga|popayan|caracas|maracaibo|panama|miami|madrid)\b"
)
_FROM_THERE = re.compile(
    r"\b(?:vivo|vivimos|vive|viven|estoy|estamos|live|lives|living|moved|mudar|vengo|venimos|vine|vinimos|llegue|llegamos|pasamos|pase|pasarme|cambie|soy|traer|traslad\w*|viene|mude|mudamos|mudarme|traje|compr\w+|expedid\w|desplazad\w|viajo|matriculad\w) "
)

_ASKS_MONEY = re.compile(
    r"\b(?:pide|piden|pidio|pidieron|cobra|cobran|cobraron|exige|exigen|exigio|exigieron) (?:[a-z]+ ){0,3}?"
    r"(?:\d{2,3} (?:mil|000)|plata|billetes?|dinero|tajada|la liga|una liga)\b"
)


def without_greeting(normal: str) -> str:
    """Return the request without the greeting that precedes it; the whole text where nothing else is said."""
    rest = _GREETING.sub("", _CALLED_FIRST.sub("", _GREETING.sub("", _CALLED_LAST.sub("", normal))))
    return normal if len(rest.split()) < 2 else rest


def courtesy(normal: str) -> str | None:
    """Return «saludo», «gracias» or «despedida» when a message says nothing else, however its writer calls us."""
    said = _GOODBYE.sub(" adios ", normal).split()
    if not said or not _COURTEOUS.issuperset(said):
        return None
    return next((intent for intent, words in _COURTESIES if words.intersection(said)), None)


def denied(normal: str) -> tuple[str, str] | None:
    """Return (the text without what it denies, what it denies), or None where nothing is denied."""
    match = _DENIED.search(normal)
    if match is None:
        return None
    rest = f"{normal[: match.start()]} {normal[match.end() :]}"
    return " ".join(rest.split()), match.group()


def asks_money(normal: str) -> bool:
    """Tell whether someone is said to ask for money, whatever the procedure it is about."""
    return _ASKS_MONEY.search(normal) is not None


def segments(shown: str) -> list[str]:
    """Return the separate requests of a message, as its writer separated them; «industria y comercio» stays whole."""
    return [part.strip() for part in _BREAKS.split(shown) if part.strip()]


def other_city(normal: str) -> str | None:
    """Return the other city that a request is about; None when Cartagena is named or the person only comes from there."""
    match = _CITY.search(normal)
    if match is None or "cartagena" in normal or _FROM_THERE.search(normal):
        return None
    return match.group(1)
