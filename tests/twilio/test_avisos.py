"""A notice over the official client: message, template, SMS and mail, its receipts, and the answer that carries it."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlmodel import col

from bot.embedded import avisador_of, delivery_of, look_at_templates
from bot.services import Services
from knowledge.avisos import TEMA_SOLICITUDES, AvisoRow, PlantillaRow
from knowledge.conversaciones import Address, Contact, Outgoing, Subscription, Task
from knowledge.tramitar import Datos, Nueva, actuar, registrar
from notifier.avisos import despachar
from notifier.avisos_seguir import seguir
from notifier.delivery import run_once, sweep
from tests.correo.server import Servidor, served
from tests.twilio.conftest import Twilio, judge
from tests.twilio.fake import Fake, row_of
from tests.worlds import Clock

SID = "HX" + "b" * 32
APPROVED = {"type": "whatsapp", "name": "aviso", "category": "UTILITY", "status": "approved", "rejection_reason": ""}
TEMPLATE = {"body": "Tu solicitud {{1}}: {{2}}. Escribe estado.", "approval": APPROVED}
MORE = {"twilio_template_aviso": SID, "twilio_sms_from": "+573000000001"}


@pytest.fixture
def all_roads(wired: Services, fake: Fake) -> Services:
    """Return services with a template and SMS, the template known to the vendor."""
    fake.templates[SID] = dict(TEMPLATE)
    return replace(wired, settings=wired.settings.model_copy(update=MORE))


def changed(services: Services, acto: str = "firmar", texto: str = "") -> tuple[int, str]:
    """Have the person who last wrote file a petition and an official do something with it. Returns notice and code."""
    mesa = services.mesa(services.clock())
    with services.db.writing() as db:
        who = db.execute(select(col(Contact.id)).order_by(col(Contact.id).desc()).limit(1)).scalar_one()
        known = select(col(Subscription.id)).where(col(Subscription.contact_id) == who)
        if db.execute(known).first() is None:
            row = {"contact_id": who, "tema": TEMA_SOLICITUDES, "active": True, "at": mesa.now}
            db.execute(insert(Subscription).values(**row))
        new = Nueva("peticion_general", {"objeto": "x"}, "infraestructura", "Infraestructura", "whatsapp", who)
        made = registrar(db, mesa, new)
        actuar(db, mesa, made.id, acto, "ana", Datos(texto))  # type: ignore[arg-type]
        which = db.execute(select(col(AvisoRow.id)).order_by(col(AvisoRow.id).desc()).limit(1)).scalar_one()
    return int(which or 0), made.codigo


def work(services: Services) -> None:
    """Do what the timetable does every five seconds."""
    seguir(avisador_of(services))
    despachar(avisador_of(services))
    while run_once(delivery_of(services)):
        pass
    sweep(delivery_of(services))
    seguir(avisador_of(services))


def estado(services: Services, which: int) -> tuple[str, str]:
    with services.db.reading() as db:
        row = db.execute(select(col(AvisoRow.estado), col(AvisoRow.camino)).where(col(AvisoRow.id) == which)).one()
    return row[0], row[1]


def test_the_whole_round_from_the_act_to_the_receipt(tw: Twilio, fake: Fake, clock: Clock) -> None:
    tw.says("hola")
    work(tw.services)
    which, codigo = changed(tw.services, "responder", "Ya arreglamos la luminaria de la calle 30.")
    clock.forward(seconds=61)
    work(tw.services)
    sent = fake.messages[-1]
    assert codigo in sent["body"]
    assert "Ya arreglamos la luminaria" in sent["body"]
    assert "*BAJA*" in sent["body"]
    tw.status(row_of(sent["callback"]), "delivered", sid=sent["sid"])
    work(tw.services)
    assert estado(tw.services, which) == ("entregado", "mensaje")


def test_outside_the_window_the_template_carries_code_and_state(
    tw: Twilio, all_roads: Services, fake: Fake, clock: Clock
) -> None:
    tw.says("hola")
    work(all_roads)
    clock.forward(hours=25)
    which, codigo = changed(all_roads)
    clock.forward(seconds=61)
    work(all_roads)
    assert estado(all_roads, which) == ("en_camino", "plantilla")
    assert fake.messages[-1]["body"] == f"Tu solicitud {codigo}: pasa a firma. Escribe estado."


def test_a_template_that_may_have_been_sent_is_found_by_what_filled_it(
    tw: Twilio, all_roads: Services, fake: Fake, clock: Clock
) -> None:
    tw.says("hola")
    work(all_roads)
    clock.forward(hours=25)
    changed(all_roads)
    clock.forward(seconds=61)
    fake.fail = ["lost"]
    work(all_roads)
    for _ in range(4):
        clock.forward(seconds=61)
        work(all_roads)
    assert len([m for m in fake.messages if m["content"] == SID]) == 1


def test_everything_a_notice_sends_obeys_the_vendors_specifications(
    tw: Twilio, all_roads: Services, fake: Fake, clock: Clock, spec: Callable[[str], dict[str, Any]]
) -> None:
    tw.says("hola")
    work(all_roads)
    with all_roads.db.writing() as db:
        who = db.execute(select(col(Contact.id))).scalar_one()
        db.execute(
            insert(Address).values(
                contact_id=who, channel="sms", address="sms:+573001112233", dead=False, opted_out=False
            )
        )
    changed(all_roads, "requerir", "Falta la dirección exacta.\nY una foto." * 20)
    clock.forward(seconds=61)
    work(all_roads)
    clock.forward(hours=25)
    which, _ = changed(all_roads)
    clock.forward(seconds=61)
    work(all_roads)
    assert estado(all_roads, which)[1] == "plantilla"
    clock.forward(days=6)  # past Holy Week
    work(all_roads)
    clock.forward(seconds=7)
    work(all_roads)
    assert estado(all_roads, which)[1] == "sms"
    look_at_templates(all_roads)
    messages = [r for r in fake.requests if r.path.endswith("/Messages.json")]
    sms = [r for r in messages if b"To=%2B57" in r.body]
    assert (
        judge(spec("twilio_messages_strict.json"), "https://api.twilio.com", [r for r in messages if r not in sms]) >= 3
    )
    assert judge(_for_sms(spec("twilio_messages_strict.json")), "https://api.twilio.com", sms) >= 1
    approvals = [r for r in fake.requests if r.path.endswith("/ApprovalRequests")]
    assert judge(spec("twilio_content_v1.json"), "https://content.twilio.com", approvals) == 1
    assert b"*" not in sms[0].body


def _for_sms(strict: dict[str, Any]) -> dict[str, Any]:
    """Return the vendor's specification with numbers in the place of WhatsApp's addresses, everything else as it is."""
    spec = copy.deepcopy(strict)
    post = spec["paths"]["/2010-04-01/Accounts/{AccountSid}/Messages.json"]["post"]
    for side in ("To", "From"):
        fields = post["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]["properties"]
        fields[side]["pattern"] = r"^\+[1-9][0-9]{6,14}$"
    return spec


@pytest.mark.parametrize(
    ("change", "usable", "alarms"),
    [({}, True, 0), ({"status": "rejected"}, False, 1), ({"status": "paused"}, False, 1), ({"category": "MARKETING"}, False, 1), ({"status": "pending"}, False, 0)],
)  # fmt: skip
def test_each_night_the_template_is_looked_at(
    tw: Twilio, all_roads: Services, fake: Fake, change: dict[str, str], usable: bool, alarms: int
) -> None:
    fake.templates[SID]["approval"] = {**APPROVED, **change}
    look_at_templates(all_roads)
    look_at_templates(all_roads)
    with all_roads.db.reading() as db:
        row = db.execute(select(col(PlantillaRow.nombre), col(PlantillaRow.estado), col(PlantillaRow.categoria))).one()
        tasks = db.execute(select(col(Task.id)).where(col(Task.tema) == "plantilla-inservible")).all()
    assert (row.estado == "approved" and row.categoria == "UTILITY") is usable
    assert (row.nombre, len(tasks)) == ("aviso", alarms)


def test_a_mail_goes_when_nothing_else_did_and_is_never_taken_for_read(
    tw: Twilio, wired: Services, clock: Clock
) -> None:
    with served(Servidor()) as server:
        more = {"smtp_url": f"smtp://127.0.0.1:{server.port}", "smtp_from": "avisos@cartagena.example"}
        services = replace(wired, settings=wired.settings.model_copy(update=more))
        tw.says("hola")
        work(services)
        with services.db.writing() as db:
            who = db.execute(select(col(Contact.id))).scalar_one()
            db.execute(update(Address).values(dead=True))
            db.execute(
                insert(Address).values(
                    contact_id=who, channel="correo", address="ana@example.com", dead=False, opted_out=False
                )
            )
        which, codigo = changed(services)
        clock.forward(seconds=61)
        work(services)
        clock.forward(days=7)
        work(services)
        assert estado(services, which) == ("en_camino", "correo")
        [(_, to, words)] = server.mails
        assert to == "ana@example.com"
        assert codigo in words
        clock.forward(hours=25)
        work(services)
        work(services)
        assert estado(services, which)[0] == "tarea"


class TestInTheAnswer:
    def _waiting(self, tw: Twilio, clock: Clock) -> tuple[int, str]:
        tw.says("hola")
        work(tw.services)
        clock.forward(hours=25)
        which, codigo = changed(tw.services)
        clock.forward(seconds=61)
        work(tw.services)
        assert estado(tw.services, which)[0] == "en_espera"
        return which, codigo

    def test_who_writes_is_told_in_one_bubble_before_what_they_asked(
        self, tw: Twilio, fake: Fake, clock: Clock
    ) -> None:
        which, codigo = self._waiting(tw, clock)
        tw.says("gracias")
        work(tw.services)
        said = fake.messages[-1]
        assert said["body"].startswith(f"Tienes un aviso: La respuesta a tu solicitud *{codigo}* pasa a firma.\n\n")
        assert "gusto" in said["body"]
        tw.status(row_of(said["callback"]), "read", sid=said["sid"])
        work(tw.services)
        assert estado(tw.services, which) == ("contado", "respuesta")
        tw.says("gracias")
        work(tw.services)
        assert "Tienes un aviso" not in fake.messages[-1]["body"]

    def test_in_english_to_who_speaks_it(self, tw: Twilio, fake: Fake, clock: Clock) -> None:
        self._waiting(tw, clock)
        tw.says("english")
        work(tw.services)
        assert fake.messages[-1]["body"].startswith("You have a notice: The answer to your request")

    @pytest.mark.parametrize("text", ["emergencia, se esta quemando mi casa", "BAJA"])
    def test_an_emergency_and_an_opt_out_carry_nothing(self, tw: Twilio, fake: Fake, clock: Clock, text: str) -> None:
        which, codigo = self._waiting(tw, clock)
        tw.says(text)
        work(tw.services)
        assert codigo not in fake.messages[-1]["body"]
        assert estado(tw.services, which)[0] == "en_espera"

    def test_a_failure_of_the_wording_costs_nobody_an_answer(self, tw: Twilio, fake: Fake, clock: Clock) -> None:
        which, _ = self._waiting(tw, clock)
        with tw.services.db.writing() as db:
            db.execute(update(AvisoRow).values(solicitud_id=None))
        tw.says("gracias")
        work(tw.services)
        assert "gusto" in fake.messages[-1]["body"]
        assert estado(tw.services, which)[0] == "en_espera"


def test_the_rows_of_a_notice_hold_what_they_say(tw: Twilio, all_roads: Services, clock: Clock) -> None:
    tw.says("hola")
    clock.forward(hours=25)
    which, codigo = changed(all_roads)
    clock.forward(seconds=61)
    despachar(avisador_of(all_roads))
    with all_roads.db.reading() as db:
        body = db.execute(
            select(col(Outgoing.body)).where(col(Outgoing.key) == f"aviso:{which}:plantilla")
        ).scalar_one()
    assert json.loads(body)["plantilla"] == [SID, codigo, "pasa a firma"]
