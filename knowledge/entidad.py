"""The one file that another city changes: its name, hours, channels, emergency lines and colours."""

import json
from dataclasses import fields
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.codec import read
from knowledge.values import Entidad


class EntidadInvalida(ValueError):
    """The file cannot be used. The message says file, field and what to write."""


def load_entidad(path: Path | None = None) -> Entidad:
    """Return the entity of that file, or of the bundled one (Cartagena) without a path."""
    file = resources.files("knowledge") / "content" / "entidad.json" if path is None else path
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise EntidadInvalida(f"{file}: no se pudo leer ({error.strerror}). Revisa CATALINA_ENTIDAD.") from error
    except UnicodeDecodeError as error:
        raise EntidadInvalida(f"{file}: guarda el archivo como UTF-8.") from error
    except json.JSONDecodeError as error:
        raise EntidadInvalida(
            f"{file}, línea {error.lineno}, columna {error.colno}: el JSON no está bien escrito."
        ) from error
    return _entidad(str(file), record)


def _entidad(file: str, record: Any) -> Entidad:
    if not isinstance(record, dict):
        raise EntidadInvalida(f"{file}: escribe un objeto con los campos de la entidad, entre llaves.")
    own = {key: item for key, item in record.items() if not key.startswith("_")}  # a leading _ is a remark
    unknown = own.keys() - {field.name for field in fields(Entidad)}
    if unknown:
        raise EntidadInvalida(f"{file}, campo «{min(unknown)}»: no existe. Bórralo o revisa cómo está escrito.")
    try:
        return read(Entidad, own)
    except ValidationError as error:
        raise EntidadInvalida("\n".join(f"{file}, {_problem(problem)}" for problem in error.errors())) from error


def _problem(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "missing":
        return f"campo «{place}»: falta. Escríbelo como en knowledge/content/entidad.json."
    return f"campo «{place}»: {_wanted(problem)}. Escribiste «{str(problem['input'])[:60]}»."


def _wanted(problem: Any) -> str:
    match problem["type"]:
        case "string_type":
            return "escribe un texto entre comillas"
        case "bool_type" | "bool_parsing":
            return "escribe true o false"
        case "literal_error":
            return f"escribe uno de estos: {problem['ctx']['expected'].replace(' or ', ' o ')}"
        case "tuple_type" | "list_type":
            return "escribe una lista entre corchetes"
        case _:
            return "revisa este valor con el ejemplo de knowledge/content/entidad.json"
