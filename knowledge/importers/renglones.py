"""The parts of a hoja de vida in the cell of a table: one thing a line, its details after « | ». Read and written here.

Reunir los documentos
documento: Cédula (2) | si aplica | nota: por ambos lados
pago: Derechos | https://pagos.example.co
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from knowledge.codec import dump, read
from knowledge.importers import cells
from knowledge.importers.cells import BadCell
from knowledge.importers.fuentes.organizacion import slug
from knowledge.importers.problem import written
from knowledge.values import Contraste, Momento, Norma, Pregunta, Punto, Requisito, Tiempo, Valor, Vigencia
from knowledge.values.ficha import TipoRequisito, Unidad, said_time

BAR = " | "
TIPOS = {slug(kind): kind for kind in get_args(TipoRequisito)} | {"condiciones": "condicion", "documentos": "documento"}
UNITS: dict[str, Unidad] = {
    "dia": "habil", "dias": "habil", "dia-habil": "habil", "dias-habiles": "habil", "dia-calendario": "calendario",
    "dias-calendario": "calendario", "hora": "hora", "horas": "hora", "mes": "mes", "meses": "mes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Renglones:
    """A shape of cell. Called, it returns the JSON of what a cell says; `write` returns the cell of that JSON."""

    read: Callable[[list[str]], Any]
    write: Callable[[Any], str]
    kind: Any

    def __call__(self, cell: str) -> Any:
        """Return what a cell says, as the record keeps it. A JSON cell holds the parts as the JSON export writes them."""
        if cell[:1] in "[{":
            try:
                return _plain(read(self.kind, json.loads(cell)))
            except (ValueError, RecursionError) as error:  # no JSON, too deep, a number without end, or another shape
                raise BadCell("no está escrito como lo exporta «catalina export»") from error
        return _plain(self.read([line.strip() for line in cell.split("\n") if line.strip()]))


def _plain(value: Any) -> Any:
    return [dump(item) for item in value] if isinstance(value, (list, tuple)) else dump(value)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line cut at its bars: the first words, what has a name, and what has none."""

    text: str
    named: dict[str, str]
    bare: tuple[str, ...]

    def link(self) -> str | None:
        return next((part for part in self.bare if part.startswith(("https://", "http://"))), None)


def _cut(line: str, *names: str) -> _Line:
    first, *rest = (cells.text(part.replace(r"\|", "|")) for part in re.split(r"(?<!\\)\|", line))
    named, bare = {}, []
    for part in filter(None, rest):
        name, colon, value = part.partition(":")
        if colon and slug(name) in names:
            named[slug(name)] = value.strip()
        else:
            bare.append(part)
    return _Line(first, named, tuple(bare))


def _join(*parts: str | None) -> str:
    bare = (re.sub(r"\s*\n\s*", " ", part).replace("|", r"\|") for part in parts if part)
    return BAR.join(bare)


def _name(name: str, value: object) -> str | None:
    return f"{name}: {value}" if value not in (None, "") else None


def _momentos(lines: list[str]) -> list[Momento]:
    found: list[tuple[str, list[Requisito]]] = []
    for line in lines:
        kind, colon, rest = line.partition(":")
        if colon and slug(kind) in TIPOS:
            if not found:
                raise BadCell(f"la primera línea debe ser un paso, sin «{kind}:». {written(line)}")
            found[-1][1].append(_requisito(TIPOS[slug(kind)], rest))
        else:
            found.append((_cut(line.removeprefix("paso:")).text, []))
    return [Momento(text, tuple(demands)) for text, demands in found]


def _requisito(kind: Any, rest: str) -> Requisito:
    line = _cut(rest, "nota")
    amount = re.search(r"\s*\((\d{1,15})\)$", line.text)
    text = line.text[: amount.start()] if amount else line.text
    if not text:
        raise BadCell(f"falta decir qué se pide. {written(rest)}")
    count = int(amount[1]) if amount else 1
    return Requisito(kind, text, max(count, 1), "si aplica" not in line.bare, line.named.get("nota"), line.link())


def _write_momentos(items: Any) -> str:
    return "\n".join(line for item in items for line in _moment_lines(read(Momento, item)))


def _moment_lines(moment: Momento) -> Iterator[str]:
    step = slug(moment.texto.partition(":")[0]) in {*TIPOS, "paso"} and ":" in moment.texto
    yield _join(f"paso: {moment.texto}" if step else moment.texto)
    for demand in moment.requisitos:
        many = demand.cantidad > 1 or re.search(r"\(\d+\)$", demand.texto)
        text = f"{demand.tipo}: {demand.texto}" + (f" ({demand.cantidad})" if many else "")
        yield _join(text, None if demand.obligatorio else "si aplica", _name("nota", demand.nota), demand.enlace)


def _valores(lines: list[str]) -> list[Valor]:
    return [_valor(_cut(line, "nota", "cuenta", "vence"), line) for line in lines]


