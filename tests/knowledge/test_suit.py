"""A SUIT export: every leaf of it is accounted for, and another entity's data never become the city's."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from knowledge import catalog, tramites
from knowledge.importers.report import Options, Outcome, Tools
from knowledge.importers.run import import_file
from knowledge.importers.suit_ficha import belongs, tramite
from knowledge.importers.suit_report import account, leaves
from tests.knowledge.bundle import NOON

CIUDAD = "Alcaldía Mayor de Cartagena de Indias"
DRAFT = Options("editora", NOON)


@pytest.fixture
def tools(db: Session) -> Tools:
    found = catalog.load(db)
    assert found.calendario is not None
    return Tools(bytes, found.calendario, found.terminos, CIUDAD)


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
    assert [str(leaf) for leaf in account(own, CIUDAD) if "no conozco" in leaf.detail] == []


def test_what_the_report_says_was_read_is_in_the_record(own: dict[str, Any]) -> None:
    for index, item in enumerate(own["tramites"]):
        record = tramite(item, CIUDAD)
        texts = (*record.requisitos, *record.pasos, *record.base_legal, *record.canales, *record.alias, *record.fuentes)
        singles = (
            record.nombre,
            record.proposito,
            record.resultado,
            record.seguimiento,
            record.nota,
            record.dirigido_a,
            record.url,
        )
        said = _squeezed(" ".join([*texts, *(text for text in singles if text)]))
        mine = [leaf for leaf in account(own, CIUDAD) if leaf.path.startswith(f"tramites[{index}].")]
        assert [
            leaf.path for leaf in mine if leaf.verdict == "leído en" and _squeezed(str(leaf.value)) not in said
        ] == []


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


def test_an_export_of_the_city_is_read_whole_and_waits_to_be_confirmed(own: dict[str, Any]) -> None:
    record = tramite(own["tramites"][0], CIUDAD)
    assert record.alcance == "cartagena"
    assert (record.termino, record.en_linea, record.requiere_pago) == ("10 días hábiles", "no", False)
    assert record.requisitos[0] == "Carta de solicitud"
    assert record.base_legal[1] == "Ley 388 de 1997, Artículos 8, 15"
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
    assert import_file(db, "suit", "suit.json", data, DRAFT, tools).outcomes == (Outcome.SAME,) * 4


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "no es un JSON en UTF-8"),
        (b'{"otros": []}', "debe traer una lista «tramites»"),
        (b'[{"titulo": "x"}]', "suit.json, fila 1, columna proposito: falta"),
        (b'[{"titulo": 3, "proposito": "x"}, 7]', "suit.json, fila 1, columna titulo: falta"),
    ],
)
def test_a_file_of_another_shape_is_refused_whole(db: Session, tools: Tools, data: bytes, said: str) -> None:
    report = import_file(db, "suit", "suit.json", data, DRAFT, tools)
    assert said in str(report.problems[0])
    assert report.outcomes == ()
