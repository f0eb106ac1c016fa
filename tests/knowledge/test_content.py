"""The bundled records: complete, in plain short titles, with sources and open about what is not confirmed."""

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from knowledge.codec import read as value
from knowledge.importers.fuentes.build import build
from knowledge.values import Convocatoria, Tramite
from tests.knowledge.bundle import CONTENT, read, records

TRAMITES = [value(Tramite, item["contenido"]) for item in records("tramites.json")]
PUBLISHED = [tramite for tramite, item in zip(TRAMITES, records("tramites.json"), strict=True) if item["publicado"]]
OWN = [tramite for tramite in PUBLISHED if tramite.alcance == "cartagena"]
NATIONAL = [tramite for tramite in PUBLISHED if tramite.alcance == "nacional"]


def test_all_records_are_here_and_the_twins_wait() -> None:
    assert (len(TRAMITES), len(OWN), len(NATIONAL)) == (165, 48, 106)
    twins = [item for item in records("tramites.json") if item["gemelo_de"]]
    assert len(twins) == 11
    assert {item["gemelo_de"] for item in twins} <= {tramite.id for tramite in OWN}
    assert not any(item["publicado"] for item in twins)


@pytest.mark.parametrize("field", ["titulo_corto", "slug", "id"])
def test_titles_and_addresses_are_unique(field: str) -> None:
    assert [name for name, times in Counter(getattr(item, field) for item in TRAMITES).items() if times > 1] == []


def test_short_titles_fit_in_a_row_of_a_list() -> None:
    assert [item.id for item in TRAMITES if not 0 < len(item.titulo_corto) <= 24] == []
    assert [item.id for item in OWN if not 0 < len(item.titulo_corto_en or "") <= 24] == []
    assert [item.id for item in OWN if not item.nombre_en] == []
    assert len({item.titulo_corto_en for item in OWN}) == 48


def test_every_record_has_an_office_that_exists() -> None:
    offices = {item["id"] for item in records("dependencias.json")}
    assert len(offices) == 56
    for tramite in TRAMITES:
        named = {tramite.dependencia_id, *tramite.dependencias_posibles} - {None}
        assert named, tramite.id
        assert named <= offices, tramite.id


def test_only_groups_of_offices_leave_the_office_open() -> None:
    for tramite in TRAMITES:
        assert tramite.dependencia_id is not None or len(tramite.dependencias_posibles) > 1, tramite.id


def test_contrasts_go_both_ways_between_published_records() -> None:
    published = {item.id: item for item in PUBLISHED}
    for tramite in PUBLISHED:
        for contrast in tramite.no_confundir_con:
            other = published[contrast.tramite_id]
            assert (tramite.id, contrast.pregunta) in {
                (back.tramite_id, back.pregunta) for back in other.no_confundir_con
            }
            assert contrast.pregunta.startswith("¿")
            assert contrast.pregunta.endswith("?")
            assert len(contrast.pregunta.split()) <= 20
    assert [item.id for item in OWN if not item.no_confundir_con] == []


def test_every_published_record_says_where_it_comes_from() -> None:
    assert [item.id for item in PUBLISHED if not item.fuentes] == []
    for name in ("dependencias.json", "convocatorias.json", "proyectos.json", "hitos.json", "datos_bogota.json"):
        assert [item["id"] for item in records(name) if not item["contenido"]["fuente"]] == [], name


def test_of_a_national_record_only_name_purpose_and_law_are_shown() -> None:
    for tramite in (item for item in TRAMITES if item.alcance == "nacional"):
        shown = (tramite.requisitos, tramite.pasos, tramite.costo, tramite.termino, tramite.canales, tramite.url)
        assert not any(shown), tramite.id
        assert tramite.requiere_pago is None
        assert tramite.en_linea is tramite.resultado is tramite.seguimiento is tramite.nota is None
        assert {"requisitos", "pasos", "costo", "tiempo", "donde"} <= set(tramite.por_confirmar)
        assert ("norma" in tramite.por_confirmar) == (not tramite.base_legal)


