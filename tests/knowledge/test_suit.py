"""A SUIT export: every leaf of it is accounted for, and another entity's data never become the city's."""

import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from knowledge import catalog, tramites
from knowledge.codec import dump
from knowledge.importers.report import Options, Outcome, Tools
from knowledge.importers.run import import_file
from knowledge.importers.suit_ficha import belongs, tramite
from knowledge.importers.suit_report import account, leaves
from knowledge.values import Norma, Territorio, Tiempo
from tests.knowledge.bundle import NOON

CIUDAD = "Alcaldía Mayor de Cartagena de Indias"
HERE = Territorio(sur=11.0, norte=11.4, oeste=-74.4, este=-74.0)  # around the places of the sample
DRAFT = Options("editora", NOON)


@pytest.fixture
def tools(db: Session) -> Tools:
    found = catalog.load(db)
    assert found.calendario is not None
    return Tools(bytes, found.calendario, found.terminos, CIUDAD, HERE)


@pytest.fixture
def foreign(shared_dir: Path) -> dict[str, Any]:
    """The sample export, which is Santa Marta's."""
    content: dict[str, Any] = json.loads(
        (shared_dir / "datos/suit/export_suit_muestra.json").read_text(encoding="utf-8")
    )
    return content


@pytest.fixture
def own(foreign: dict[str, Any]) -> dict[str, Any]:
    """The same export as if it were Cartagena's."""
    text = json.dumps(foreign, ensure_ascii=False).replace('"Santa marta"', '"Cartagena de Indias"')
    content: dict[str, Any] = json.loads(text)
    return content


@pytest.mark.parametrize("whose", ["foreign", "own"])
def test_every_leaf_of_the_source_has_its_line(request: pytest.FixtureRequest, whose: str) -> None:
    content = request.getfixturevalue(whose)
    told = {leaf.path: leaf for leaf in account(content, CIUDAD)}
    walked = dict(leaves(content))
    assert len(walked) > 500
    assert told.keys() == walked.keys()
    assert all(told[path].value == value and told[path].detail for path, value in walked.items())


def test_no_leaf_of_the_sample_is_a_field_that_we_do_not_know(own: dict[str, Any]) -> None:
    assert [str(leaf) for leaf in account(own, CIUDAD, HERE) if "no conozco" in leaf.detail] == []


def test_what_the_report_says_was_read_is_in_that_field_of_the_record(own: dict[str, Any]) -> None:
    for index, item in enumerate(own["tramites"]):
        record = dump(tramite(item, CIUDAD, HERE, own["_origen"]["obtenido_en"]))
        mine = [leaf for leaf in account(own, CIUDAD, HERE) if leaf.path.startswith(f"tramites[{index}].")]
        read = [leaf for leaf in mine if leaf.verdict == "leído en"]
        assert len(read) > 30
        assert [
            str(leaf)
            for leaf in read
            if _squeezed(str(leaf.value)) not in _squeezed(json.dumps(record[leaf.detail], ensure_ascii=False))
        ] == []


def test_what_is_cleaned_says_from_what_to_what_and_what_is_doubted_reaches_the_record(own: dict[str, Any]) -> None:
    told = {leaf.path: f"{leaf.verdict} {leaf.detail}" for leaf in account(own, CIUDAD, HERE)}
    first = "tramites[0].momentos[0].requisitos[1].documento"
    assert told[first] == "normalizado de «Cédula de ciudadanía » a «Cédula de ciudadanía»"
    assert told["tramites[0].tiempoObtencion"] == "normalizado de «10 DIA(S) HÁBIL(ES)» a «10 días hábiles»"
    assert told["tramites[0].normativa[0].tipo"].startswith("señalado de «Resolución» a «Decreto»")
    doubts = [doubt for item in own["tramites"] for doubt in tramite(item, CIUDAD, HERE).campos_no_verificados]
    outside = [leaf for leaf in account(own, CIUDAD, HERE) if "no está en el distrito" in leaf.detail]
    assert {leaf.value for leaf in outside} >= {20, 30, 4.58878, 111432.2}
    for leaf in outside:
        assert any(str(leaf.value) in doubt for doubt in doubts), str(leaf)
    assert any("está repetido como «Dadsa. (" in doubt for doubt in doubts)
    assert any("su archivo o enlace dice «Decreto»" in doubt for doubt in doubts)


