"""The page of definitions: three offices propose, accept and refuse by its forms alone; everybody else of the staff reads."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask

from bot.services import Services
from knowledge import auditoria, definiciones
from knowledge.ingresos import IDLE
from tests.panel.conftest import ROLES, Person, make_account
from tests.worlds import Clock

Enter = Callable[[str], Person]
ROOM = "/panel/indicadores/definiciones"
FOUR = f"{ROOM}/4"
# One of each office, of whatever role; and an administrator who belongs to one of them.
OFICINAS = {
    "ines": ("editor", "informatica"),
    "vero": ("gestor", "ventanilla-unica"),
    "tito": ("analista", "transparencia"),
    "jefa": ("administrador", "informatica"),
    "haydee": ("revisor", "hacienda"),
}
DICE = {"nombre": "Conversaciones", "texto": "Se cuentan las charlas con respuesta.", "meta": "10.000 al mes", "desde": "2026-03-30"}  # fmt: skip
HOSTILE = '<script>alert(1)</script> & "x" {{ 7*7 }}'


@pytest.fixture
def staff(app: Flask, services: Services, enter: Enter) -> Enter:
    """Return a function that lets somebody of an office in."""
    with services.db.session() as db:
        for usuario, (role, office) in OFICINAS.items():
            make_account(db, services, usuario, role, dependencia_id=office)
    return enter


def propose(person: Person, path: str = FOUR, **changes: str) -> Person:
    person.get(path)
    base = re.search(r'name="base" value="(\d+)"', person.page)
    return person.post(path, **{**DICE, "base": base[1] if base else "0", **changes})


def answer(person: Person, acto: str, version: int = 1, **form: str) -> Person:
    person.get(FOUR)
    return person.post(f"{FOUR}/{version}/{acto}", **form)


def text(page: str) -> str:
    """Return what a person reads of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def row(page: str, number: int) -> str:
    """Return the line of one indicator in the list."""
    return next(text(one) for one in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL) if f"<td>{number}</td>" in one)


def test_three_offices_agree_by_the_forms_alone(staff: Enter, services: Services) -> None:
    ines, vero, tito = staff("ines"), staff("vero"), staff("tito")
    said = text(propose(ines).page)
    assert "Propuesta guardada como versión 1" in said
    assert "Falta: Transparencia y Anticorrupción" in said
    waiting = vero.get(ROOM).page.split("Todos</h2>")[0]
    assert 'href="/panel/indicadores/definiciones/4"' in waiting
    assert "Nada por ahora" in ines.get(ROOM).page
    assert "Propuesta: faltan 2 de 3" in row(tito.get(ROOM).page, 4)
    shown = text(vero.get(FOUR).page)
    assert "quitado: Conversaciones atendidas" in shown
    assert "agregado: Conversaciones" in shown
    assert "Faltan otras oficinas" in answer(vero, "aceptar", nota="De acuerdo").page
    assert "falta 1 de 3" in row(tito.get(ROOM).page, 4)
    assert "Era la última" in answer(tito, "aceptar").page
    assert "Vigente Versión 1. Vale desde el 30/03/2026." in text(tito.page)
    assert "Conversaciones Compromiso Vigente Vale desde el 30/03/2026. Ninguna" in row(tito.get(ROOM).page, 4)
    history = text(ines.get(FOUR).page)
    assert (
        "Acepta: Ventanilla Única de Atención al Ciudadano (Secretaría General), Vero, 30/03/2026, 12:00. «De acuerdo»"
        in history
    )
    with services.db.reading_session() as db:
        assert auditoria.verify(db) is None
        assert [one.actor for one in auditoria.of_subject(db, "indicador:4")] == ["tito", "tito", "vero", "ines"]


def test_a_refusal_asks_for_its_reason_and_its_text_can_be_proposed_again(staff: Enter) -> None:
    ines, vero = propose(staff("ines")), staff("vero")
    bare = answer(vero, "rechazar", nota=" ")
    assert (bare.status, 'href="#nota"' in bare.page, "Escribe por qué no se acepta." in bare.page) == (422, True, True)
    said = answer(vero, "rechazar", nota="La meta es baja.")
    assert (said.status, "Quedó rechazada, con tu nota" in said.page) == (200, True)
    again = ines.get(f"{FOUR}?copiar=1")
    assert "«La meta es baja.»" in again.page
    assert 'value="10.000 al mes"' in again.page
    assert "versión 2" in propose(ines, meta="20.000 al mes").page


