"""A small school: few phrases and questions, so that a training takes a second or two and can be made worse at will.

`python -m tests.understanding.lessons` is what the product's training process is, on this material.
"""

from functools import cache

from bot import training
from bot.learning import run
from bot.services import make_services
from bot.settings import load_settings
from bot.training import Material
from knowledge import search
from knowledge.frases import Frase
from knowledge.preguntas import Pregunta

RESIDENCIA, PREDIAL = "tramite/ctg-residencia", "tramite/ctg-predial-pago"
TAUGHT = {
    RESIDENCIA: (
        "papel que diga dónde vivo", "constancia de que vivo en el barrio", "hoja de la alcaldía con mi barrio",
        "demostrar que soy del barrio", "carta de que vivo aquí", "papel de vivienda para el trabajo",
        "prueba de dónde vivo", "quiero la constancia de mi barrio",
    ),
    PREDIAL: (
        "pagar el impuesto de la casa", "recibo de la casa", "cuánto debo del impuesto de mi apartamento",
        "bajar el recibo del impuesto", "impuesto del lote", "deuda de la casa con la alcaldía",
        "cancelar el recibo de la vivienda", "quiero pagar lo de la casa",
    ),
    "saludo": ("buenas vecina", "hola mi gente", "buen día seño", "qué hubo pues", "epa buenas", "hola hola"),
    "fuera_de_alcance": (
        "quién ganó el partido", "cuéntame un chiste", "receta de mojarra", "va a llover", "préstame plata",
        "horóscopo de hoy",
    ),
}  # fmt: skip
ASKED = (
    ("papel que diga que vivo en el barrio", RESIDENCIA),
    ("constancia de dónde vivo", RESIDENCIA),
    ("hoja de que soy del barrio", RESIDENCIA),
    ("carta del barrio donde vivo", RESIDENCIA),
    ("bajar el recibo de la casa", PREDIAL),
    ("cuánto debo de impuesto del lote", PREDIAL),
    ("pagar lo del apartamento", PREDIAL),
    ("buenas buenas vecina", "saludo"),
)
SOURCE = "Escuela de las pruebas"


def material() -> Material:
    """Return what these tests learn from."""
    phrases = tuple(Frase(text, (label,), SOURCE) for label, texts in TAUGHT.items() for text in texts)
    return Material(phrases, tuple(Pregunta(text, label, SOURCE) for text, label in ASKED))


@cache
def small_model() -> tuple[str, bytes]:
    """Return hash and bytes of a model of this material."""
    found = search.train(material().frases, training.LENGUAJE)
    return found.sha256, found.datos


if __name__ == "__main__":
    run(make_services(load_settings()), material())