def _squeezed(text: str) -> str:
    return "".join(text.casefold().split())


def test_an_unknown_field_is_pointed_out_and_not_lost(own: dict[str, Any]) -> None:
    changed = deepcopy(own)
    changed["tramites"][0]["campoNuevo"] = {"dentro": ["algo"]}
    leaf = next(leaf for leaf in account(changed, CIUDAD) if "campoNuevo" in leaf.path)
    assert (leaf.path, leaf.verdict) == ("tramites[0].campoNuevo.dentro[0]", "señalado")


def test_another_entitys_export_gives_only_name_purpose_and_national_law(foreign: dict[str, Any]) -> None:
    foreign["tramites"][0]["normativa"].append({"tipo": "Acuerdo", "numero": "004", "anio": "2016", "articulos": "3"})
    for item in foreign["tramites"]:
        record = tramite(item, CIUDAD)
        assert not belongs(item, CIUDAD)
        assert record.alcance == "nacional"
        shown = (
            record.requisitos,
            record.pasos,
            record.termino,
            record.canales,
            record.seguimiento,
            record.nota,
            record.url,
        )
        assert not any(shown)
        assert not any(norm.startswith("Acuerdo") for norm in record.base_legal)
        assert record.proposito
    assert tramite(foreign["tramites"][0], CIUDAD).base_legal


def test_no_number_of_another_entity_is_kept(foreign: dict[str, Any]) -> None:
    kept = " ".join(json.dumps(dump(tramite(item, CIUDAD, HERE))) for item in foreign["tramites"])
    assert [item["fi"] for item in foreign["tramites"] if str(item["fi"]) in kept] == []


def test_an_export_of_the_city_is_read_whole_and_waits_to_be_confirmed(own: dict[str, Any]) -> None:
    record = tramite(own["tramites"][0], CIUDAD, HERE, "2026-09-30")
    assert record.alcance == "cartagena"
    assert (record.numero_suit, record.vigencia_de_los_datos) == ("T28610", "2026-09-30")
    assert (record.tiempo, record.termino) == (Tiempo("habil", 10), "10 días hábiles")
    assert (record.en_linea, record.requiere_pago) == ("no", False)
    assert record.requisitos[0] == "Carta de solicitud"
    assert [demand.tipo for demand in record.momentos[0].requisitos] == ["documento"] * 5 + ["verificacion"] * 2
    assert record.requisitos[-1].endswith("no lleves soporte, la entidad lo verifica")
    assert (record.momentos[1].texto, record.momentos[1].requisitos) == ("Radicar los documentos", ())
    assert record.normas[1] == Norma("Ley", "388", 1997, "Artículos 8, 15")
    assert record.base_legal[1] == "Ley 388 de 1997, Artículos 8, 15"
    assert record.audiencias == ("Infancia", "Juventud", "Adulto mayor")
    assert (record.puntos[0].direccion, record.puntos[0].lat) == ("DG 39 # 7 - 275", 11.249999)
    assert len(record.por_confirmar) == 7


def test_an_import_leaves_drafts_and_gives_the_report(db: Session, tools: Tools, own: dict[str, Any]) -> None:
    data = json.dumps(own).encode()
    report = import_file(db, "suit", "suit.json", data, DRAFT, tools)
    assert report.outcomes == (Outcome.CHANGED,) * 4  # the bundle knows these four as national records
    assert len(report.notes) == len(list(leaves(own)))
    draft = tramites.history(db, "suit-28610")[0]
    assert (draft.estado, draft.contenido["titulo_corto"]) == ("borrador", "Ajuste de cotas y áreas")
    assert tramites.value(draft).dependencias_posibles == catalog.load(db).tramites["suit-28610"].dependencias_posibles
    assert catalog.load(db).tramites["suit-28610"].alcance == "nacional"
    assert len(tramites.value(draft).momentos) == 2
    assert import_file(db, "suit", "suit.json", data, DRAFT, tools).outcomes == (Outcome.SAME,) * 4
    assert len(tramites.history(db, "suit-28610")) == 2