def test_who_proposed_takes_it_back_and_nobody_else(staff: Enter) -> None:
    ines, vero = propose(staff("ines")), staff("vero")
    assert "Retirar la propuesta" not in vero.get(FOUR).page
    assert (answer(vero, "retirar").status, "Solo la oficina que la propuso" in vero.page) == (409, True)
    assert "Retirada. Ya se puede proponer otra." in answer(ines, "retirar").page
    late = answer(vero, "rechazar", nota="Llegué tarde con esta nota")
    assert (late.status, "ya no espera respuesta" in late.page) == (409, True)
    assert "Llegué tarde con esta nota" in late.page


@pytest.mark.parametrize("usuario", [*ROLES, "haydee", "gestora"])
def test_whoever_is_of_no_such_office_reads_and_decides_nothing(staff: Enter, usuario: str) -> None:
    propose(staff("ines"))
    reader = staff(usuario)
    assert 'href="/panel/indicadores/definiciones"' in reader.get("/panel/").page
    assert "Con tu cuenta lees." in reader.get(ROOM).page
    shown = reader.get(FOUR)
    assert (shown.status, "Acepta: Oficina Asesora de Informática" in shown.page) == (200, True)
    assert not re.search(rf'action="{FOUR}', shown.page)
    token = shown.csrf()
    assert reader.post(FOUR, **{**DICE, "base": "0", "csrf": token}).status == 403  # type: ignore[arg-type]
    for acto in ("aceptar", "rechazar", "retirar"):
        reader.get(FOUR)
        assert reader.post(f"{FOUR}/1/{acto}", nota="No").status == 403
    assert "Falta: Ventanilla Única" in text(reader.get(FOUR).page)


def test_an_administrator_accepts_for_the_own_office_alone(staff: Enter) -> None:
    propose(staff("vero"))
    jefa = staff("jefa")
    assert "Aceptar por Oficina Asesora de Informática" in jefa.get(FOUR).page
    answer(jefa, "aceptar", oficina="transparencia", dependencia_id="transparencia")
    assert "Falta: Transparencia y Anticorrupción" in text(jefa.get(FOUR).page)
    twice = answer(staff("ines"), "aceptar")
    assert (twice.status, "Tu oficina ya respondió" in twice.page) == (409, True)


def test_the_page_says_who_changes_the_formula(staff: Enter) -> None:
    said = text(staff("ines").get(FOUR).page)
    assert "La fórmula la cambia quien programa; la versión actual es la 1." in said
    assert "un silencio de 30 minutos o más la corta" in said


@pytest.mark.parametrize(
    ("changes", "campo", "says"),
    [
        ({"nombre": ""}, "nombre", "Escribe el nombre."),
        ({"texto": "palabra " * 1250}, "texto", "Tiene 9999 letras. Déjalo en 1000 o menos."),
        ({"meta": "x" * 10_000}, "meta", "Tiene 10000 letras. Déjalo en 200 o menos."),
        ({"texto": "Escribe a ana@example.co"}, "texto", "Parece tener un teléfono"),
        ({"desde": "2026-03-29"}, "desde", "Escoge un día entre el 30/03/2026 y el 30/03/2027."),
        ({"desde": "2027-03-31"}, "desde", "Escoge un día entre"),
        ({"desde": "mañana"}, "desde", "Escribe el día desde el que vale"),
        ({"desde": ""}, "desde", "Escribe el día desde el que vale"),
    ],
)
def test_a_mistake_is_told_by_field_and_nothing_is_lost(
    staff: Enter, changes: dict[str, str], campo: str, says: str
) -> None:
    ines = propose(staff("ines"), **changes)
    assert (ines.status, says in ines.page, f'href="#{campo}"' in ines.page) == (422, True, True)
    assert ('value="Conversaciones"' in ines.page) == (campo != "nombre")
    assert "<h2>Historia</h2>" not in ines.get(FOUR).page
    assert 'id="historia"' not in ines.page


def test_a_note_that_is_too_long_is_told_and_stays(staff: Enter) -> None:
    propose(staff("ines"))
    vero = answer(staff("vero"), "aceptar", nota="n" * 10_000)
    assert (vero.status, "La nota tiene 10000 letras. Déjala en 500 o menos." in vero.page) == (422, True)
    assert "n" * 10_000 in vero.page


