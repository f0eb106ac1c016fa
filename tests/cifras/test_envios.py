"""Reports sent by e-mail to a real server on a real socket: once to each address, or told to the operators."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_string
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from sqlmodel import select

from bot.reportes.correo import ALARM, SIN_CORREO, WAITS_MIN, enviar_due, por_enviar
from bot.reportes.hacer import make_due
from bot.services import Services
from knowledge.cifras import EnvioRow, ReporteRow
from knowledge.conversaciones import Event, Task
from tests.cifras.published import publish, with_mail
from tests.cifras.test_reportes import paper
from tests.correo.server import Servidor, served
from tests.worlds import Clock

ANA, OGP = "control.interno@ejemplo.gov.co", "ogp@ejemplo.gov.co"
LIST = (("mensual", ANA), ("mensual", OGP), ("trimestral", OGP), ("anual", ANA))


@pytest.fixture
def server() -> Iterator[Servidor]:
    with served(Servidor()) as running:
        yield running


@pytest.fixture
def office(services: Services, clock: Clock, server: Servidor) -> Services:
    """Return services of an entity that has a list and a mail server, with its reports made."""
    here = with_mail(services, server, LIST)
    publish(here, clock)
    make_due(here, paper)
    return here


def envios(services: Services) -> list[EnvioRow]:
    with services.db.reading_session() as db:
        return list(db.exec(select(EnvioRow).order_by(EnvioRow.reporte_id, EnvioRow.correo)))  # type: ignore[arg-type]


def states(services: Services) -> set[str]:
    return {row.estado for row in envios(services)}


def alarms(services: Services) -> list[str]:
    with services.db.reading_session() as db:
        return [task.detail for task in db.exec(select(Task).where(Task.kind == "alarma"))]


def test_each_address_of_the_list_gets_its_reports_once(office: Services, server: Servidor) -> None:
    assert enviar_due(office) == 7  # three months to two addresses, one quarter to one
    assert enviar_due(office) == 0
    make_due(office, paper)
    assert enviar_due(office) == 0
    assert states(office) == {"enviado"}
    assert sorted(to for _, to, _ in server.mails) == [ANA] * 3 + [OGP] * 4
    mails: list[Any] = [message_from_string(words, policy=default) for *_, words in server.mails]
    assert len({mail["Message-ID"] for mail in mails}) == 7
    march = next(mail for mail in mails if str(mail["Subject"]) == "Informe mensual de Catalina: marzo de 2026")
    text = march.get_content()
    assert "En marzo de 2026, Catalina atendió 30 conversaciones de 30 personas." in text
    assert "https://catalina.example/estadisticas/informes/mensual-2026-03-01-2026-03-31" in text
    assert not march.is_multipart()
    assert "Alcaldía de Cartagena" in str(march["From"])


def test_a_server_that_is_away_is_tried_six_times_with_growing_waits(
    office: Services, server: Servidor, clock: Clock
) -> None:
    server.answers = {"RCPT": "451 luego"}
    assert enviar_due(office) == 7
    assert (states(office), enviar_due(office)) == ({"pendiente"}, 0)
    for n, wait in enumerate(WAITS_MIN, 2):
        clock.forward(minutes=wait - 0.1)
        assert enviar_due(office) == 0
        clock.forward(minutes=0.2)
        assert enviar_due(office) == 7
        assert {row.attempts for row in envios(office)} == {n}
    assert states(office) == {"fallido"}
    [told] = alarms(office)
    assert "no respondió en 6 intentos (smtp-451)" in told
    assert "@" not in told
    server.answers = {}
    clock.forward(days=9)
    assert enviar_due(office) == 0


def test_a_server_that_comes_back_gets_what_waited(office: Services, server: Servidor, clock: Clock) -> None:
    server.answers = {"DATA": "452 lleno"}
    enviar_due(office)
    server.answers = {}
    clock.forward(minutes=2)
    assert enviar_due(office) == 7
    assert (states(office), len(server.mails), alarms(office)) == ({"enviado"}, 7, [])


@pytest.mark.parametrize(
    ("command", "answer", "state"), [("RCPT", "550 no existe", "fallido"), (".", "DROP", "incierto")]
)
def test_what_will_never_go_or_may_have_gone_is_not_tried_again_and_is_told(
    office: Services, server: Servidor, clock: Clock, command: str, answer: str, state: str
) -> None:
    server.answers = {command: answer}
    assert enviar_due(office) == 7
    assert states(office) == {state}
    server.answers = {}
    clock.forward(days=2)
    assert (enviar_due(office), server.mails, len(alarms(office))) == (0, [], 1)


def test_a_mail_whose_sender_died_is_told_once_even_without_a_mail_server(
    services: Services, office: Services, server: Servidor, clock: Clock
) -> None:
    def dies(point: str) -> None:
        if point == "reporte-por-salir":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        enviar_due(replace(office, fault=dies))
    assert states(office) == {"incierto", "pendiente"}
    clock.forward(minutes=9)
    enviar_due(services)
    assert told(services) == []
    clock.forward(minutes=2)
    for _ in range(3):
        enviar_due(services)
        clock.forward(days=1)
    [said] = told(services)
    assert said.startswith("Informe mensual de Catalina: enero de 2026: el programa se detuvo")
    assert alarms(services) == [said]
    assert (enviar_due(office), len(server.mails)) == (6, 6)  # and that one goes never again


def told(services: Services) -> list[str]:
    with services.db.reading_session() as db:
        return [event.detail for event in db.exec(select(Event).where(Event.kind == ALARM))]


CHILD = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from bot.reportes.correo import enviar_due
from bot.services import make_services
from bot.settings import load_settings
from tests.cifras.published import APRIL
url, folder, point, smtp = sys.argv[1:]
die = lambda name: os.kill(os.getpid(), signal.SIGKILL) if name == point else None
settings = load_settings(_env_file=None, database_url=url, data_dir=Path(folder), secret_key="secret-of-the-tests",
                         public_url="https://catalina.example", smtp_url=smtp, smtp_from="informes@ejemplo.gov.co")
enviar_due(replace(make_services(settings, clock=lambda: APRIL), fault=die))
"""


