"""«Pasar a renglones»: the plain lines of an older record become the parts of the register. Pure.

What cannot be told apart stays whole in one field for a person to look at: nothing is lost and nothing is guessed.
"""

import re
from collections.abc import Callable, Mapping

from bot.panel.celdas import Form

_VERIFICA = re.compile(r": no lleves soporte, la entidad lo verifica$")
_COPIAS = re.compile(r" \((\d{1,2})(?: copias)?\)$")
_NORMA = re.compile(r"^(?P<tipo>\D{2,60}?) (?:n[.°º]* )?(?P<numero>\d{1,6})(?:/(?P<a>\d{4})| (?P<dia>del? \d.*?)?de[l]? (?P<b>\d{4}))\W*(?P<resto>.*)$", re.IGNORECASE)  # fmt: skip
_TIEMPO = re.compile(r"^(\d{1,3}) (días? hábil(?:es)?|días? calendario|horas?|mes(?:es)?)\b\W*(.*)$", re.IGNORECASE)
_PESOS = re.compile(r"^\$\s?(\d{1,3}(?:\.\d{3})*|\d+)$")
CONCEPTO = "Valor del trámite"


def with_rows(form: Form, parte: str) -> Form:
    """Return the form with a part in place of its plain fields; a name that is no part changes nothing."""
    build = _PARTS.get(parte)
    if build is not None and form.get(f"modo-{parte}") == "texto":
        form[f"modo-{parte}"] = ""
        for name, value in build(form).items():
            form[name] = value
    return form


def _lines(form: Form, name: str) -> list[str]:
    return [line.strip() for line in form.get(name, "").splitlines() if line.strip()]


def _moments(form: Form) -> dict[str, str]:
    steps = _lines(form, "pasos")
    demands = _lines(form, "requisitos")
    if demands and not steps:
        steps = ["Reúne lo que se pide"]
    made = {f"momentos-{n}-texto": step for n, step in enumerate(steps)}
    for n, line in enumerate(demands):
        for name, value in _demand(line).items():
            made[f"momentos-0-requisitos-{n}-{name}"] = value
    return made


def _demand(line: str) -> dict[str, str]:
    made = {"tipo": "documento", "cantidad": "1", "obligatorio": "si"}
    if _VERIFICA.search(line):
        return {**made, "tipo": "verificacion", "texto": _VERIFICA.sub("", line)}
    if line.endswith(" (si aplica)"):
        line, made["obligatorio"] = line.removesuffix(" (si aplica)"), "no"
    if found := _COPIAS.search(line):
        line, made["cantidad"] = _COPIAS.sub("", line), found[1]
    return {**made, "texto": line}


def _prices(form: Form) -> dict[str, str]:
    said, pays = form.get("costo", "").strip(), form.get("requiere_pago", "")
    row = {"concepto": CONCEPTO, "valor": "", "moneda": "COP", "nota": ""}
    if figures := _PESOS.match(said):
        row["valor"] = figures[1].replace(".", "")
    elif pays == "no" or said.lower() == "gratuito":
        row["valor"], row["nota"] = "0", "" if said.lower() == "gratuito" else said
    elif said or pays == "si":
        row["nota"] = said
    else:
        return {}
    return {f"valores-0-{name}": value for name, value in row.items()}


def _time(form: Form) -> dict[str, str]:
    said = form.get("termino", "").strip()
    row = {"cantidad": "", "unidad": "", "nota": said}
    if said.lower() in ("inmediato", "de inmediato", "inmediata"):
        row = {"cantidad": "", "unidad": "inmediato", "nota": ""}
    elif found := _TIEMPO.match(said):
        row = {"cantidad": found[1], "unidad": _unit(found[2].lower()), "nota": found[3]}
    return {f"tiempo-0-{name}": value for name, value in row.items()} if said else {}


def _unit(said: str) -> str:
    if said.startswith("d"):
        return "habil" if "h" in said else "calendario"
    return "hora" if said.startswith("h") else "mes"


def _norms(form: Form) -> dict[str, str]:
    made: dict[str, str] = {}
    for n, line in enumerate(_lines(form, "base_legal")):
        row = {"tipo": line, "numero": "", "anio": "", "articulos": ""}
        if found := _NORMA.match(line):
            rest = ", ".join(filter(None, ((found["dia"] or "").strip(), found["resto"].strip())))
            rest = (
                rest + ")"
                if rest.count("(") > rest.count(")")
                else rest.rstrip(")")
                if rest.count(")") > rest.count("(")
                else rest
            )
            row = {
                "tipo": found["tipo"],
                "numero": found["numero"],
                "anio": found["a"] or found["b"],
                "articulos": rest,
            }
        made |= {f"normas-{n}-{name}": value for name, value in row.items()}
    return made


def _audience(form: Form) -> dict[str, str]:
    return {"audiencias": form.get("dirigido_a", "").strip()}


_PARTS: Mapping[str, Callable[[Form], dict[str, str]]] = {
    "momentos": _moments,
    "valores": _prices,
    "tiempo": _time,
    "normas": _norms,
    "audiencias": _audience,
}
