"""The one file that another city changes: its name, hours, channels, emergency lines and colours.

Staff may keep a copy of its texts in the database; once published it is said in place of the file's.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from knowledge.codec import read
from knowledge.contenido import ContenidoRow
from knowledge.values import Contacto, Entidad
from knowledge.vigilancia import problems

LA_ENTIDAD = "entidad"  # the id of the one row
CONTACTO = re.compile(r"(correo|telefono|whatsapp|web|direccion) \| [^|]+ \| [^|]+ \| (sí|no)( \| [^|]*)?")
EMERGENCIA = re.compile(r"\d{2,7} \| [^|]+ \| (sí|no)")
_PLAIN = ("nombre", "nombre_corto", "horario", "sede_electronica", "responsable_datos", "politica_datos_url", "correo_datos", "transito_reportes")  # fmt: skip
_OFICINAS = 'escribe una dependencia o más, sin repetir, por su id. Por ejemplo: ["informatica", "transparencia"].'
_IN_THE_NOTICE = ("nombre", "sede_electronica", "politica_datos_url")


class EntidadRow(ContenidoRow, table=True):
    """The one row of the texts that staff publish over the file's."""

    __tablename__ = "textos_entidad"


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


def overridden(entidad: Entidad, record: Mapping[str, Any]) -> Entidad:
    """Return the entity with the texts that staff published in place of the file's.

    A privacy notice that says something new is a new version of it: everybody is shown it once more.
    """
    said: dict[str, Any] = {name: record.get(name) for name in _PLAIN if name in record}
    if record.get("contactos"):
        said["contactos"] = tuple(_contacto(line) for line in record["contactos"])
    if record.get("denuncia_canales"):
        said["denuncia_canales"] = tuple(_contacto(line) for line in record["denuncia_canales"])
    if record.get("emergencias"):
        said["emergencias"] = tuple(_emergencia(line) for line in record["emergencias"])
    changed = replace(entidad, **said)
    notice = [getattr(changed, name) for name in _IN_THE_NOTICE]
    if notice == [getattr(entidad, name) for name in _IN_THE_NOTICE]:
        return changed
    mark = hashlib.sha256(json.dumps(notice, ensure_ascii=False).encode()).hexdigest()[:8]
    return replace(changed, version_aviso=f"{entidad.version_aviso}-{mark}")


def editable(entidad: Entidad) -> dict[str, Any]:
    """Return the texts that staff may change, as their form holds them: lists are lines."""
    contacts = {name: [_said(item) for item in getattr(entidad, name)] for name in ("contactos", "denuncia_canales")}
    lines = [f"{line} | {what} | {_yes(sure)}" for line, what, sure in entidad.emergencias]
    return {"id": LA_ENTIDAD, **{name: getattr(entidad, name) for name in _PLAIN}, **contacts, "emergencias": lines}


def _said(item: Contacto) -> str:
    words = (item.canal, item.valor, item.para, _yes(item.confirmado), *([item.fuente] if item.fuente else []))
    return " | ".join(word.replace("|", "/") for word in words)


def _yes(sure: bool) -> str:  # noqa: FBT001 - one word for one fact
    return "sí" if sure else "no"


def _contacto(line: str) -> Contacto:
    canal, valor, para, sure, *fuente = line.split(" | ")
    value = {"canal": canal, "valor": valor, "para": para, "confirmado": sure == "sí", "fuente": " | ".join(fuente)}
    return read(Contacto, value)


def _emergencia(line: str) -> tuple[str, str, bool]:
    number, what, sure = line.split(" | ")
    return number, what, sure == "sí"


def _entidad(file: str, record: Any) -> Entidad:
    if not isinstance(record, dict):
        raise EntidadInvalida(f"{file}: escribe un objeto con los campos de la entidad, entre llaves.")
    own = {key: item for key, item in record.items() if not key.startswith("_")}  # a leading _ is a remark
    unknown = own.keys() - {field.name for field in fields(Entidad)}
    if unknown:
        raise EntidadInvalida(f"{file}, campo «{min(unknown)}»: no existe. Bórralo o revisa cómo está escrito.")
    try:
        entidad = read(Entidad, own)
    except ValidationError as error:
        raise EntidadInvalida("\n".join(f"{file}, {_problem(problem)}" for problem in error.errors())) from error
    offices = entidad.oficinas_indicadores
    if not all(map(str.strip, offices)) or not offices or len(set(offices)) < len(offices):
        # Without one nobody could ever agree what a number means; one told twice would wait for itself.
        raise EntidadInvalida(f"{file}, campo «oficinas_indicadores»: {_OFICINAS}")
    if wrong := "\n".join(f"{file}, {problem}" for problem in problems(entidad)):
        raise EntidadInvalida(wrong)
    return entidad


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
