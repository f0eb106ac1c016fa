"""The bundled content beside the trámites: contacts, figures, agreements, projects, commitments and the territory."""

import re
from collections import Counter

from knowledge.codec import read as value
from knowledge.values import Compromiso, Dependencia, Lugar, Proyecto
from tests.knowledge.bundle import records


def test_contacts_marked_as_unverified_are_clean_and_unconfirmed() -> None:
    offices = {item["id"]: value(Dependencia, item["contenido"]) for item in records("dependencias.json")}
    assert offices["datt"].telefono == "(605) 660 0977"
    assert offices["datt"].web == "transitocartagena.gov.co"
    assert offices["infraestructura"].whatsapp == "322 4952916"
    doubtful = ("datt", "transparencia", "infraestructura", "ipcc", "epa", "fiscalia")
    assert [name for name in doubtful if offices[name].contacto_verificado] == []
    assert offices["curaduria-2"].contacto_verificado


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


def test_the_territory_is_whole_and_doubtful_names_ask() -> None:
    places = {item["id"]: value(Lugar, item["contenido"]) for item in records("lugares.json")}
    assert sum(place.tipo == "barrio" for place in places.values()) == 188
    assert sum(place.localidad_verificada for place in places.values() if place.tipo == "barrio") == 11
    for place in places.values():
        assert set(place.incluye) <= places.keys()
        if place.tipo == "conjunto":
            assert len(place.incluye) > 1
