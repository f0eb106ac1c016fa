"""The form of a hoja de vida: its fields in plain words, and how what a clerk typed becomes a trámite."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from flows.secciones import TITLES
from knowledge.values import SECCIONES, Tramite

Tipo = Literal["linea", "parrafo", "lista", "opcion", "casillas", "marca"]
SI_NO = (("", "No se sabe"), ("si", "Sí"), ("no", "No"))
EN_LINEA = (("", "No se sabe"), ("no", "No"), ("parcial", "Una parte"), ("total", "Todo"))
ALCANCE = (("cartagena", "De Cartagena"), ("nacional", "De otra entidad o de ley nacional"))
# Of a national record only these carry over to Cartagena; anything else would be another entity's word.
NATIONAL = frozenset({"nombre", "titulo_corto", "proposito", "base_legal", "alias", "nota", "alcance", "por_confirmar"})


@dataclass(frozen=True, slots=True)
class Campo:
    """One field: its name in `Tramite`, and how it is asked."""

    name: str
    label: str
    tipo: Tipo
    hint: str = ""
    limit: int = 300
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()


CAMPOS: tuple[Campo, ...] = (
    Campo("nombre", "Nombre", "linea", "El nombre completo, como lo dice la norma.", 200, required=True),
    Campo("titulo_corto", "Nombre corto", "linea", "Máximo 24 letras. Es lo que se ve en las listas de WhatsApp.", 24, required=True),
    Campo("proposito", "Para qué sirve", "parrafo", "Una o dos frases cortas, como se lo dirías a un vecino.", 800, required=True),
    Campo("alcance", "De quién es", "opcion", "Escoge «De Cartagena» solo si la dependencia confirmó los datos.", choices=ALCANCE),
    Campo("dirigido_a", "Quién lo puede pedir", "parrafo", limit=400),
    Campo("requisitos", "Qué se pide", "lista", "Un requisito en cada renglón.", 400),
    Campo("pasos", "Pasos", "lista", "Un paso en cada renglón, en orden.", 400),
    Campo("requiere_pago", "¿Se paga?", "opcion", choices=SI_NO),
    Campo("costo", "Cuánto cuesta", "linea", "Por ejemplo: Gratuito, o $ 25.000. Déjalo vacío si no se sabe."),
    Campo("beneficio", "Qué recibe la persona", "linea", "Un subsidio o un descuento. No es un costo."),
    Campo("termino", "Cuánto demora", "linea", "Por ejemplo: 15 días hábiles."),
    Campo("resultado", "Qué se entrega al final", "linea"),
    Campo("seguimiento", "Cómo saber cómo va", "linea"),
    Campo("canales", "Por dónde se hace", "lista", "Uno en cada renglón: presencial, web, correo, telefono, whatsapp.", 80),
    Campo("en_linea", "¿Se hace por internet?", "opcion", choices=EN_LINEA),
    Campo("url", "Dirección de internet", "linea", "Empieza por https://", 400),
    Campo("base_legal", "Normas", "lista", "Una norma en cada renglón, con número y año.", 300),
    Campo("alias", "Otras formas de llamarlo", "lista", "Como lo dice la gente, una en cada renglón.", 80),
    Campo("nota", "Nota", "parrafo", "Algo más que la persona deba saber.", 600),
    Campo("por_confirmar", "Falta confirmar", "casillas", "Marca lo que la dependencia no ha confirmado.", choices=tuple((s, TITLES[s]) for s in SECCIONES)),
    Campo("dependencia_verificada", "La dependencia confirmó que atiende este trámite", "marca"),
)  # fmt: skip
NOMBRES = {campo.name: campo.label for campo in CAMPOS}
_BOOL: Mapping[str, bool | None] = {"": None, "si": True, "no": False}


@dataclass(frozen=True, slots=True)
class Leido:
    """What a form says: the trámite it makes, or what to correct, by field."""

    tramite: Tramite | None
    errores: Mapping[str, str]


def read(form: MultiDict[str, str], before: Tramite) -> Leido:
    """Return the trámite with the form's fields in place of its own, or what to correct."""
    values = {campo.name: _value(campo, form) for campo in CAMPOS}
    errores = {campo.name: error for campo in CAMPOS if (error := _error(campo, values[campo.name]))}
    if values["alcance"] == "nacional" and (extra := _not_national(values)):
        errores["alcance"] = (
            f"De un trámite nacional no se publica «{NOMBRES[extra]}». Déjalo vacío o escoge «De Cartagena»."
        )
    if errores:
        return Leido(None, errores)
    return Leido(replace(before, **{name: _stored(name, value) for name, value in values.items()}), {})


def shown(tramite: Tramite) -> dict[str, Any]:
    """Return what each field of the form shows for a trámite."""
    return {campo.name: _shown(campo, getattr(tramite, campo.name)) for campo in CAMPOS}


def typed(form: MultiDict[str, str]) -> dict[str, Any]:
    """Return what each field of the form shows for what was typed, right or wrong."""
    return {c.name: form.getlist(c.name) if c.tipo == "casillas" else form.get(c.name, "") for c in CAMPOS}


def _value(campo: Campo, form: MultiDict[str, str]) -> Any:
    if campo.tipo == "lista":
        return tuple(line.strip() for line in form.get(campo.name, "").splitlines() if line.strip())
    if campo.tipo == "casillas":
        return tuple(s for s, _ in campo.choices if s in form.getlist(campo.name))
    if campo.tipo == "marca":
        return form.get(campo.name) == "si"
    return form.get(campo.name, "").replace("\r\n", "\n").strip()


def _error(campo: Campo, value: Any) -> str | None:
    if campo.required and not value:
        return f"Escribe «{campo.label}»."
    longest = max(map(len, value), default=0) if campo.tipo == "lista" else len(value) if isinstance(value, str) else 0
    if longest > campo.limit:
        return f"«{campo.label}» tiene {longest} letras. Déjalo en {campo.limit} o menos."
    if campo.tipo == "opcion" and value not in dict(campo.choices):
        return f"Escoge una de las opciones de «{campo.label}»."
    if campo.name == "url" and value and not value.startswith("https://"):
        return "La dirección debe empezar por https://"
    return None


def _not_national(values: Mapping[str, Any]) -> str | None:
    return next((name for name, value in values.items() if value and name not in NATIONAL), None)


def _stored(name: str, value: Any) -> Any:
    if name == "requiere_pago":
        return _BOOL[value]
    if isinstance(value, str):
        return value or None
    return value


def _shown(campo: Campo, value: Any) -> Any:
    if campo.tipo == "lista":
        return "\n".join(value)
    if campo.name == "requiere_pago":
        return {None: "", True: "si", False: "no"}[value]
    if campo.tipo == "marca":
        return "si" if value else ""
    return value or ("" if campo.tipo != "casillas" else ())