def test_an_empty_section_is_always_said_to_be_unconfirmed() -> None:
    for tramite in OWN:
        empty = {
            "requisitos": not tramite.requisitos,
            "pasos": not tramite.pasos,
            "costo": not tramite.costo,
            "tiempo": not tramite.termino,
            "donde": not tramite.canales,
            "norma": not tramite.base_legal,
        }
        assert {section for section, is_empty in empty.items() if is_empty} <= set(tramite.por_confirmar), tramite.id


def test_a_cost_that_was_only_inferred_is_not_shown_as_free() -> None:
    for tramite in OWN:
        if any("inferido" in doubt for doubt in tramite.campos_no_verificados):
            assert tramite.requiere_pago is None, tramite.id
            assert "costo" in tramite.por_confirmar, tramite.id


def test_nothing_is_above_level_two_and_three_records_are_flows() -> None:
    assert {item.nivel for item in TRAMITES} == {1, 2}
    assert {item.id: item.flujo for item in TRAMITES if item.flujo} == {
        "ctg-denuncia-corrupcion": "denuncia",
        "ctg-pqrsd": "radicar",
        "ctg-convocatorias-cooperacion": "convocatorias",
    }


def test_numbers_of_fichas_appear_only_inside_internal_ids() -> None:
    numbers = {str(item["fi_suit_santa_marta"]) for item in records("borradores_referencia.json")}
    for tramite in TRAMITES:
        record = {
            **_plain(tramite),
            "id": "",
            "no_confundir_con": [],
            "base_legal": [],
        }  # laws have numbers of their own
        found = set(re.findall(r"\b\d{4,5}\b", json.dumps(record, ensure_ascii=False)))
        known_years = {number for number in found if number.startswith(("19", "20"))}
        assert not (found - known_years) & numbers, tramite.id


def _plain(tramite: Tramite) -> dict[str, Any]:
    return next(item["contenido"] for item in records("tramites.json") if item["id"] == tramite.id)


def test_the_files_are_what_the_command_makes(shared_dir: Path, tmp_path: Path) -> None:
    for overlay in CONTENT.glob("overlay_*.json"):
        shutil.copy(overlay, tmp_path)
    made = [line.split(":")[0] for line in build(shared_dir / "datos", tmp_path)]
    assert len(made) == 15
    assert [name for name in made if (tmp_path / name).read_bytes() != (CONTENT / name).read_bytes()] == []


def test_every_key_of_the_overlays_points_to_a_record() -> None:
    overlay = read("overlay_datos.json")
    facts = {item["id"] for name in ("datos_cartagena.json", "datos_bogota.json") for item in records(name)}
    for part in ("texto", "advertencia", "palabras"):
        assert set(overlay[part]) <= facts, part
    assert not set(overlay["omitir"]) & facts
    projects = {item["id"] for item in records("proyectos.json")}
    for part in ("resultado_es_esperado", "notas"):
        assert set(read("overlay_proyectos.json")[part]) <= projects


def test_calls_point_to_records_and_none_is_invented_as_open() -> None:
    calls = [value(Convocatoria, item["contenido"]) for item in records("convocatorias.json")]
    published = {item.id for item in PUBLISHED}
    assert {call.tramite_id for call in calls if call.tramite_id} <= published
    assert "abierta" not in {call.estado for call in calls}


def test_sentences_for_citizens_are_short() -> None:
    service = records("servicio_convocatorias.json")[0]["contenido"]
    texts = [*(item.nota for item in OWN if item.nota), service["descargo"], service["acompanamiento"]]
    long = [part for text in texts for part in re.split(r"(?<=[.?!])\s", text) if len(part.split()) > 25]
    assert long == []


def test_every_link_can_be_followed() -> None:
    for tramite in OWN:
        assert tramite.url is None or re.fullmatch(r"https?://\S+", tramite.url), tramite.id


def test_acronyms_are_said_whole_in_what_citizens_read() -> None:
    for tramite in OWN:
        for text in (tramite.proposito, *tramite.requisitos, tramite.beneficio or ""):
            bare = re.findall(r"(?<!\()\b(?:POT|CRC|CEA|RUNT|SOAT|RUT|UCG|RLCPD|LEP|SMMLV|SMLMV)\b(?!\))", text)
            assert bare == [], tramite.id
