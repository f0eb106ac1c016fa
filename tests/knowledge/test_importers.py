"""Files of clerks: what is wrong is said by row and column, and then nothing is written."""

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlmodel import Session, select

from knowledge import catalog, contenido, tramites
from knowledge.convocatorias import ConvocatoriaRow
from knowledge.exporters import export
from knowledge.importers.kinds import NAMES, columns
from knowledge.importers.report import Outcome, Report, Tools, summary
from knowledge.importers.table import read_table
from knowledge.participacion import EncuentroRow, HitoRow
from knowledge.solicitudes import SolicitudRow, solicitud
from tests.knowledge.importing import CONVOCATORIA, DRAFT, DRY, PUBLISH, bring

TRAMITE = (
    "Id;Nombre;Título corto;Tema;Para qué sirve;Dependencia;Id de la dependencia;Requisitos;Costo;Fuentes\n"
    "ctg-prueba;Permiso de prueba;Permiso prueba;Comercio;Vender.;Hacienda;hacienda;Cédula;{costo};Acuerdo 1\n"
)


def _said(report: Report) -> list[str]:
    return [str(problem) for problem in report.problems]


def test_a_price_with_a_sign_is_refused_by_row_and_column(db: Session, tools: Tools) -> None:
    report = bring(db, tools, "tramites", TRAMITE.format(costo="$ 25.000"))
    assert _said(report) == ["datos.csv, fila 2, columna Costo: escribe solo números. Escribiste «$ 25.000»"]
    assert "ctg-prueba" not in catalog.load(db).tramites
    assert summary(report, PUBLISH) == "1 error. No se escribió nada."


def test_rows_are_numbered_as_the_spreadsheet_shows_them(db: Session, tools: Tools) -> None:
    head, row = TRAMITE.format(costo="0").splitlines()
    lines = [head, row, "", *[""] * 10, row.replace("ctg-prueba", "ctg-dos").replace(";0;", ";mil;")]
    report = bring(db, tools, "tramites", "\n".join(lines))
    assert next((problem.row, problem.column) for problem in report.problems) == (14, "Costo")


def test_one_wrong_row_stops_all_of_them(db: Session, tools: Tools) -> None:
    text = CONVOCATORIA + "beca-2;;Fundación Mar;x;educativa;quizás;31/02/2026;mar;;\n"
    before = contenido.stamp(db)
    report = bring(db, tools, "convocatorias", text)
    assert [problem.column for problem in report.problems] == ["Título", "Estado", "Cierra el", "Enlace", "Fuente"]
    assert all(problem.row == 3 for problem in report.problems)
    assert db.get(ConvocatoriaRow, "beca-1") is None
    assert contenido.stamp(db) == before


def test_a_dry_run_counts_and_writes_nothing(db: Session, tools: Tools) -> None:
    report = bring(db, tools, "convocatorias", CONVOCATORIA, DRY)
    assert report.outcomes == (Outcome.NEW,)
    assert db.get(ConvocatoriaRow, "beca-1") is None
    assert summary(report, DRY) == "Prueba sin escribir: 1 nuevos, 0 cambiados y 0 iguales."


def test_without_publish_records_wait_as_drafts(db: Session, tools: Tools) -> None:
    before = contenido.stamp(db)
    assert bring(db, tools, "convocatorias", CONVOCATORIA, DRAFT).outcomes == (Outcome.NEW,)
    assert "beca-1" not in {item.id for item in catalog.load(db).convocatorias}
    assert contenido.stamp(db) == before
    assert bring(db, tools, "convocatorias", CONVOCATORIA, PUBLISH).outcomes == (Outcome.SAME,)
    found = next(item for item in catalog.load(db).convocatorias if item.id == "beca-1")
    assert (found.estado, found.cierre) == ("abierta", date(2026, 4, 30))


def test_importing_twice_changes_nothing(db: Session, tools: Tools) -> None:
    bring(db, tools, "convocatorias", CONVOCATORIA)
    before = contenido.stamp(db)
    assert bring(db, tools, "convocatorias", CONVOCATORIA).outcomes == (Outcome.SAME,)
    assert contenido.stamp(db) == before


