"""The bundled content: complete, in plain short titles, with sources, and with nothing of another entity or of a person."""

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from knowledge.codec import read as value
from knowledge.importers.fuentes.build import build
from knowledge.values import Compromiso, Convocatoria, DatoPublico, Dependencia, Lugar, Proyecto, Tramite
from tests.knowledge.bundle import CONTENT, read, records

CITIZEN_FILES = (
    "tramites.json",
    "dependencias.json",
    "puntos_atencion.json",
    "lugares.json",
    "terminos.json",
    "servicio_convocatorias.json",
    "convocatorias.json",
    "proyectos.json",
    "organizaciones.json",
    "compromisos.json",
    "hitos.json",
    "datos_cartagena.json",
    "datos_bogota.json",
    "entidad.json",
)
TRAMITES = [value(Tramite, item["contenido"]) for item in records("tramites.json")]
PUBLISHED = [tramite for tramite, item in zip(TRAMITES, records("tramites.json"), strict=True) if item["publicado"]]
OWN = [tramite for tramite in PUBLISHED if tramite.alcance == "cartagena"]
NATIONAL = [tramite for tramite in PUBLISHED if tramite.alcance == "nacional"]


def _text(name: str) -> str:
    return (CONTENT / name).read_text(encoding="utf-8")


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


def test_no_file_for_citizens_names_the_other_entity() -> None:
    for name in CITIZEN_FILES:
        assert not re.search(
            r"santa\s*marta|samario|santamarta|entidad 0043|SantanderAcuna", _text(name), re.IGNORECASE
        ), name


def _reference_needles() -> set[str]:
    """What identifies the other entity's own data: numbers of its fichas, links, and its longer texts."""
    needles: set[str] = set()
    for item in records("borradores_referencia.json"):
        needles |= {str(item["url"]), str(item["url_visor_suit"])}
        for field in ("costo_detalle", "seguimiento"):
            if item[field] and len(str(item[field])) > 12:
                needles.add(str(item[field]))
        needles |= {f"T{item['fi_suit_santa_marta']}", f"fi={item['fi_suit_santa_marta']}"}
    return needles


def test_no_link_number_cost_or_contact_of_the_other_entity_is_in_a_citizens_file() -> None:
    needles = _reference_needles()
    assert len(needles) > 300
    for name in CITIZEN_FILES:
        text = _text(name)
        assert [needle for needle in needles if needle in text] == [], name


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


def test_telephones_and_mails_of_the_sample_export_appear_nowhere(shared_dir: Path) -> None:
    sample = (shared_dir / "datos/suit/export_suit_muestra.json").read_text(encoding="utf-8")
    private = set(re.findall(r"[\w.-]+@[\w.-]+", sample)) | set(re.findall(r"\(5\) ?\d{7}(?: - \d+)?", sample))
    assert len(private) > 10
    for name in CITIZEN_FILES:
        assert [needle for needle in private if needle in _text(name)] == [], name


def test_no_person_is_named(shared_dir: Path) -> None:
    offices = json.loads((shared_dir / "datos/colombia/dependencias.json").read_text(encoding="utf-8"))
    plan = json.loads((shared_dir / "datos/ogp_compromisos.json").read_text(encoding="utf-8"))
    people = {re.sub(r" \(.*", "", item["titular"]) for item in offices if item["titular"]}
    people |= {item["nombre"] for item in plan["autoridades"]}
    people |= {
        "Carolina Calderón",
        "carolina.calderon",
        "Sandra Borda",
        "Consejera Borda",
        "Adriana Soto",
        "Vanessa Velasco",
    }
    people |= {
        "Natasha Avendaño",
        "Salomé Valencia",
        "Santiago Trujillo",
        "Wilson Rodríguez",
        "Lorena Cárdenas",
        "Gerson Bermont",
    }
    people |= {"Manuela Serrano", "Dilaan Gaviria", "Efrén", "Andrea Arce", "David Cardona", "Vega Reyes", "Abondano"}
    for name in CITIZEN_FILES:
        assert [person for person in people if person in _text(name)] == [], name


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


