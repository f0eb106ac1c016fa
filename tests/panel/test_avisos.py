"""Notices that did not arrive, who closes them and how; who answers in each office."""

import re
from collections.abc import Callable
from threading import Thread

import pytest
from sqlalchemy import insert
from sqlalchemy import select as sql
from sqlmodel import col, select

from bot.services import Services
from knowledge import auditoria, tablero
from knowledge.avisos import AvisoRow, PlantillaRow
from knowledge.conversaciones import Contact, Task
from knowledge.responsables import cadena, escribir
from knowledge.solicitudes import SolicitudRow
from notifier import avisos_tareas
from notifier.avisos_filas import COLUMNAS, Fila
from tests.panel.conftest import Person
from tests.panel.mesa import OFFICE, OTHER, done, filed

Enter = Callable[[str], Person]
AVISOS, ANSWER = "/panel/avisos", f"/panel/responsables/{OFFICE}"


def untold(services: Services, office: str = OFFICE, why: str = "dead") -> tuple[str, int]:
    """File a request whose news nobody could be told; return its code and the task."""
    made = filed(services, office=office)
    done(services, made.id, "firmar")
    with services.db.session() as db:
        row = db.exec(select(AvisoRow).where(AvisoRow.solicitud_id == made.id)).one()
        row.estado, row.motivo = "tarea", why
        task = Task(kind="aviso_sin_entregar", contact_id=row.contact_id, dependencia_id=office, tema=made.codigo, detail=f"firmar: {why}", created_at=services.clock())  # fmt: skip
        db.add_all([row, task])
        db.flush()
        assert task.id is not None
        return made.codigo, task.id


def one_request(services: Services, code: str) -> int:
    with services.db.reading_session() as db:
        return db.exec(select(SolicitudRow.id).where(SolicitudRow.codigo == code)).one() or 0


def notices(services: Services) -> list[tuple[str, str, str]]:
    with services.db.reading_session() as db:
        return list(db.exec(select(AvisoRow.clase, AvisoRow.estado, AvisoRow.camino).order_by(col(AvisoRow.id))))


def hand_over(services: Services, which: int, acto: str) -> None:
    """Give up on a notice as the dispatcher does: with its contact held."""
    with services.db.writing() as db:
        mine = (col(AvisoRow.solicitud_id) == which, col(AvisoRow.clase) == acto)
        (fila,) = [Fila(*row) for row in db.execute(sql(*COLUMNAS).where(*mine))]
        db.execute(sql(col(Contact.id)).where(col(Contact.id) == fila.contact_id).with_for_update(key_share=True))
        avisos_tareas.abrir(db, [fila], "dead", services.clock())


def close(person: Person, task: int, como: str) -> Person:
    """Send the form of one task as its page has it."""
    form = person.page.split(f'id="tarea-{task}"')[1].split("</form>")[0]
    return person.post(f"{AVISOS}/{task}", como=como, visto=re.findall(r'name="visto" value="(\d+)"', form))


def test_each_office_sees_whom_it_has_to_reach_and_why(enter: Enter, services: Services) -> None:
    mine, theirs = untold(services)[0], untold(services, OTHER)[0]
    page = enter("gestora").get(AVISOS).page
    assert (mine in page, theirs in page) == (True, False)
    assert "Pasó a firma. Por qué no llegó: ese número no recibe mensajes." in page
    assert "No enterado: 1" in page
    assert "1 persona no se ha enterado" in enter("gestora").get("/panel/").page
    page = enter("admin").get(AVISOS).page
    assert (mine in page, theirs in page) == (True, True)


def test_an_official_says_how_the_person_was_told(enter: Enter, services: Services) -> None:
    code, task = untold(services)
    gestora = enter("gestora").get(AVISOS)
    assert gestora.post(f"{AVISOS}/{task}", como="").status == 422
    assert "Escoge cómo se enteró." in gestora.page
    close(gestora, task, "llamada")
    assert "Nadie quedó sin enterarse." in gestora.page
    assert "se lo contó un funcionario por teléfono" in gestora.get(f"/panel/solicitudes/{code}").page
    with services.db.reading_session() as db:
        assert [row.action for row in auditoria.of_subject(db, f"tarea:{task}")] == ["cerrar aviso"]
        assert db.exec(select(AvisoRow.estado)).one() == "contado"
    gestora.get(AVISOS)
    assert "ya lo cerró otra persona" in gestora.get("/panel/clave").post(f"{AVISOS}/{task}", como="carta").page


def test_what_could_not_be_told_even_so_stays_untold(enter: Enter, services: Services) -> None:
    code, task = untold(services)
    gestora = close(enter("gestora").get(AVISOS), task, "imposible")
    assert "no enterado: un funcionario lo intentó y no se pudo" in gestora.get(f"/panel/solicitudes/{code}").page
    with services.db.reading_session() as db:
        assert db.exec(select(AvisoRow.estado)).one() == "tarea"
        assert db.get_one(Task, task).closed_at is not None


def test_what_came_after_the_page_was_read_is_not_closed_with_it(enter: Enter, services: Services) -> None:
    code, task = untold(services)
    gestora = enter("gestora").get(AVISOS)
    which = one_request(services, code)
    done(services, which, "responder", texto="Ya.")
    hand_over(services, which, "responder")
    close(gestora, task, "llamada")
    assert "Mientras tanto llegó otra novedad: díselo también." in gestora.page
    assert notices(services) == [("firmar", "contado", "llamada"), ("responder", "tarea", "")]
    assert ("<li>Se respondió." in gestora.page, "<li>Pasó a firma." in gestora.page) == (True, False)
    close(gestora, task, "visita")
    assert "Nadie quedó sin enterarse." in gestora.page
    assert notices(services)[1] == ("responder", "contado", "visita")