@pytest.mark.drill
@pytest.mark.parametrize(("point", "left"), [("reporte-por-salir", 0), ("reporte-salido", 1)])
def test_killed_around_the_sending_no_mail_goes_twice(
    office: Services, server: Servidor, clock: Clock, database_url: str, point: str, left: int
) -> None:
    folder, smtp = office.settings.data_dir, office.settings.smtp_url
    command = [sys.executable, "-c", CHILD, database_url, str(folder), point, smtp]
    died = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}, timeout=120)
    assert died.returncode == -signal.SIGKILL
    assert len(server.mails) == left
    assert enviar_due(office) == 6
    assert sorted(row.estado for row in envios(office)) == ["enviado"] * 6 + ["incierto"]
    assert alarms(office) == []  # another process may be sending it at this moment
    clock.forward(minutes=11)
    assert enviar_due(office) == 0
    [told] = alarms(office)
    assert "el programa se detuvo" in told
    assert len({(to, message_from_string(words)["Message-ID"]) for _, to, words in server.mails}) == 6 + left


def test_without_a_mail_server_they_wait(services: Services, office: Services, clock: Clock) -> None:
    assert enviar_due(services) == 0
    assert states(services) == {"pendiente"}
    assert por_enviar(services) == 7
    assert "CATALINA_SMTP_URL" in SIN_CORREO
    clock.forward(days=1)
    assert enviar_due(office) == 7


def test_what_is_made_of_an_old_period_is_kept_and_sent_to_nobody(office: Services, clock: Clock) -> None:
    with office.db.writing() as db:
        db.execute(delete(EnvioRow))
        db.execute(delete(ReporteRow))
    clock.now = datetime(2026, 6, 10, tzinfo=UTC)  # a hundred days after February, seventy after March
    assert make_due(office, paper) == 4
    with office.db.reading_session() as db:
        sent = {
            (one.tipo, one.hasta.month) for row in envios(office) if (one := db.get_one(ReporteRow, row.reporte_id))
        }
    assert sent == {("mensual", 3), ("trimestral", 3)}
