"""E-mail through the standard library to a real server on a real socket: what each of its answers means for the row."""

from collections.abc import Iterator
from email import message_from_string
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from bot.channels.correo import CorreoRoad
from bot.settings import load_settings
from notifier.ports import Salida, SendError, SendFailed, SendRefused, SendUnknown
from tests.correo.server import Servidor, served
from tests.worlds import NOON


@pytest.fixture
def server() -> Iterator[Servidor]:
    with served(Servidor()) as running:
        yield running


@pytest.fixture
def road(server: Servidor, tmp_path: Path) -> CorreoRoad:
    settings = load_settings(
        _env_file=None, data_dir=tmp_path, secret_key="x", smtp_url=f"smtp://avisos:cla%40ve@127.0.0.1:{server.port}",
        smtp_from="avisos@cartagena.example",
    )  # fmt: skip
    return CorreoRoad(settings, "Alcaldía de Cartagena")


def salida(**more: Any) -> Salida:
    base = {
        "texto": "Tu solicitud ya tiene respuesta.\n.\nAsí es.",
        "opciones": (),
        "confidential": False,
        "attempts": 1,
    }
    row = {
        "id": 7,
        "contact_id": 1,
        "address": "correo:ana@example.com",
        "channel": "correo",
        "kind": "aviso",
        "since": NOON,
    }
    return Salida(**{**row, **base, "asunto": "Solicitud ABCD:\nya tiene respuesta", **more})


def test_a_mail_arrives_whole_with_its_subject_and_an_id_of_its_own(road: CorreoRoad, server: Servidor) -> None:
    assert road.send(salida()).provider_id == "<aviso-7@cartagena.example>"
    [(sender, to, words)] = server.mails
    mail: Any = message_from_string(words, policy=default)
    assert (sender, to) == ("avisos@cartagena.example", "ana@example.com")
    assert str(mail["Subject"]) == "Solicitud ABCD: ya tiene respuesta"
    assert "Alcaldía de Cartagena" in str(mail["From"])
    assert mail["Message-ID"] == "<aviso-7@cartagena.example>"
    assert "Así es." in mail.get_content()
    assert len(server.logins) == 1


@pytest.mark.parametrize(
    ("command", "answer", "kind", "action"),
    [
        ("RCPT", "550 no existe", SendRefused, "dead"), ("RCPT", "451 luego", SendError, "provider"),
        ("MAIL", "553 no", SendRefused, "defect"), ("DATA", "554 no", SendRefused, "never"), (".", "552 muy largo", SendRefused, "never"),
        (".", "452 lleno", SendError, "provider"), ("AUTH", "535 no", SendError, "stop"), ("MAIL", "DROP", SendError, "provider"),
        (".", "DROP", SendUnknown, "unknown"),
    ],
)  # fmt: skip
def test_each_answer_means_what_it_should(
    road: CorreoRoad, server: Servidor, command: str, answer: str, kind: type[SendFailed], action: str
) -> None:
    server.answers = {command: answer}
    with pytest.raises(kind) as raised:
        road.send(salida())
    assert raised.value.action == action
    assert server.mails == []
    assert "ana" not in str(raised.value)


def test_what_the_server_says_at_the_end_does_not_send_it_again(road: CorreoRoad, server: Servidor) -> None:
    server.answers = {"QUIT": "500 que"}
    assert road.send(salida()).provider_id
    assert len(server.mails) == 1


def test_no_server_may_be_tried_again_and_a_lost_mail_is_never_sent_blindly(road: CorreoRoad, tmp_path: Path) -> None:
    away = CorreoRoad(road.settings.model_copy(update={"smtp_url": "smtp://127.0.0.1:9"}), "x")
    with pytest.raises(SendError):
        away.send(salida())
    with pytest.raises(SendFailed):
        road.find(salida())