def test_news_that_fails_while_a_task_is_closed_opens_another(services: Services) -> None:
    code, task = untold(services)
    which = one_request(services, code)
    done(services, which, "responder", texto="Ya.")
    dispatcher = Thread(target=hand_over, args=(services, which, "responder"))
    with services.db.session() as db:
        seen = [one.id for one in tablero.tareas(db, OFFICE)[0].novedades]
        tablero.cerrar(db, task, OFFICE, "llamada", seen, services.clock())
        dispatcher.start()
        dispatcher.join(0.5)  # it waits for the contact until this is committed
    dispatcher.join()
    with services.db.reading_session() as db:
        (left,) = tablero.tareas(db, OFFICE)
    assert [one.clase for one in left.novedades] == ["responder"]


def test_nobody_closes_the_task_of_another_office(enter: Enter, services: Services) -> None:
    _, task = untold(services, OTHER)
    gestora = enter("gestora").get("/panel/clave").post(f"{AVISOS}/{task}", como="llamada")
    assert "no es de tu dependencia" in gestora.page
    assert enter("suelto").get("/panel/clave").post(f"{AVISOS}/{task}", como="llamada").status == 200
    with services.db.reading_session() as db:
        assert db.get_one(Task, task).closed_at is None


def test_what_waits_is_listed_by_its_state(enter: Enter, services: Services) -> None:
    made = filed(services)
    done(services, made.id, "firmar")
    gestora = enter("gestora")
    assert made.codigo in gestora.get(f"{AVISOS}?estado=pendiente").page
    assert "Todavía no se ha intentado" in gestora.page
    assert made.codigo not in gestora.get(f"{AVISOS}?estado=en_espera").page
    assert made.codigo not in enter("ajeno").get(f"{AVISOS}?estado=pendiente").page


def test_a_rejected_template_says_why(enter: Enter, services: Services) -> None:
    row = {"sid": "HX1", "nombre": "cambio_de_estado", "categoria": "UTILITY", "estado": "rejected", "razon": "Parece publicidad", "revisada_en": services.clock()}  # fmt: skip
    with services.db.writing() as db:
        db.execute(insert(PlantillaRow).values(**row))
    page = enter("gestora").get(AVISOS).page
    assert '<span class="estado mal">Rechazada</span><br>Parece publicidad' in page


def test_the_administrator_orders_who_answers(enter: Enter, services: Services) -> None:
    admin = enter("admin").get(ANSWER)
    base = admin.page.split('name="base" value="')[1].split('"')[0]
    admin.post(ANSWER, **{"base": base, "usuario-0": "gestora", "dias-0": "2", "usuario-2": "berta", "dias-2": "3"})
    assert "1. Gestora, 2 días hábiles; 2. Berta, 3 días hábiles" in admin.page
    with services.db.reading_session() as db:
        assert [(row.orden, row.usuario, row.dias) for row in cadena(db, OFFICE)] == [
            (0, "gestora", 2),
            (1, "berta", 3),
        ]
        assert [row.action for row in auditoria.of_subject(db, f"dependencia:{OFFICE}")] == ["cambiar responsables"]


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"usuario-0": "ajeno", "dias-0": "2"}, "Puesto 1: escoge una persona de esta dependencia."),
        ({"usuario-0": "gestora", "dias-0": "0"}, "Puesto 1: escribe los días hábiles, de 1 a 30."),
        ({"usuario-0": "gestora", "dias-0": "dos"}, "Puesto 1: escribe los días hábiles"),
        ({"usuario-0": "", "dias-0": "2"}, "Puesto 1: escoge una persona"),
        ({"usuario-0": "gestora", "dias-0": "1", "usuario-1": "gestora", "dias-1": "1"}, "Puesto 2: esa persona ya está arriba."),
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_is_explained_and_not_kept(
    enter: Enter, services: Services, form: dict[str, str], why: str
) -> None:
    admin = enter("admin").get(ANSWER).post(ANSWER, base="[]", **form)
    assert (admin.status, why in admin.page) == (422, True)
    with services.db.reading_session() as db:
        assert list(cadena(db, OFFICE)) == []


def test_two_administrators_at_once_do_not_overwrite_each_other(enter: Enter, services: Services) -> None:
    admin = enter("admin").get(ANSWER)
    admin.post(ANSWER, **{"base": "[]", "usuario-0": "gestora", "dias-0": "2"})
    admin.get(ANSWER).post(ANSWER, **{"base": "[]", "usuario-0": "berta", "dias-0": "2"})
    assert (admin.status, "Otra persona cambió esta lista" in admin.page) == (409, True)
    with services.db.reading_session() as db:
        assert [row.usuario for row in cadena(db, OFFICE)] == ["gestora"]


def test_who_saves_while_another_is_saving_learns_it(enter: Enter, services: Services) -> None:
    admin = enter("admin").get(ANSWER)
    form = {"base": "[]", "usuario-0": "berta", "dias-0": "2"}
    second = Thread(target=lambda: admin.post(ANSWER, **form))
    with services.db.session() as db:
        auditoria.hold(db)
        escribir(db, OFFICE, [("gestora", 2)])
        second.start()
        second.join(0.5)
    second.join()
    assert (admin.status, "Otra persona cambió esta lista" in admin.page) == (409, True)
    with services.db.reading_session() as db:
        assert [row.usuario for row in cadena(db, OFFICE)] == ["gestora"]


@pytest.mark.parametrize("usuario", ["gestora", "editora", "revisor"])
def test_only_the_administrator_orders_who_answers(enter: Enter, usuario: str) -> None:
    assert enter(usuario).get("/panel/responsables").status == 403
    assert enter(usuario).get("/panel/clave").post(ANSWER, base="[]").status == 403