def _valor(line: _Line, whole: str) -> Valor:
    amounts = [part for part in line.bare if not part.startswith("http")]
    found = re.fullmatch(r"(\d{1,15})(?: ([A-Z]{3}))?", amounts[0]) if amounts else None
    if amounts and (not found or len(amounts) > 1):
        raise BadCell(f"el precio va solo con números, así: Certificado | 25000. {written(whole)}")
    return read(
        Valor,
        {
            "concepto": line.text, "valor": int(found[1]) if found else None, "moneda": (found and found[2]) or "COP",
            "nota": line.named.get("nota"), "cuenta": line.named.get("cuenta"), "enlace": line.link(),
            "vence_el": cells.day(line.named["vence"]) if "vence" in line.named else None,
        },
    )  # fmt: skip


def _write_valor(item: Valor) -> str:
    amount = None if item.valor is None else f"{item.valor}{'' if item.moneda == 'COP' else ' ' + item.moneda}"
    more = (_name("nota", item.nota), _name("cuenta", item.cuenta), _name("vence", item.vence_el))
    return _join(item.concepto, amount, *more, item.enlace)


def _tiempo(lines: list[str]) -> Tiempo:
    line = _cut(" ".join(lines), "nota")
    if slug(line.text) in ("inmediato", "de-inmediato", "inmediata"):
        return Tiempo("inmediato", nota=line.named.get("nota"))
    found = re.fullmatch(r"(\d{1,15}) (.+)", line.text)
    if not found or slug(found[2]) not in UNITS or not int(found[1]):
        raise BadCell(f"escribe, por ejemplo, 15 días hábiles. {written(line.text)}")
    return Tiempo(UNITS[slug(found[2])], int(found[1]), line.named.get("nota"))


def _write_tiempo(item: Any) -> str:
    time = read(Tiempo, item)
    return _join(said_time(Tiempo(time.unidad, time.cantidad)), _name("nota", time.nota))


def _norma(line: str) -> Norma:
    cut = _cut(line)
    found = re.fullmatch(r"(.+?) (\S+) de (\d{4})(?:, (.+))?", cut.text)
    if not found:
        raise BadCell(f"escribe, por ejemplo, Ley 388 de 1997, artículo 8. {written(line)}")
    return Norma(found[1], found[2], int(found[3]), found[4], cut.link())


def _write_norma(item: Norma) -> str:
    return _join(f"{item.tipo} {item.numero} de {item.anio}" + (f", {item.articulos}" if item.articulos else ""), item.enlace)  # fmt: skip


def _punto(line: str) -> Punto:
    cut = _cut(line, "direccion", "telefono", "horario")
    place = [re.fullmatch(r"(-?\d+(?:\.\d+)?), (-?\d+(?:\.\d+)?)", part) for part in cut.bare]
    if len(place) > 1 or not all(place):
        raise BadCell(f"después de « | » escribe dirección:, teléfono:, horario: o 10.42, -75.55. {written(line)}")
    lat, lon = (float(place[0][1]), float(place[0][2])) if place and place[0] else (None, None)
    address, phone, hours = (cut.named.get(name) for name in ("direccion", "telefono", "horario"))
    return Punto(cut.text, address, phone, hours, lat, lon)


def _write_punto(item: Punto) -> str:
    place = f"{item.lat}, {item.lon}" if item.lat is not None and item.lon is not None else None
    more = (_name("dirección", item.direccion), _name("teléfono", item.telefono), _name("horario", item.horario))
    return _join(item.nombre, *more, place)


def _pair(kind: Callable[[str, str], Any], first: str, second: str) -> Callable[[str], Any]:
    def parse(line: str) -> Any:
        cut = _cut(line)
        if not cut.text or len(cut.bare) != 1:
            raise BadCell(f"escribe {first} | {second}. {written(line)}")
        return kind(cut.text, cut.bare[0])

    return parse


def _vigencia(line: str) -> Vigencia:
    cut = _cut(line, "vence")
    if len(cut.bare) > 1:
        raise BadCell(f"escribe costo | de dónde sale | vence: 2026-12-31. {written(line)}")
    until = cells.day(cut.named["vence"]) if "vence" in cut.named else None
    section = cells.one_of(*get_args(Vigencia.__annotations__["seccion"]))(cut.text)
    return read(Vigencia, {"seccion": section, "fuente": next(iter(cut.bare), None), "vence_el": until})


def _each(kind: Any, parse: Callable[[str], Any], write: Callable[[Any], str]) -> Renglones:
    def written_all(items: Iterable[Any]) -> str:
        return "\n".join(write(read(kind, item)) for item in items)

    return Renglones(lambda lines: [parse(line) for line in lines], written_all, tuple[kind, ...])


MOMENTOS = Renglones(_momentos, _write_momentos, tuple[Momento, ...])
VALORES = _each(Valor, lambda line: _valores([line])[0], _write_valor)
TIEMPO = Renglones(_tiempo, _write_tiempo, Tiempo)
NORMAS = _each(Norma, _norma, _write_norma)
PUNTOS = _each(Punto, _punto, _write_punto)
PREGUNTAS = _each(
    Pregunta, _pair(Pregunta, "la pregunta", "la respuesta"), lambda item: _join(item.pregunta, item.respuesta)
)
CONTRASTES = _each(Contraste, _pair(Contraste, "id-del-otro-trámite", "la pregunta que los separa"), lambda item: _join(item.tramite_id, item.pregunta))  # fmt: skip
VIGENCIAS = _each(Vigencia, _vigencia, lambda item: _join(item.seccion, item.fuente, _name("vence", item.vence_el)))