def test_html_in_every_field_is_text(staff: Enter, app: Flask) -> None:
    ines = propose(staff("ines"), nombre=HOSTILE, texto=f"{HOSTILE}\n</textarea>", meta=HOSTILE, desde=HOSTILE)
    assert ines.status == 422
    assert "<script" not in ines.page
    ines = propose(ines, nombre=HOSTILE, texto=f"{HOSTILE}\n</textarea>", meta=HOSTILE)
    vero, tito = staff("vero"), staff("tito")
    pages = [ines.page, vero.get(FOUR).page, answer(vero, "aceptar", nota=HOSTILE).page, answer(tito, "aceptar").page]
    pages += [tito.get(ROOM).page, app.test_client().get("/estadisticas/definiciones").text]
    for page in pages:
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "49" not in text(page).replace("&#34;", "")


@pytest.mark.parametrize(
    "path", [f"{ROOM}/0", f"{ROOM}/28", f"{ROOM}/-1", f"{ROOM}/uno", f"{ROOM}/99999999999999999999"]
)
def test_an_unknown_indicator_is_not_there(staff: Enter, path: str) -> None:
    ines = staff("ines").get(FOUR)
    token = ines.csrf()
    assert ines.get(path).status == 404
    assert ines.post(path, csrf=token, **DICE).status in (404, 405)


def test_an_unknown_version_is_not_there(staff: Enter) -> None:
    ines = staff("ines")
    assert [answer(ines, "aceptar", version=n).status for n in (1, 2_147_483_647)] == [404, 404]
    assert answer(ines, "borrar").status in (404, 405)


def at_once(*acts: Callable[[], Person]) -> list[Person]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act) for act in acts]]


def test_of_two_who_propose_at_once_one_is_told_and_keeps_the_words(staff: Enter) -> None:
    ines, vero = staff("ines").get(FOUR), staff("vero").get(FOUR)
    done = at_once(
        lambda: ines.post(FOUR, **{**DICE, "nombre": "Lo de Inés"}, base="0"),
        lambda: vero.post(FOUR, **{**DICE, "nombre": "Lo de Vero"}, base="0"),
    )
    assert sorted(one.status for one in done) == [200, 409]
    second = next(one for one in done if one.status == 409)
    assert re.search("Otra oficina propuso en el mismo momento|Ya hay una propuesta", second.page)
    assert f'value="Lo de {"Inés" if second is ines else "Vero"}"' in second.page
    assert f"Lo de {'Vero' if second is ines else 'Inés'}" in text(second.page)


def test_two_last_acceptances_at_once_put_it_in_force(staff: Enter, services: Services) -> None:
    propose(staff("ines"))
    vero, tito = staff("vero").get(FOUR), staff("tito").get(FOUR)
    done = at_once(lambda: vero.post(f"{FOUR}/1/aceptar"), lambda: tito.post(f"{FOUR}/1/aceptar"))
    assert [one.status for one in done] == [200, 200]
    with services.db.reading_session() as db:
        assert definiciones.historia(db, 4).vigente(definiciones.dia(services.clock())).version == 1


def test_a_form_pressed_twice_proposes_once(staff: Enter) -> None:
    ines = staff("ines").get(FOUR)
    form = {**DICE, "base": "0", "csrf": ines.csrf()}
    said = [ines.post(FOUR, **form).page for _ in range(2)]  # type: ignore[arg-type]
    assert ["Propuesta guardada como versión 1" in one for one in said] == [True, True]
    assert "Versión 2" not in ines.get(FOUR).page


def test_what_was_typed_outlives_an_idle_log_in(staff: Enter, clock: Clock) -> None:
    ines = staff("ines").get(FOUR)
    token = ines.csrf()
    clock.forward(seconds=(IDLE + timedelta(minutes=1)).total_seconds())
    asked = ines.post(FOUR, csrf=token, **{**DICE, "nombre": "Lo que ya escribí", "base": "0"})
    assert (asked.status, "Lo que ya escribí" in asked.page) == (401, True)


def test_another_wording_waits_for_its_day(staff: Enter, clock: Clock) -> None:
    ines, vero, tito = staff("ines"), staff("vero"), staff("tito")
    propose(ines, desde="2026-04-02")
    answer(vero, "aceptar")
    answer(tito, "aceptar")
    assert "Redacción inicial Sin acordar todavía." in row(ines.get(ROOM).page, 4)
    assert "Acordada Empieza el 02/04/2026." in text(ines.get(FOUR).page)
    clock.forward(days=3)
    assert "Vigente Versión 1. Vale desde el 02/04/2026." in text(staff("ines").get(FOUR).page)