def test_what_staff_wrote_by_hand_stays_and_the_rest_follows_the_register(
    db: Session, tools: Tools, own: dict[str, Any]
) -> None:
    import_file(db, "suit", "suit.json", json.dumps(own).encode(), DRAFT, tools)
    mine = tramites.value(tramites.history(db, "suit-28610")[0])
    mine = replace(mine, tema="Urbanismo", tiempo=Tiempo("calendario", 8), beneficio="Un plano al día")
    tramites.guardar_borrador(db, mine, "editora", NOON)
    item = own["tramites"][0]
    item["tiempo_visor"]["cantidad"], item["tiempoObtencion"], item["productoFinal"] = 12, "12 DIA(S)", "Un plano"
    for _ in range(2):  # what was kept once is still by hand the next time
        report = import_file(db, "suit", "suit.json", json.dumps(own).encode(), DRAFT, tools)
        now = tramites.value(tramites.history(db, "suit-28610")[0])
        assert (now.tema, now.termino, now.beneficio) == ("Urbanismo", "8 días calendario", "Un plano al día")
        assert now.resultado == "Un plano"
        assert "tramites[0]: Se conserva lo escrito a mano en «tiempo»; el SUIT dice otra cosa" in report.notes
    assert report.outcomes == (Outcome.SAME,) * 4


def test_another_entitys_export_takes_nothing_from_a_record_of_the_city(
    db: Session, tools: Tools, own: dict[str, Any], foreign: dict[str, Any]
) -> None:
    import_file(db, "suit", "suit.json", json.dumps(own).encode(), DRAFT, tools)
    before = tramites.history(db, "suit-28610")[0].contenido
    report = import_file(db, "suit", "suit.json", json.dumps(foreign).encode(), DRAFT, tools)
    assert report.outcomes == (Outcome.SAME,) * 4
    assert tramites.history(db, "suit-28610")[0].contenido == before
    assert any("ya tiene su propia hoja" in note for note in report.notes)


def test_an_address_that_is_taken_gets_a_tail_and_says_so(db: Session, tools: Tools, own: dict[str, Any]) -> None:
    item = {**own["tramites"][0], "fi": 1, "id": "T1", "titulo": "Certificado de residencia"}
    report = import_file(db, "suit", "suit.json", json.dumps([item]).encode(), DRAFT, tools)
    assert report.outcomes == (Outcome.NEW,)
    assert tramites.history(db, "suit-1")[0].contenido["slug"] == "certificado-de-residencia-suit"
    assert any("ya es de otra hoja" in note for note in report.notes)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "no es un JSON en UTF-8"),
        (b'[{"titulo": ' + b"9" * 5_000 + b"}]", "no es un JSON en UTF-8"),
        (b'{"otros": []}', "debe traer una lista «tramites»"),
        (b'[{"titulo": "x"}]', "suit.json, fila 1, columna proposito: falta"),
        (b'[{"titulo": "x", "proposito": "y", "momentos": [3]}]', "columna momentos: no es una lista"),
        (b'[{"titulo": "x", "proposito": "y"}, {"titulo": "x", "proposito": "z"}]', "es el mismo trámite"),
        (b'[{"titulo": 3, "proposito": "x"}, 7]', "suit.json, fila 1, columna titulo: falta"),
    ],
)
def test_a_file_of_another_shape_is_refused_whole(db: Session, tools: Tools, data: bytes, said: str) -> None:
    report = import_file(db, "suit", "suit.json", data, DRAFT, tools)
    assert said in str(report.problems[0])
    assert report.outcomes == ()
