"""`/metrics`: what it says is what the tables hold, Prometheus's own parser reads it, and nobody from outside does."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client import Metric
from prometheus_client.openmetrics import parser as openmetrics
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event, insert, text

from bot.app import create_app
from bot.channels.twilio import spool_of
from bot.metrics.read import read
from bot.services import Current, Services
from bot.sonda import Resultado, sondear
from bot.spool import Kept
from knowledge.atencion import AtencionRow
from knowledge.conversaciones import Contact, Heartbeat, Interaction, Outgoing, Task
from knowledge.db import Database, open_database
from knowledge.migrations import HEAD
from notifier import events
from tests.platform.installation import free_port
from tests.staging import with_model
from tests.worlds import Clock, Talk

Samples = dict[str, float]
HERE = {"catalina_build_info", "catalina_database_up", "catalina_spool_bytes", "catalina_spool_rejected_bytes"}


@pytest.fixture
def services(services: Services) -> Services:
    """Return services behind one declared proxy, as a city has them."""
    return replace(services, settings=services.settings.model_copy(update={"proxies": 1}))


def client_of(services: Services) -> FlaskClient:
    return create_app(services).test_client()


def families(services: Services, **headers: str) -> list[Metric]:
    answer = client_of(services).get("/metrics", headers=headers)
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    return list(text_string_to_metric_families(answer.text))


def samples(services: Services) -> Samples:
    """Return each sample under its name with its labels, as Prometheus writes them."""
    return {_key(s): s.value for family in families(services) for s in family.samples}


def _key(sample: Any) -> str:
    labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
    return sample.name + (f"{{{labels}}}" if labels else "")


def of(found: Samples, name: str) -> Samples:
    return {key: value for key, value in found.items() if key.partition("{")[0] == f"catalina_{name}"}


def _person(services: Services) -> int:
    with services.db.writing() as db:
        made = db.execute(insert(Contact).values(created_at=services.clock())).inserted_primary_key
        assert made is not None
        return int(made[0])


def _out(services: Services, estado: str, channel: str, due_s: float) -> None:
    """Queue one message that was due so long ago."""
    now, who = services.clock(), _person(services)
    row = {
        "key": f"k{who}", "contact_id": who, "address": f"{channel}:+573000000000", "channel": channel, "kind": "reply",
        "body": '{"texto": "palabras de Pedro"}', "sealed": False, "estado": estado, "attempts": 0,
        "due_at": now - timedelta(seconds=due_s), "created_at": now,
    }  # fmt: skip
    with services.db.writing() as db:
        db.execute(insert(Outgoing).values(**row))


def test_messages_are_told_by_state_and_channel_and_those_long_done_are_not(services: Services) -> None:
    for estado, channel, due_s in [
        ("pendiente", "whatsapp", 90), ("pendiente", "whatsapp", 20), ("pendiente", "correo", -3600), ("espera", "sms", 86400),
        ("tomada", "whatsapp", 5), ("incierta", "whatsapp", 86400),
        ("entregada", "whatsapp", 10), ("leida", "whatsapp", 299), ("fallida", "sms", 0), ("leida", "whatsapp", 301),
    ]:  # fmt: skip
        _out(services, estado, channel, due_s)
    found = samples(services)
    assert of(found, "outbox_messages") == {
        "catalina_outbox_messages{channel=whatsapp,state=pendiente}": 2,
        "catalina_outbox_messages{channel=correo,state=pendiente}": 1,
        "catalina_outbox_messages{channel=sms,state=espera}": 1,
        "catalina_outbox_messages{channel=whatsapp,state=tomada}": 1,
        "catalina_outbox_messages{channel=whatsapp,state=incierta}": 1,
    }
    assert of(found, "outbox_recent_messages") == {
        "catalina_outbox_recent_messages{channel=whatsapp,state=entregada}": 1,
        "catalina_outbox_recent_messages{channel=whatsapp,state=leida}": 1,
        "catalina_outbox_recent_messages{channel=sms,state=fallida}": 1,
    }
    assert found["catalina_outbox_oldest_due_age_seconds"] == 90


def test_what_waits_only_for_its_hour_is_not_late(services: Services) -> None:
    _out(services, "pendiente", "correo", -3600)
    assert samples(services)["catalina_outbox_oldest_due_age_seconds"] == 0


def test_tasks_and_alarms_are_told_while_they_are_open_and_by_code_alone(services: Services, clock: Clock) -> None:
    task = {"detail": "Pedro Pérez, 3001112233", "created_at": clock()}
    with services.db.writing() as db:
        db.execute(insert(Task).values(kind="vencida", tema="CTG-2026-000123", **task))
        db.execute(insert(Task).values(kind="vencida", tema="", **task))
        db.execute(insert(Task).values(kind="funcionario", tema="el alumbrado de Pedro", closed_at=clock(), **task))
        for kind in ("sonda", "delivery-stop", "ya-pasó"):
            events.alarm(db, kind, "Pedro Pérez", clock())
        events.close_alarm(db, "ya-pasó", clock())
    found = samples(services)
    assert of(found, "open_tasks") == {"catalina_open_tasks{kind=vencida}": 2, "catalina_open_tasks{kind=alarma}": 2}
    assert of(found, "open_alarms") == {
        "catalina_open_alarms{kind=sonda}": 1,
        "catalina_open_alarms{kind=delivery-stop}": 1,
    }
    assert not re.search("Pedro|CTG|3001112233", str(found))


def test_talks_are_told_with_how_long_the_first_waits(services: Services, clock: Clock) -> None:
    assert of(samples(services), "talks") == {
        "catalina_talks{state=en_cola}": 0,
        "catalina_talks{state=con_persona}": 0,
    }
    for estado, minutes in [("en_cola", 7), ("en_cola", 2), ("con_persona", 40), ("cerrada", 90)]:
        over = clock() if estado == "cerrada" else None
        row = {"contact_id": _person(services), "canal": "web", "estado": estado, "cerrada_at": over, "tema": "Pedro"}
        row |= {"cola": "", "motivo": "pedida", "desde_seq": 0, "pedida_at": clock() - timedelta(minutes=minutes)}
        with services.db.writing() as db:
            db.execute(insert(AtencionRow).values(**row))
    found = samples(services)
    assert of(found, "talks") == {"catalina_talks{state=en_cola}": 2, "catalina_talks{state=con_persona}": 1}
    assert found["catalina_talks_oldest_waiting_age_seconds"] == 7 * 60


def test_turns_of_the_last_minutes_are_told_and_confidential_ones_never(services: Services, clock: Clock) -> None:
    talk = Talk(services, clock)
    talk("hola")
    talk("¿cuánto vale el paz y salvo predial?")
    clock.forward(minutes=5, seconds=1)
    talk("hola")
    # A confidential turn carries no person and only its day, which is written as noon: this is just then.
    with services.db.writing() as db:
        db.execute(insert(Interaction).values(at=clock(), persona=None, channel="web", idioma="es", kind="emergency", reply_ms=0))  # fmt: skip
    found = of(samples(services), "recent_turns")
    assert sum(found.values()) == 1
    assert all("channel=web" in key for key in found)


def test_heartbeats_and_held_queues_are_told(services: Services, clock: Clock) -> None:
    with services.db.writing() as db:
        events.beat(db, "delivery", clock() - timedelta(seconds=12))
        events.pause(db, "whatsapp", clock() + timedelta(minutes=3))
        events.pause(db, "sms", clock() - timedelta(minutes=3))
        events.alone(db, "pedir-reporte", clock())  # no part of the product: its row is a lock
    found = samples(services)
    assert of(found, "heartbeat_age_seconds") == {"catalina_heartbeat_age_seconds{part=delivery}": 12}
    assert of(found, "queue_paused") == {
        "catalina_queue_paused{queue=whatsapp}": 1,
        "catalina_queue_paused{queue=sms}": 0,
    }


def test_the_probe_is_told_by_its_last_minute(services: Services, clock: Clock) -> None:
    assert of(samples(services), "probe_right") == {}
    sondear(services, lambda: Resultado(bien=True, ms=20))
    clock.forward(minutes=1)
    sondear(services, lambda: Resultado(bien=False, ms=1250, motivo="no respondió"))
    clock.forward(seconds=75)
    found = samples(services)
    assert [found[f"catalina_probe_{name}"] for name in ("right", "duration_seconds", "age_seconds")] == [0, 1.25, 75]


def test_what_this_machine_keeps_for_later_is_told_in_bytes(services: Services, clock: Clock) -> None:
    assert samples(services)["catalina_spool_bytes"] == 0
    spool = spool_of(services)
    spool.append(Kept("/webhooks/twilio", b"Body=hola", clock()))
    spool.reject(Kept("/webhooks/twilio", b"Body=hola, Pedro", clock()))
    found = samples(services)
    assert found["catalina_spool_bytes"] == spool.path.stat().st_size > 0
    assert found["catalina_spool_rejected_bytes"] == spool.path.with_suffix(".rejected").stat().st_size > 0


def test_release_schema_and_understanding_are_told(services: Services) -> None:
    found = samples(services)
    assert found[f"catalina_schema_info{{needed={HEAD},revision={HEAD}}}"] == 1
    assert [key for key in found if re.fullmatch(r"catalina_build_info\{version=\d+\.\d+\.\d+\}", key)]
    assert found["catalina_understanding_trained"] == 0
    trained = replace(with_model(services), current=Current(services.db, services.clock, services.current.entidad))
    assert samples(trained)["catalina_understanding_trained"] == 1


def _everything(services: Services) -> None:
    """Leave at least one row for each metric."""
    for estado in ("pendiente", "entregada"):
        _out(services, estado, "whatsapp", 1)
    with services.db.writing() as db:
        events.alarm(db, "sonda", "x", services.clock())
        events.beat(db, "delivery", services.clock())
        events.pause(db, "avisos", services.clock())
        db.execute(insert(Interaction).values(at=services.clock(), persona=b"12345678", channel="web", idioma="es", kind="answered", reply_ms=1))  # fmt: skip
    sondear(services, lambda: Resultado(bien=True, ms=1))


def test_names_and_types_are_as_prometheus_asks(services: Services) -> None:
    _everything(services)
    found = families(services)
    assert len(found) >= 19
    assert [family.name for family in found if not family.samples] == []
    assert len({family.name for family in found}) == len(found)
    for family in found:
        assert re.fullmatch("catalina_[a-z_]+", family.name)
        assert family.type == "gauge"  # nothing is counted up, so nothing may be called a total
        assert not re.search("_(total|count|sum|bucket|ms|minutes)$", family.name)
        assert family.documentation.endswith(".")


def test_it_is_read_as_openmetrics_too(services: Services) -> None:
    _everything(services)
    answer = client_of(services).get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.mimetype == "application/openmetrics-text"
    strict = list(openmetrics.text_string_to_metric_families(answer.text))
    assert {s.name for family in strict for s in family.samples} == {
        s.name for family in families(services) for s in family.samples
    }


def _nowhere() -> Iterator[Database]:
    database = open_database(f"postgresql://postgres@127.0.0.1:{free_port()}/nowhere")
    yield database
    database.engine.dispose()


nowhere = pytest.fixture(_nowhere)


def test_a_database_that_is_away_is_told_and_is_no_failure(services: Services, nowhere: Database) -> None:
    found = samples(replace(services, db=nowhere))
    assert found["catalina_database_up"] == 0
    assert {key.partition("{")[0] for key in found} == HERE
    assert samples(services)["catalina_database_up"] == 1


def test_another_schema_is_told_and_not_read(services: Services) -> None:
    with services.db.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '0003'"))
        db.execute(text("DROP TABLE sondas"))
    found = samples(services)
    assert found[f"catalina_schema_info{{needed={HEAD},revision=0003}}"] == 1
    assert {key.partition("{")[0] for key in found} <= HERE | {"catalina_schema_info", "catalina_understanding_trained"}


def test_a_new_database_without_content_is_read(services: Services) -> None:
    with services.db.writing() as db:
        db.execute(text("DELETE FROM contenido_version"))
    found = samples(replace(services, current=Current(services.db, services.clock, services.current.entidad)))
    assert found["catalina_database_up"] == 1
    assert of(found, "understanding_trained") == {}


@pytest.mark.parametrize(
    "database_url", ["sqlite"], indirect=True
)  # PostgreSQL's plans depend on how many rows there are
def test_no_look_walks_through_what_grows_with_each_message(services: Services) -> None:
    said: list[tuple[str, Any]] = []
    event.listen(services.db.engine, "before_cursor_execute", lambda *a: said.append((a[2], a[3])))
    read(services)
    plans = []
    with services.db.reading() as db:
        for statement, values in [one for one in said if one[0].startswith("SELECT")]:
            plans += [row[-1] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    walked = {line.split()[1] for line in plans if line.startswith("SCAN") and "USING" not in line}
    assert {"outbox", "interactions", "atenciones", "sondas"} & walked == set()
    assert sum(line.startswith("SEARCH") for line in plans) >= 5


def test_a_heartbeat_of_the_future_is_not_a_negative_age(services: Services, clock: Clock) -> None:
    with services.db.session() as db:
        db.add(Heartbeat(name="delivery", at=clock() + timedelta(seconds=9)))
    assert samples(services)["catalina_heartbeat_age_seconds{part=delivery}"] == 0