def test_contacts_marked_as_unverified_are_clean_and_unconfirmed() -> None:
    offices = {item["id"]: value(Dependencia, item["contenido"]) for item in records("dependencias.json")}
    assert offices["datt"].telefono == "(605) 660 0977"
    assert offices["datt"].web == "transitocartagena.gov.co"
    assert offices["infraestructura"].whatsapp == "322 4952916"
    doubtful = ("datt", "transparencia", "infraestructura", "ipcc", "epa", "fiscalia")
    assert [name for name in doubtful if offices[name].contacto_verificado] == []
    assert offices["curaduria-2"].contacto_verificado


def test_bogota_is_never_taken_for_cartagena() -> None:
    for item in records("datos_bogota.json"):
        fact = value(DatoPublico, item["contenido"])
        assert fact.ciudad == "Bogotá"
        assert fact.id.startswith("bog-")
        assert "Bogotá" in fact.texto, fact.id
        assert "/003_" in fact.fuente
    for item in records("datos_cartagena.json"):
        fact = value(DatoPublico, item["contenido"])
        assert fact.ciudad == "Cartagena"
        assert "/003_" not in fact.fuente


def test_the_figures_that_are_mistaken_for_each_other_warn() -> None:
    facts = {
        item["id"]: item["contenido"]
        for name in ("datos_cartagena.json", "datos_bogota.json")
        for item in records(name)
    }
    for key, figure in (("difundidas", "155"), ("internacionales_participacion", "28"), ("otorgadas", "8")):
        fact = facts[f"ctg-cifra-convocatorias_{key}"]
        assert f": {figure} " in fact["texto"].replace("  ", " ")
        assert {"155", "28", "8"} <= set(re.findall(r"\d+", fact["advertencia"])) | {figure}
    for key in ("h06", "h07", "h13", "h40", "h43"):
        assert facts[f"bog-hecho-{key}"]["advertencia"], key
    for key in ("2010", "2011"):
        assert "no" in facts[f"ctg-recurso-texto_{key}"]["advertencia"].lower()


def test_agreements_of_2011_are_history_and_the_repeated_one_is_left_out() -> None:
    agreements = [item for item in records("datos_cartagena.json") if item["id"].startswith("ctg-convenio-2011-")]
    assert [item["id"][-1] for item in agreements] == ["1", "2", "3", "4", "6", "7"]
    assert all("Es historia" in item["contenido"]["advertencia"] for item in agreements)


def test_projects_keep_purposes_apart_from_results() -> None:
    projects = [value(Proyecto, item["contenido"]) for item in records("proyectos.json")]
    assert len(projects) == 44
    assert [item.id for item in projects if item.avance_pct == 5 and not item.resultado_es_esperado] == []
    assert [item.id for item in projects if item.avance_pct == 100 and item.resultado_es_esperado] == []


def test_commitments_are_named_and_no_milestone_has_a_date() -> None:
    assert [
        value(Compromiso, {**item["contenido"], "hitos": []}).titulo_corto for item in records("compromisos.json")
    ] == [
        "Catalina y tus trámites",
        "Participar en el POT",
        "Encuentros barriales",
        "Mesas de Gobernanza",
    ]
    milestones = [item["contenido"] for item in records("hitos.json")]
    assert Counter(item["compromiso_id"] for item in milestones) == {
        "catalina": 4,
        "pot": 4,
        "encuentros_barriales": 3,
        "mesas_gobernanza": 4,
    }
    assert {(item["estado"], item["fecha"]) for item in milestones} == {("sin_reporte", None)}


def test_calls_point_to_records_and_none_is_invented_as_open() -> None:
    calls = [value(Convocatoria, item["contenido"]) for item in records("convocatorias.json")]
    published = {item.id for item in PUBLISHED}
    assert {call.tramite_id for call in calls if call.tramite_id} <= published
    assert "abierta" not in {call.estado for call in calls}


def test_the_territory_is_whole_and_doubtful_names_ask() -> None:
    places = {item["id"]: value(Lugar, item["contenido"]) for item in records("lugares.json")}
    assert sum(place.tipo == "barrio" for place in places.values()) == 188
    assert sum(place.localidad_verificada for place in places.values() if place.tipo == "barrio") == 11
    for place in places.values():
        assert set(place.incluye) <= places.keys()
        if place.tipo == "conjunto":
            assert len(place.incluye) > 1


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
