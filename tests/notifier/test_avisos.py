"""The life of a notice: grouped, at its hour, road after road, told at the next contact, and somebody's task at last."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from sqlalchemy import Connection, select, update
from sqlmodel import col

from knowledge.conversaciones import Address, Task
from notifier import events
from notifier.avisos import Dicho, despachar
from notifier.avisos_filas import Fila
from notifier.avisos_seguir import seguir
from notifier.caminos import Camino
from notifier.outbox import AVISOS
from notifier.ports import SendRefused
from tests.notifier.conftest import Post
from tests.notifier.libro import Libro

NIGHT = datetime(2026, 3, 31, 2, tzinfo=UTC)  # nine in the evening of Monday the 30th


@pytest.fixture
def libro(post: Post) -> Libro:
    return Libro(post)


class TestLeaving:
    def test_a_notice_settles_a_minute_and_is_delivered_when_the_vendor_says_so(self, libro: Libro) -> None:
        aviso = libro.aviso(libro.person())
        libro.work()
        assert libro.estado(aviso) == ("pendiente", "")
        libro.after(seconds=61)
        assert libro.estado(aviso) == ("en_camino", "mensaje")
        assert libro.row(aviso).salida_key == f"aviso:{aviso}:mensaje"
        libro.delivered(aviso)
        libro.work()
        assert libro.estado(aviso) == ("entregado", "mensaje")
        assert libro.tasks() == []

    def test_a_burst_is_one_message(self, libro: Libro) -> None:
        ana, beto = libro.person(), libro.person()
        avisos = [libro.aviso(ana) for _ in range(3)]
        other = libro.aviso(beto)
        libro.after(seconds=61)
        libro.after(seconds=61)
        assert libro.post.road.texts == [f"avisos {' '.join(map(str, avisos))}.", f"avisos {other}."]
        libro.delivered(avisos[0], "SM1")
        libro.work()
        assert [libro.estado(a)[0] for a in avisos] == ["entregado"] * 3
        assert libro.estado(other)[0] == "en_camino"

    def test_a_second_one_of_the_day_waits_for_the_afternoon(self, libro: Libro) -> None:
        ana = libro.person()
        libro.aviso(ana)
        libro.after(seconds=61)
        second = libro.aviso(ana)
        libro.after(hours=4, minutes=50)
        assert libro.estado(second)[0] == "pendiente"
        libro.after(minutes=10)  # 17:01
        assert libro.estado(second) == ("en_camino", "mensaje")
        third = libro.aviso(ana)
        libro.after(hours=1)
        assert libro.estado(third)[0] == "pendiente"
        libro.writes(ana)
        libro.work()
        assert libro.estado(third) == ("en_camino", "respuesta")

    def test_the_quiet_window_holds_it_unless_the_law_does_not_wait(self, libro: Libro) -> None:
        libro.post.clock.now = NIGHT
        ana, beto = libro.person(), libro.person()
        held, urgent = libro.aviso(ana, limite=date(2026, 3, 31)), libro.aviso(beto, limite=date(2026, 3, 30))
        libro.after(minutes=2)
        assert [libro.estado(held)[0], libro.estado(urgent)[0]] == ["pendiente", "en_camino"]
        libro.after(hours=9, minutes=59)
        assert libro.estado(held)[0] == "en_camino"

    def test_what_is_late_already_does_not_ring_on_easter_sunday(self, libro: Libro) -> None:
        libro.post.clock.now = datetime(2026, 4, 6, 1, tzinfo=UTC)  # eight in the evening
        avisos = [libro.aviso(libro.person(), acto, date(2026, 3, 20)) for acto in ("responder", "requerir")]
        libro.after(minutes=2)
        assert [libro.estado(aviso)[0] for aviso in avisos] == ["pendiente"] * 2
        libro.after(hours=11)  # Monday, past seven
        assert [libro.estado(aviso)[0] for aviso in avisos] == ["en_camino"] * 2

    def test_two_dispatchers_make_one_message(self, libro: Libro) -> None:
        libro.aviso(libro.person())
        libro.post.clock.forward(seconds=61)
        assert [despachar(libro.avisador()), despachar(libro.avisador())] == [1, 0]

    def test_four_dispatchers_at_once_make_one_message_for_each_person(self, libro: Libro) -> None:
        people = [libro.person() for _ in range(40)]
        avisos = [libro.aviso(who) for who in people for _ in range(2)]
        libro.post.clock.forward(seconds=61)
        together = Barrier(4)

        def dispatch(_: int) -> int:
            together.wait()
            return despachar(libro.avisador()) + seguir(libro.avisador())

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(dispatch, range(4))) <= len(people)
        despachar(libro.avisador())  # what somebody held when the others asked
        assert len(libro.post.states()) == len(people)
        assert {libro.estado(aviso)[0] for aviso in avisos} == {"en_camino"}

    def test_a_pause_stops_notices_and_answers_nobody_less(self, libro: Libro) -> None:
        ana = libro.person()
        aviso = libro.aviso(ana)
        libro.post.clock.forward(seconds=61)
        despachar(libro.avisador())
        with libro.post.db.writing() as db:
            events.pause(db, AVISOS, libro.post.clock.now.replace(year=2036))
        libro.writes(ana)
        libro.after(minutes=5)
        assert [text.split()[0] for text in libro.post.road.texts] == ["respuesta"]
        with libro.post.db.writing() as db:
            events.pause(db, AVISOS, libro.post.clock())
        libro.after(seconds=10)
        assert libro.post.road.texts[-1] == f"avisos {aviso}."

    def test_a_notice_leaves_six_seconds_after_what_was_sent_before_it(self, libro: Libro) -> None:
        ana = libro.person()
        libro.aviso(ana)
        libro.post.clock.forward(seconds=61)
        libro.post.queue(ana, f"whatsapp:{ana}", "respuesta")
        libro.work()
        assert libro.post.road.texts == ["respuesta"]
        libro.after(seconds=5)
        assert len(libro.post.road.texts) == 1
        libro.after(seconds=2)
        assert len(libro.post.road.texts) == 2

    def test_what_cannot_be_worded_is_somebodys_task_and_holds_nobody(self, libro: Libro) -> None:
        bad, good = libro.aviso(libro.person()), libro.aviso(libro.person())

        def says(db: Connection, filas: Sequence[Fila], camino: Camino) -> Dicho | None:
            if filas[0].id == bad:
                raise KeyError("x")
            return Dicho("bien")

        libro.says = says
        libro.after(seconds=61)
        assert (libro.estado(bad)[0], libro.estado(good)[0]) == ("tarea", "en_camino")
        assert libro.tasks() == [("aviso_sin_entregar", "infraestructura")]


class TestConsent:
    def test_who_did_not_ask_gets_no_push_and_an_official_is_told(self, libro: Libro) -> None:
        aviso = libro.aviso(libro.person(yes=False))
        libro.after(seconds=61)
        assert (libro.estado(aviso)[0], libro.row(aviso).motivo) == ("en_espera", "sin_permiso")
        libro.after(days=2)
        assert (libro.estado(aviso)[0], libro.post.road.sent) == ("tarea", [])

    def test_who_leaves_between_queue_and_sending_gets_nothing(self, libro: Libro) -> None:
        ana = libro.person()
        aviso = libro.aviso(ana)
        libro.post.clock.forward(seconds=61)
        despachar(libro.avisador())
        libro.leaves(ana)
        libro.work()
        libro.after(seconds=10)
        assert (libro.estado(aviso)[0], libro.post.road.sent) == ("en_espera", [])

    @pytest.mark.parametrize("mark", ["dead", "opted_out"])
    def test_an_address_where_nobody_is_or_wants_gets_nothing(self, libro: Libro, mark: str) -> None:
        libro.canales = ("whatsapp", "sms")
        ana = libro.person()
        libro.address(ana, "sms")
        with libro.post.db.writing() as db:
            db.execute(update(Address).where(col(Address.channel) == "whatsapp").values(**{mark: True}))
        aviso = libro.aviso(ana)
        libro.after(seconds=61)
        assert (libro.estado(aviso)[0], libro.post.road.sent) == ("en_espera", [])
        libro.after(days=2)
        # A number that is gone says nothing of another; who left one channel is pushed nothing on any.
        assert libro.estado(aviso)[0] == ("en_camino" if mark == "dead" else "tarea")

    @pytest.mark.parametrize("channel", ["web", "consola"])
    def test_who_cannot_be_reached_is_waited_for(self, libro: Libro, channel: str) -> None:
        aviso = libro.aviso(libro.person(channel))
        libro.after(seconds=61)
        assert (libro.estado(aviso)[0], libro.row(aviso).motivo) == ("en_espera", "sin_whatsapp")


class TestNextContact:
    def test_the_answer_carries_what_waits(self, libro: Libro) -> None:
        ana = libro.person()
        libro.post.clock.forward(hours=24)
        aviso = libro.aviso(ana)
        libro.after(seconds=61)
        assert libro.writes(ana) == [aviso]
        libro.work()
        assert libro.estado(aviso) == ("en_camino", "respuesta")
        libro.delivered(aviso)
        libro.work()
        assert libro.estado(aviso) == ("contado", "respuesta")

    def test_an_answer_without_receipt_counts_after_a_quarter_of_an_hour(self, libro: Libro) -> None:
        ana = libro.person()
        libro.post.clock.forward(hours=24)
        aviso = libro.aviso(ana)
        libro.after(seconds=61)
        libro.writes(ana)
        libro.work()
        libro.after(minutes=16)
        assert libro.estado(aviso)[0] == "contado"

    def test_an_answer_that_failed_leaves_it_waiting(self, libro: Libro) -> None:
        ana = libro.person()
        libro.post.clock.forward(hours=24)
        aviso = libro.aviso(ana)
        libro.after(seconds=61)
        libro.post.road.failures = [SendRefused("never", "63049")]
        libro.writes(ana)
        libro.work()
        assert (libro.estado(aviso)[0], libro.row(aviso).motivo) == ("en_espera", "never:63049")

    def test_who_came_and_could_not_be_told_gets_it_when_the_conversation_is_over(self, libro: Libro) -> None:
        ana = libro.person()
        libro.post.clock.forward(hours=24)
        aviso = libro.aviso(ana)
        libro.after(seconds=61)
        libro.post.clock.forward(seconds=30)
        assert libro.writes(ana, hears=False) == []
        libro.after(minutes=29)
        assert libro.estado(aviso)[0] == "en_espera"
        libro.after(minutes=2)
        assert libro.estado(aviso) == ("en_camino", "mensaje")


def test_one_open_task_a_request(libro: Libro) -> None:
    ana = libro.person(yes=False)
    first, second = libro.aviso(ana), libro.aviso(ana)
    libro.after(seconds=61)
    libro.after(days=2)
    assert [libro.estado(a)[0] for a in (first, second)] == ["tarea", "tarea"]
    with libro.post.db.reading() as db:
        assert db.execute(select(col(Task.tema)).where(col(Task.kind) == "aviso_sin_entregar")).scalars().all() == [
            "C2",
            "C3",
        ]