def test_a_draft_of_a_published_record_is_not_read_yet(db: Session, tools: Tools) -> None:
    bring(db, tools, "convocatorias", CONVOCATORIA)
    bring(db, tools, "convocatorias", CONVOCATORIA.replace("Beca de mar", "Beca de río"), DRAFT)
    found = next(item for item in catalog.load(db).convocatorias if item.id == "beca-1")
    assert found.titulo == "Beca de mar"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_files_as_spreadsheets_save_them_are_read(db: Session, tools: Tools, encoding: str, delimiter: str) -> None:
    data = CONVOCATORIA.replace(";", delimiter).replace("\n", "\r\n").encode(encoding)
    assert bring(db, tools, "convocatorias", data).problems == ()
    row = db.get(ConvocatoriaRow, "beca-1")
    assert row is not None
    assert row.convocante == "Fundación Mar"


def test_a_heading_is_read_without_its_accents_and_an_unknown_one_is_named(db: Session, tools: Tools) -> None:
    assert bring(db, tools, "convocatorias", CONVOCATORIA.replace("Título", "TITULO")).problems == ()
    report = bring(db, tools, "convocatorias", CONVOCATORIA.replace("Título", "Titular").replace("beca-1", "beca-9"))
    assert "fila 1, columna Título: falta esta columna" in _said(report)[0]
    assert "fila 1, columna Titular: no conozco esta columna" in _said(report)[1]


