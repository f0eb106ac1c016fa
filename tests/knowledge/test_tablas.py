"""Tables of hojas de vida: the parts of the register, the template, and files that mean harm or were saved wrongly."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook
from sqlmodel import Session

from knowledge import tramites
from knowledge.exporters import export, template
from knowledge.importers.errores import with_errors
from knowledge.importers.kinds import NAMES, columns
from knowledge.importers.report import Outcome, Tools
from knowledge.importers.table import MAX_BYTES, read_table
from knowledge.importers.xlsx_reader import OLE
from knowledge.values import Tramite
from tests.knowledge.importing import DRAFT, PUBLISH, bring

HEAD = "Id;Nombre;Título corto;Tema;Para qué sirve;Dependencia;Fuentes"
ROW = "ctg-prueba;Permiso de prueba;Permiso prueba;Comercio;Vender.;Hacienda;Acuerdo 1"
PARTS = "Momentos y requisitos;Tabla de precios;Tiempo exacto;Normas exactas"
FILLED = '"Reunir\ndocumento: Cédula (2)\nRadicar";Copia | 1200;3 días hábiles;Acuerdo 107 de 2022'


def _newest(db: Session) -> Tramite:
    return tramites.value(tramites.history(db, "ctg-prueba")[0])


def test_the_parts_of_a_table_become_what_citizens_read(db: Session, tools: Tools) -> None:
    assert bring(db, tools, "tramites", f"{HEAD};{PARTS}\n{ROW};{FILLED}\n", DRAFT).outcomes == (Outcome.NEW,)
    found = _newest(db)
    assert (found.requisitos, found.pasos) == (("Cédula (2)",), ("Reunir", "Radicar"))
    assert (found.costo, found.termino, found.base_legal) == (
        "Copia: $1.200",
        "3 días hábiles",
        ("Acuerdo 107 de 2022",),
    )


def test_parts_go_out_and_come_back_the_same_in_every_format(db: Session, tools: Tools) -> None:
    bring(db, tools, "tramites", f"{HEAD};{PARTS}\n{ROW};{FILLED}\n", PUBLISH)
    for form in ("csv", "json", "xlsx"):
        data = export(db, "tramites", form)
        report = bring(db, tools, "tramites", data, DRAFT, file=f"t.{form}")
        assert report.problems == ()
        assert set(report.outcomes) == {Outcome.SAME}


def test_a_table_of_plain_columns_replaces_the_parts_of_that_section_alone(db: Session, tools: Tools) -> None:
    bring(db, tools, "tramites", f"{HEAD};{PARTS}\n{ROW};{FILLED}\n", PUBLISH)
    bring(db, tools, "tramites", "Id;Requisitos;Tiempo de respuesta\nctg-prueba;Poder;Un mes\n", DRAFT)
    found = _newest(db)
    assert (found.momentos, found.requisitos, found.pasos) == ((), ("Poder",), ("Reunir", "Radicar"))
    assert (found.tiempo, found.termino) == (None, "Un mes")
    assert (len(found.valores), len(found.normas)) == (1, 1)


def test_an_emptied_part_takes_its_lines_along(db: Session, tools: Tools) -> None:
    bring(db, tools, "tramites", f"{HEAD};{PARTS}\n{ROW};{FILLED}\n", PUBLISH)
    bring(db, tools, "tramites", "Id;Normas exactas\nctg-prueba;\n", DRAFT)
    assert (_newest(db).normas, _newest(db).base_legal) == ((), ())


def test_two_ways_of_saying_a_thing_must_agree(db: Session, tools: Tools) -> None:
    text = f"{HEAD};{PARTS};Requisitos;Costo\n{ROW};{FILLED};Poder;9\n"
    said = [str(problem) for problem in bring(db, tools, "tramites", text, DRAFT).problems]
    assert said == [
        "datos.csv, fila 2, columna Requisitos: dice otra cosa que «Momentos y requisitos». Deja una de las dos vacía.",
        "datos.csv, fila 2, columna Costo: dice otra cosa que «Tabla de precios». Deja una de las dos vacía.",
    ]


@pytest.mark.parametrize("kind", [name for name in NAMES if name != "suit"])
def test_the_template_has_a_help_at_each_column_and_a_list_where_it_is_closed(db: Session, kind: str) -> None:
    out = io.BytesIO()
    template(db, kind, out)
    book = load_workbook(out)
    heads = columns(kind)
    assert [cell.value for cell in book.worksheets[0][1]] == [column.heading for column in heads]
    rules = book.worksheets[0].data_validations.dataValidation
    assert [rule.promptTitle for rule in rules] == [column.heading[:32] for column in heads]  # no more fit in a prompt
    for rule, column in zip(rules, heads, strict=True):
        closed = column.options or column.field == "dependencia_id"
        assert (rule.type == "list") == bool(closed)
    assert (book["Ayuda"].max_row, book["Listas"].sheet_state) == (len(heads) + 1, "hidden")
    assert read_table("plantilla.xlsx", out.getvalue()).rows == ()


def test_the_lists_of_the_template_hold_what_may_be_written(db: Session) -> None:
    out = io.BytesIO()
    template(db, "tramites", out)
    lists = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in load_workbook(out)["Listas"].columns}  # fmt: skip
    assert lists["En línea"] == ["no", "parcial", "total"]
    assert {"datt", "hacienda"} <= set(lists["Id de la dependencia"])


def _book(rows: list[list[object]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def _replaced(part: str, pieces: Callable[[], list[bytes]]) -> bytes:
    """Return a workbook with another text in one of its parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_book([["Id"], ["a"]]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w", force_zip64=True) as stream:
            for piece in pieces():
                stream.write(piece)
    return out.getvalue()


def _renamed(name: str) -> bytes:
    """Return a workbook of one row of many cells, its sheet under another name."""
    wide, out = SHEET + b"<c/>" * 300_000 + b"</row></sheetData></worksheet>", io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book([["Id"]]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part).replace(b"/xl/worksheets/sheet1.xml", f"/{name}".encode())
            new.writestr(*((name, wide) if part == "xl/worksheets/sheet1.xml" else (part, text)))
    return out.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + SHEET
BAD: list[tuple[str, Callable[[], bytes], str]] = [
    ("grande.xlsx", lambda: b"PK" + bytes(50_000_000), "pesa 51 MB y se reciben hasta 20"),
    ("grande.csv", lambda: b"a" * (MAX_BYTES + 1), "pesa 21 MB"),
    ("clave.xlsx", lambda: OLE + bytes(512), "tiene contraseña"),
    ("roto.xlsx", lambda: _book([["Id"]])[:-40], "no se pudo abrir"),
    ("otro.xlsx", lambda: _zip({"hola.txt": b"no es un libro"}), "no se pudo abrir"),
    ("bomba.xlsx", lambda: _replaced("xl/worksheets/sheet1.xml", lambda: [b" " * 10_000_000] * 20), "ocupa demasiado"),
    ("estilos.xlsx", lambda: _replaced("xl/styles.xml", lambda: [b" " * 1_000_000] * 9), "ocupa demasiado"),
    ("ancho.xlsx", lambda: _replaced("xl/worksheets/sheet1.xml", lambda: [SHEET, *[b"<c/>" * 100_000] * 100]), "trae más de 200 columnas"),
    ("largo.xlsx", lambda: _replaced("xl/worksheets/sheet1.xml", lambda: [SHEET + b"<c t='str'><v>Id</v></c></row>", *[b"<row><c t='str'><v>a</v></c></row>" * 1000] * 25, b"</sheetData></worksheet>"]), "trae más de 20.000 filas"),
    ("risas.xlsx", lambda: _replaced("xl/worksheets/sheet1.xml", lambda: [ENTITIES, b"</row></sheetData></worksheet>"]), "no se pudo abrir"),
    ("hoja.xlsx", lambda: _renamed("xl/worksheets/sheet1.bin"), "trae más de 200 columnas"),
    ("foto.xlsx", lambda: _renamed("xl/media/foto.png"), "trae más de 200 columnas"),
    ("letras.xlsx", lambda: _renamed("xl/sharedStrings.xml"), "trae más de 200 columnas"),
    ("imagen.xlsx", lambda: _replaced("xl/media/mapa.bmp", lambda: [b" " * 1_000_000] * 26), "ocupa demasiado"),
    ("letra.xlsx", lambda: _replaced("xl/worksheets/sheet1.xml", lambda: [b"<?xml version='1.0' encoding='de-nadie'?><a/>"]), "no se pudo abrir"),
    ("cifras.json", lambda: b'[{"id": "a", "costo": ' + b"9" * 5_000 + b"}]", "trae un número de demasiadas cifras"),
    ("filas.json", lambda: b"[" + b"{}," * 20_000 + b"{}]", "trae más de 20.000 filas"),
    ("filas.csv", lambda: b"Id" + b"\na" * 20_001, "trae más de 20.000 filas"),
    ("columnas.json", lambda: str([{f"c{n}": 1 for n in range(201)}]).replace("'", '"').encode(), "trae más de 200 columnas"),
    ("comillas.csv", lambda: b'Id;Nombre\n"' + b"a" * 200_000, "una celda no se puede leer"),
    ("hondo.json", lambda: b"[" * 200_000, "el JSON"),
]  # fmt: skip


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(("file", "data", "said"), BAD, ids=[file for file, _, _ in BAD])
def test_a_file_that_means_harm_is_refused_in_words_and_in_little_memory(
    db: Session, tools: Tools, file: str, data: Callable[[], bytes], said: str
) -> None:
    content = data()
    tracemalloc.start()
    report = bring(db, tools, "tramites", content, file=file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [said in str(problem) for problem in report.problems] == [True]
    assert report.outcomes == ()
    assert peak < 60_000_000


def test_a_workbook_of_formulas_names_each_cell(db: Session, tools: Tools) -> None:
    data = _book([["Id", "Nombre"], ["ctg-residencia", "=A2&B2"], ["=1+1", "x"]])
    said = [str(problem) for problem in bring(db, tools, "tramites", data, file="f.xlsx").problems]
    assert "f.xlsx, fila 2, columna Nombre: hay una fórmula. Copia la celda y pega solo el valor." in said
    assert "f.xlsx, fila 3, columna Id: hay una fórmula. Copia la celda y pega solo el valor." in said


def test_a_file_of_other_columns_says_which_are_missing_and_stops_early(db: Session, tools: Tools) -> None:
    rows = "\n".join("x;y" for _ in range(5_000))
    report = bring(db, tools, "tramites", f"Cosa;Id\n{rows}\n")
    assert "columna Cosa: no conozco esta columna" in " ".join(map(str, report.problems))
    wrong = bring(db, tools, "tramites", "Id;Nivel\n" + "\n".join(f"a{n};mucho" for n in range(5_000)))
    assert 1_000 < len(wrong.problems) < 1_100
    assert "hay más errores" in " ".join(map(str, wrong.problems))


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_file_comes_back_with_its_errors_and_can_be_brought_again(db: Session, tools: Tools, form: str) -> None:
    good = {"id": "ctg-residencia", "nivel": "2", "nombre": "=Certificado"}
    bad = {"id": "ctg-uso-suelo", "nivel": "mucho", "nombre": "Uso"}
    head, lines = ["Id", "Nivel", "Nombre"], [[*good.values()], [*bad.values()]]
    lines[0][2] = "'=Certificado"
    data = {
        "csv": "\n".join(";".join(line) for line in [head, *lines]).encode(),
        "xlsx": _book([head, *lines]),
        "json": str([good, bad]).replace("'", '"').encode(),
    }[form]
    report = bring(db, tools, "tramites", data, file=f"t.{form}")
    told = with_errors(f"t.{form}", data, report.problems)
    assert told is not None
    table = read_table(f"t.{form}", told)
    assert table.columns[-1] == "Errores" if form != "json" else "Errores" in table.columns
    assert table.rows[1][1]["Errores"].startswith("Nivel: escribe un número de 1 a 4")
    assert "Errores" not in table.rows[0][1]
    mended = bring(db, tools, "tramites", told.replace(b"mucho", b"2"), DRAFT, file=f"t.{form}")
    assert [problem.column for problem in mended.problems] == ([] if form != "xlsx" else ["Nivel"])
    assert with_errors(f"t.{form}", b"", ()) is None


def test_a_workbook_with_a_picture_and_a_drawing_is_read() -> None:
    svg = b'<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]><svg xmlns="&ns;"/>'
    for name, data in (("logo.png", b"\x89PNG" + bytes(6_000_000)), ("escudo.svg", svg)):
        table = read_table("t.xlsx", _replaced(f"xl/media/{name}", lambda data=data: [data]))  # type: ignore[misc]
        assert table.rows == ((2, {"Id": "a"}),)
