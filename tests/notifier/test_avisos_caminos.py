"""Road after road: message, template, waiting for the person, SMS, e-mail, and at last somebody's task."""

from datetime import date

import pytest
from sqlalchemy import delete, insert, update

from knowledge.avisos import PlantillaRow
from knowledge.conversaciones import Address, Outgoing
from notifier.avisos import despachar
from notifier.avisos_seguir import seguir
from notifier.ports import SendRefused, SendUnknown
from tests.notifier.conftest import Post
from tests.notifier.libro import SID, Libro


@pytest.fixture
def libro(post: Post) -> Libro:
    return Libro(post)


class TestRoads:
    def test_out_of_the_window_it_waits_two_business_days_and_is_a_task(self, libro: Libro) -> None:
        ana = libro.person()
        libro.post.clock.forward(hours=24)  # Tuesday; Thursday and Friday are Holy
        aviso = libro.aviso(ana)
        libro.after(seconds=61)
        assert libro.estado(aviso)[0] == "en_espera"
        libro.after(days=4, hours=20)  # Sunday: Wednesday alone has counted
        assert libro.estado(aviso)[0] == "en_espera"
        libro.after(days=1)
        assert libro.estado(aviso)[0] == "tarea"
        assert libro.row(aviso).motivo == "fuera_de_ventana"
        assert libro.tasks() == [("aviso_sin_entregar", "infraestructura")]

    def test_near_the_laws_last_day_nobody_is_waited_for(self, libro: Libro) -> None:
        ana = libro.person()
        libro.address(ana, "sms")
        libro.canales = ("whatsapp", "sms")
        libro.post.clock.forward(hours=24)
        aviso = libro.aviso(ana, limite=date(2026, 4, 1))
        libro.after(seconds=61)
        assert libro.estado(aviso) == ("en_camino", "sms")

    @pytest.mark.parametrize(
        ("address", "road"), [("whatsapp:+573001112233", "sms"), ("whatsapp:CO.1349", ""), ("whatsapp:+57", "")]
    )
    def test_a_whatsapp_number_is_a_phone_and_a_business_id_is_none(
        self, libro: Libro, address: str, road: str
    ) -> None:
        libro.canales = ("whatsapp", "sms")
        ana = libro.person()
        with libro.post.db.writing() as db:
            db.execute(update(Address).values(address=address))
        libro.post.clock.forward(hours=24)
        aviso = libro.aviso(ana, limite=date(2026, 4, 1))
        libro.after(seconds=61)
        assert libro.estado(aviso) == (("en_camino", "sms") if road else ("tarea", ""))
        assert [sent.address for sent in libro.post.road.sent] == (["sms:+573001112233"] if road else [])

    def test_who_stops_the_sms_is_not_written_to_again(self, libro: Libro) -> None:
        libro.canales = ("whatsapp", "sms")
        ana = libro.person()
        with libro.post.db.writing() as db:
            db.execute(update(Address).values(address="whatsapp:+573001112233"))
        libro.post.clock.forward(hours=24)
        libro.post.road.failures = [SendRefused("opted_out", "21610")]
        first = libro.aviso(ana, limite=date(2026, 4, 1))
        libro.after(seconds=61)
        second = libro.aviso(ana, limite=date(2026, 4, 1))
        libro.after(hours=1)
        libro.after(hours=1)
        assert [libro.estado(aviso)[0] for aviso in (first, second)] == ["tarea", "tarea"]
        assert libro.post.road.sent == []

    def test_without_the_sms_road_no_phone_is_looked_for(self, libro: Libro) -> None:
        ana = libro.person()
        with libro.post.db.writing() as db:
            db.execute(update(Address).values(address="whatsapp:+573001112233"))
        libro.post.clock.forward(hours=24)
        aviso = libro.aviso(ana, limite=date(2026, 4, 1))
        libro.after(seconds=61)
        assert libro.estado(aviso)[0] == "tarea"

    def test_out_of_the_window_a_usable_template_goes(self, libro: Libro) -> None:
        libro.plantilla = SID
        ana = libro.person()
        libro.post.clock.forward(hours=24)
        aviso = libro.aviso(ana)
        libro.after(seconds=61)
        assert libro.estado(aviso) == ("en_camino", "plantilla")
        [sent] = libro.post.road.sent
        assert sent.plantilla is not None
        assert (sent.plantilla.sid, sent.plantilla.valores) == (SID, ("CODIGO", "cambió"))

    @pytest.mark.parametrize(
        ("estado", "categoria"), [("rejected", "UTILITY"), ("approved", "MARKETING"), ("pending", "UTILITY")]
    )
    def test_a_template_that_cannot_be_used_is_not_tried(self, libro: Libro, estado: str, categoria: str) -> None:
        libro.plantilla = SID
        ana = libro.person()
        now = libro.post.clock()
        with libro.post.db.writing() as db:
            row = {
                "sid": SID,
                "nombre": "aviso",
                "categoria": categoria,
                "estado": estado,
                "razon": "",
                "revisada_en": now,
            }
            db.execute(insert(PlantillaRow).values(**row))
        libro.post.clock.forward(hours=24)
        aviso = libro.aviso(ana)
        libro.after(seconds=61)
        assert (libro.estado(aviso)[0], libro.post.road.sent) == ("en_espera", [])

    def test_a_window_only_the_vendor_sees_closed_gets_the_template_once(self, libro: Libro) -> None:
        libro.plantilla = SID
        aviso = libro.aviso(libro.person())
        libro.after(seconds=61)
        libro.fails(aviso, "window", "63016")
        libro.after(seconds=10)
        libro.after(seconds=10)
        assert libro.estado(aviso) == ("en_camino", "plantilla")
        libro.fails(aviso, "template", "63040")
        libro.after(seconds=10)
        libro.after(seconds=10)
        assert libro.estado(aviso)[0] == "en_espera"
        assert libro.row(aviso).probados == "mensaje plantilla"
        other = libro.aviso(libro.person(wrote=False))
        libro.after(seconds=61)
        assert libro.estado(other)[0] == "en_espera", "a template that was refused is not tried again"

    def test_after_whatsapp_an_sms_and_after_it_a_mail_and_after_it_a_task(self, libro: Libro) -> None:
        libro.canales = ("whatsapp", "sms", "correo")
        ana = libro.person()
        libro.address(ana, "sms")
        libro.address(ana, "correo")
        aviso = libro.aviso(ana)
        libro.after(seconds=61)
        libro.fails(aviso, "dead", "63024")
        libro.after(seconds=10)
        assert libro.estado(aviso)[0] == "pendiente"
        libro.after(seconds=10)
        assert libro.estado(aviso)[0] == "en_espera"
        libro.after(days=2)
        assert libro.estado(aviso) == ("en_camino", "sms")
        libro.fails(aviso, "never", "30003")
        libro.after(seconds=10)
        libro.after(seconds=10)
        assert libro.estado(aviso) == ("en_camino", "correo")
        assert libro.post.road.sent[-1].asunto == "Novedad"
        libro.after(hours=25)
        libro.after(days=6)
        assert (libro.estado(aviso)[0], libro.row(aviso).motivo) == ("tarea", "sin_acuse")

    def test_silence_of_three_days_is_no_delivery(self, libro: Libro) -> None:
        aviso = libro.aviso(libro.person())
        libro.after(seconds=61)
        libro.after(hours=71)
        assert libro.estado(aviso)[0] == "en_camino"
        libro.after(hours=2)
        libro.after(days=4)
        assert libro.estado(aviso)[0] == "tarea"

    def test_late_good_news_closes_the_task(self, libro: Libro) -> None:
        aviso = libro.aviso(libro.person())
        libro.after(seconds=61)
        key = libro.row(aviso).salida_key
        libro.after(days=4)
        libro.after(days=4)
        assert libro.estado(aviso)[0] == "tarea"
        libro.delivered(aviso)
        libro.work()
        assert (libro.estado(aviso), libro.row(aviso).salida_key) == (("entregado", "mensaje"), key)
        assert (libro.tasks(), len(libro.tasks(still_open=False))) == ([], 1)

    def test_a_vendor_that_is_away_for_days_does_not_hold_it_for_ever(self, libro: Libro) -> None:
        aviso = libro.aviso(libro.person())
        libro.post.road.failures = [SendUnknown("500")]
        libro.post.road.blind = True
        libro.after(seconds=61)
        libro.after(hours=71)
        assert libro.estado(aviso) == ("en_camino", "mensaje")
        libro.after(hours=2)
        libro.after(days=4)
        assert libro.estado(aviso)[0] == "tarea"
        assert libro.post.states() == ["descartada"], "what was given up must not go out beside the next road"

    def test_a_row_that_vanished_is_no_delivery(self, libro: Libro) -> None:
        aviso = libro.aviso(libro.person())
        libro.post.clock.forward(seconds=61)
        despachar(libro.avisador())
        with libro.post.db.writing() as db:
            db.execute(delete(Outgoing))
        seguir(libro.avisador())
        assert (libro.estado(aviso)[0], libro.row(aviso).motivo) == ("pendiente", "sin_rastro")
