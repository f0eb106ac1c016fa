"""What invented people say. Each script is played once through the real flows; weights are how often it is said."""

from dataclasses import dataclass

from flows.session import Session
from knowledge.values import Catalogo, Idioma

OBJETO = "(inventado) pido que arreglen el andén de mi calle"
SALTAR3 = ("saltar", "saltar", "saltar")
CON_NOMBRE = (*SALTAR3, "1", "(inventado) Persona Inventada", "saltar", "1", "1", "1")
SIN_NOMBRE = (*SALTAR3, "2", "1")


@dataclass(frozen=True, slots=True)
class Guion:
    """One thing that people come for.

    `forma`: it may be left at any question. `tipo`: what is filed at its end. `oficina`: whom a person of the staff is of.
    """

    nombre: str
    dicho: tuple[str, ...]
    peso: float
    idioma: Idioma = "es"
    forma: bool = False
    tipo: str = ""
    sin_nombre: bool = False  # filed anonymously: no turn of it keeps who said it
    pide_persona: bool = False
    oficina: str | None = None

    @property
    def session(self) -> Session:
        """Return the conversation in which it begins."""
        return Session(idioma=self.idioma)


# Asked for more than the rest; those that the loaded catalogue does not have are left out.
FAVORITOS = (
    "ctg-predial-pago", "ctg-sisben", "ctg-residencia", "ctg-pico-y-placa", "ctg-estratificacion", "ctg-matricula-escolar",
    "ctg-lic-conduccion-ref", "ctg-uso-suelo", "ctg-reporta-hueco", "ctg-colombia-mayor", "ctg-ica", "ctg-mi-casa-va",
    "ctg-regimen-subsidiado", "ctg-esterilizacion", "ctg-catastro",
)  # fmt: skip
PREGUNTAS = ("qué papeles piden", "cuánto cuesta", "dónde queda")
QUESTIONS = ("what do I need", "how much does it cost", "where is it")

SALUDO = Guion("saludo", ("hola",), 0)
HELLO = Guion("hello", ("hello",), 0, "en")
GRACIAS = Guion("gracias", ("gracias",), 0)
THANKS = Guion("thanks", ("thanks",), 0, "en")
CALIFICAR = Guion("calificar", ("calificar", "5", "saltar"), 0, forma=True)
EMERGENCIA = Guion("emergencia", ("me están pegando",), 0)
DENUNCIA = Guion(
    "denuncia",
    ("quiero denunciar corrupción", "1", "(inventado) cobraron por un permiso que es gratis", *SALTAR3, "saltar", "2", "2", "1"),
    0,
    forma=True,
)  # fmt: skip

# What Catalina does not know how to answer, or must ask again about.
PERDIDOS = tuple(
    Guion(f"perdido {n}", (said,), 1)
    for n, said in enumerate((
        "no me llega el agua", "a qué hora pasa el camión", "quiero hablar con el presidente", "cuánto vale el dólar hoy",
        "asdfg", "el de la otra vez", "necesito el papel ese", "hay un problema con la respuesta", "seguir mi solicitud",
    ))
)  # fmt: skip

GUIONES = (
    Guion("saludo", ("hola",), 5),
    Guion("menu", ("hola", "menú"), 4),
    Guion("estado", ("cómo va mi solicitud", "no tengo el código"), 11),
    Guion("convocatorias", ("convocatorias", "1"), 6),
    Guion("becas", ("convocatorias", "2"), 3),
    Guion("participacion", ("participación", "3"), 4),
    Guion("cooperacion", ("cooperación", "1"), 2),
    Guion("datos", ("datos de la ciudad", "población"), 3),
    Guion("avisos", ("avisos", "1", "1", "1"), 2.5, forma=True),
    Guion("ayuda", ("ayuda",), 2),
    Guion("mis datos", ("mis datos", "4"), 0.5, forma=True),
    Guion("error de dato", ("hay un dato errado", "(inventado) la dirección cambió", "saltar"), 1.5, forma=True),
    Guion("peticion", ("radicar", "1", OBJETO, *CON_NOMBRE), 1.6, forma=True, tipo="peticion_general"),
    Guion("queja", ("quiero poner una queja", OBJETO, *CON_NOMBRE), 1.4, forma=True, tipo="queja"),
    Guion("reclamo", ("quiero poner un reclamo", OBJETO, *SIN_NOMBRE), 0.7, forma=True, tipo="reclamo", sin_nombre=True),
    Guion(
        "informacion", ("radicar", "2", "(inventado) pido copia del plan de vías", "saltar", "saltar", "2", "1"), 0.8, forma=True,
        tipo="informacion_o_documentos", sin_nombre=True,
    ),
    *(
        Guion(
            f"persona {oficina}", ("quiero hablar con una persona", said, "sí"), peso, forma=True, pide_persona=True, oficina=oficina
        )
        for oficina, said, peso in (
            ("hacienda", "sobre el predial", 2.0), ("sisben", "sobre el sisbén", 1.5), ("datt", "sobre el tránsito", 1.5),
            ("educacion", "sobre la Secretaría de Educación", 1.0),
        )
    ),
    Guion("persona no", ("quiero hablar con una persona", "sobre el predial", "no"), 0.8, forma=True),
    Guion("calls", ("calls for grants", "1"), 14, "en"),
    Guion("help", ("help",), 8, "en"),
    Guion("request", ("how is my request going", "I do not have it"), 8, "en"),
    Guion("person", ("I want to talk to a person", "about taxes", "yes"), 6, "en", forma=True, pide_persona=True, oficina="hacienda"),
)  # fmt: skip
DE_TRAMITES = 55.0  # the weight of all trámites together, beside those above


def de_preguntas(catalogo: Catalogo) -> tuple[Guion, ...]:
    """Return a script for some of the questions that the city answers often."""
    return tuple(Guion(f"pregunta {n}", (one.pregunta,), 0.4) for n, one in enumerate(catalogo.preguntas[:10]))


def de_tramites(catalogo: Catalogo) -> tuple[Guion, ...]:
    """Return a script for each trámite in each language, the favourites first: the n-th is asked for half as much as the 2n-th."""
    known = [one for one in FAVORITOS if one in catalogo.tramites]
    ordered = [*known, *sorted(catalogo.tramites.keys() - set(known))]
    shares = [1 / (n + 3) for n in range(len(ordered))]
    whole = sum(shares)
    each: tuple[tuple[Idioma, tuple[str, ...]], ...] = (("es", PREGUNTAS), ("en", QUESTIONS))
    return tuple(
        Guion(f"{idioma} {which}", (catalogo.tramites[which].titulo_corto, *more), DE_TRAMITES * part / whole, idioma)
        for which, part in zip(ordered, shares, strict=True)
        for idioma, more in each
    )