def test_repeated_ids_and_ids_that_point_nowhere_are_named(db: Session, tools: Tools) -> None:
    row = CONVOCATORIA.splitlines()[1]
    report = bring(db, tools, "convocatorias", CONVOCATORIA + row.replace(";;", ";ctg-no;") + "\n")
    assert ["«beca-1» ya está en la fila 2." in text or "no existe «ctg-no»" in text for text in _said(report)] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("file", "data", "said"),
    [
        ("datos.pdf", b"%PDF", "guarda el archivo como CSV, XLSX o JSON"),
        ("datos.xlsx", b"no es un libro", "no se pudo abrir"),
        ("datos.json", b"[{,]", "el JSON no está bien escrito en la línea 1"),
        ("datos.json", b'{"id": 1}', "escribe una lista de registros"),
        ("datos.json", b"\xff\xfe", "guarda el archivo como UTF-8"),
        ("datos.csv", b"", "la primera fila debe traer los nombres"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    db: Session, tools: Tools, file: str, data: bytes, said: str
) -> None:
    report = bring(db, tools, "convocatorias", data, file=file)
    assert [said in text for text in _said(report)] == [True]


@pytest.mark.parametrize(("pesos", "cost", "pays"), [("25000", "$25.000", True), ("0", "Gratuito", False)])
def test_a_price_in_figures_is_said_as_citizens_read_it(
    db: Session, tools: Tools, pesos: str, cost: str, pays: bool
) -> None:
    assert bring(db, tools, "tramites", TRAMITE.format(costo=pesos)).problems == ()
    found = catalog.load(db).tramites["ctg-prueba"]
    assert (found.costo, found.requiere_pago, found.slug) == (cost, pays, "permiso-de-prueba")


def test_a_column_that_the_file_lacks_is_left_as_it_was(db: Session, tools: Tools) -> None:
    before = catalog.load(db).tramites["ctg-residencia"]
    text = (
        "Id;Nombre;Título corto;Tema;Para qué sirve;Dependencia;Fuentes;Tiempo de respuesta\n"
        f"{before.id};{before.nombre};{before.titulo_corto};{before.tema};{before.proposito};{before.dependencia};oficio 3;3 días\n"
    )
    assert bring(db, tools, "tramites", text).outcomes == (Outcome.CHANGED,)
    after = catalog.load(db).tramites["ctg-residencia"]
    assert (after.termino, after.fuentes) == ("3 días", ("oficio 3",))
    assert (after.pasos, after.no_confundir_con, after.slug) == (before.pasos, before.no_confundir_con, before.slug)
    assert len(tramites.history(db, "ctg-residencia")) == 2


def test_a_file_of_known_records_may_bring_only_what_changes(db: Session, tools: Tools) -> None:
    before = catalog.load(db).tramites["ctg-uso-suelo"]
    report = bring(db, tools, "tramites", "Id;Costo;Tiempo de respuesta\nctg-uso-suelo;12000;5 días hábiles\n")
    assert report.outcomes == (Outcome.CHANGED,)
    after = catalog.load(db).tramites["ctg-uso-suelo"]
    assert (after.costo, after.requiere_pago, after.termino) == ("$12.000", True, "5 días hábiles")
    assert (after.nombre, after.pasos, after.alias) == (before.nombre, before.pasos, before.alias)
    new = bring(db, tools, "tramites", "Id;Costo\nctg-uso-suelo;1\nctg-nuevo;2\n")
    assert "fila 1, columna Nombre: falta esta columna." in " ".join(_said(new))


def test_an_address_that_is_taken_and_an_office_that_is_not_are_named(db: Session, tools: Tools) -> None:
    text = (
        TRAMITE.format(costo="0")
        .replace("Permiso de prueba", "Certificado de residencia")
        .replace(";hacienda;", ";fantasma;")
    )
    said = _said(bring(db, tools, "tramites", text))
    assert ["no existe «fantasma»" in said[0], "ya es de «ctg-residencia»" in said[1]] == [True, True]


def test_requests_get_a_code_and_a_legal_due_date(db: Session, tools: Tools) -> None:
    text = "Radicado;Tipo;Estado;Dependencia;Recibida el\nEXT-26-001;peticion_general;recibida;Hacienda;2026-03-30\n"
    assert bring(db, tools, "solicitudes", text).outcomes == (Outcome.NEW,)
    row = db.exec(select(SolicitudRow)).one()
    assert (row.vence_el, row.plazo_dias_habiles) == (date(2026, 4, 22), 15)
    for typed in ("EXT-26-001", row.codigo.lower().replace("-", " ")):
        found = solicitud(db, typed, date(2026, 4, 6), tools.calendario)
        assert found is not None
        assert (found.codigo, found.dias_habiles_transcurridos) == (row.codigo, 3)
    assert solicitud(db, "EXT-26-002", date(2026, 4, 6), tools.calendario) is None
    assert bring(db, tools, "solicitudes", text.replace("recibida;", "respondida;")).outcomes == (Outcome.CHANGED,)
    assert db.exec(select(SolicitudRow)).one().codigo == row.codigo


def test_requests_that_cannot_be_counted_are_named(db: Session, tools: Tools) -> None:
    text = (
        "Radicado;Tipo;Estado;Dependencia;Recibida el;Código de seguimiento\n"
        "1;tutela;recibida;Hacienda;2026-03-30;\n2;queja;recibida;Hacienda;2035-01-01;\n3;queja;recibida;Hacienda;2026-03-30;AAAA-AAAA-AAAA\n"
    )
    said = _said(bring(db, tools, "solicitudes", text))
    assert [
        "fila 2, columna Tipo" in said[0],
        "No hay festivos cargados para 2035" in said[1],
        "fila 4" in said[2],
    ] == [True] * 3


def test_meetings_have_no_data_yet_and_import_by_their_columns(db: Session, tools: Tools) -> None:
    assert catalog.load(db).encuentros == ()
    text = "Id;Nombre;Lugar;Fecha;Fuente\npozon-1;Encuentro en El Pozón;Cancha;15/05/2026;PES\n"
    assert bring(db, tools, "encuentros", text).outcomes == (Outcome.NEW,)
    assert catalog.load(db).encuentros[0].fecha == date(2026, 5, 15)
    row = db.get(EncuentroRow, "pozon-1")
    assert row is not None
    assert row.fecha == date(2026, 5, 15)


def test_a_milestone_is_reported_by_a_file(db: Session, tools: Tools) -> None:
    text = export(db, "hitos", "csv").decode("utf-8-sig").replace("sin_reporte", "en_curso", 1)
    report = bring(db, tools, "hitos", text)
    assert (report.count(Outcome.CHANGED), report.count(Outcome.SAME)) == (1, 14)
    assert next(item.estado for item in catalog.load(db).compromisos[0].hitos) == "en_curso"
    row = db.get(HitoRow, "catalina-1")
    assert row is not None
    assert row.estado == "en_curso"


def test_dates_and_figures_of_a_workbook_are_read_as_people_see_them() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Id", "Fecha", "Número", "Sí"])
    book.active.append(["a", date(2026, 5, 15), 25000.0, True])
    out = io.BytesIO()
    book.save(out)
    table = read_table("libro.xlsx", out.getvalue())
    assert table.rows == ((2, {"Id": "a", "Fecha": "2026-05-15", "Número": "25000", "Sí": "sí"}),)


def test_every_kind_says_its_columns() -> None:
    for name in NAMES:
        if name != "suit":
            headings = [column.heading for column in columns(name)]
            assert len(headings) == len(set(headings)) > 3


@pytest.mark.parametrize("name", [name for name in NAMES if name != "suit"])
def test_the_guide_for_clerks_names_every_column(name: str) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "importar.md").read_text(encoding="utf-8")
    section = guide.split(f"## {name}\n")[1].split("\n## ")[0]
    wanted = [f"| {column.heading} | {'sí' if column.required else ''} |" for column in columns(name)]
    assert [row for row in wanted if row not in section] == []
