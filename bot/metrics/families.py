"""What was read, as Prometheus names it. Pure. Gauges only: nothing here is counted, all of it is looked at."""

from collections.abc import Iterator, Mapping

from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric

from bot.metrics.read import Datos, Lectura
from knowledge.migrations import HEAD


def families(look: Lectura, release: str) -> Iterator[Metric]:
    """Return the metrics of one look. Where the database is away only this machine's own are left, and that it is away."""
    yield InfoMetricFamily("catalina_build", "The release that answers.", {"version": release})
    yield _gauge("database_up", "Whether the database answers (1) or not (0).", look.schema is not None)
    yield _gauge("spool_bytes", "Requests that this machine keeps until the database answers.", look.spool_bytes)
    yield _gauge("spool_rejected_bytes", "Requests of this machine that no retry helped.", look.rejected_bytes)
    if look.schema is not None:
        schema = {"revision": look.schema, "needed": HEAD}
        yield InfoMetricFamily("catalina_schema", "Revision of the schema, and the one this release needs.", schema)
    if look.con_modelo is not None:
        trained = "Whether a trained model answers (1) or rules alone (0)."
        yield _gauge("understanding_trained", trained, look.con_modelo)
    if look.datos is not None:
        yield from _of_database(look.datos)


def _of_database(datos: Datos) -> Iterator[Metric]:
    way = ("state", "channel")
    yield _many("outbox_messages", "Messages that are still to be sent.", way, datos.outbox)
    yield _many(
        "outbox_recent_messages", "What became of the messages due in the last 5 minutes.", way, datos.outbox_recent
    )
    yield _gauge("outbox_oldest_due_age_seconds", "How long the oldest message that is due waits.", datos.oldest_due_s)
    yield _many(
        "recent_turns", "Turns of the last 5 minutes, without confidential ones.", ("channel", "kind"), datos.turns
    )
    yield _many("open_tasks", "Tasks that wait for a person of the entity.", ("kind",), datos.tasks)
    yield _many("open_alarms", "Alarms that nobody has closed.", ("kind",), datos.alarms)
    yield _many("talks", "Talks that wait for a person (en_cola) or have one (con_persona).", ("state",), datos.talks)
    waits = "How long the citizen who waits longest for a person has waited."
    yield _gauge("talks_oldest_waiting_age_seconds", waits, datos.oldest_waiting_s)
    yield _many(
        "heartbeat_age_seconds", "Since a part of the product last showed that it lives.", ("part",), datos.beats_s
    )
    yield _many("queue_paused", "Whether a queue is held (1) or not (0).", ("queue",), datos.paused)
    if datos.sonda is not None:
        yield _gauge("probe_right", "Whether the probe's last minute was right (1) or wrong (0).", datos.sonda.bien)
        yield _gauge("probe_duration_seconds", "How long the probe's last answer took.", datos.sonda.ms / 1000)
        yield _gauge("probe_age_seconds", "Since the minute of the probe's last answer began.", datos.sonda.age_s)


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"catalina_{name}", what, value=float(value))


def _many(
    name: str, what: str, labels: tuple[str, ...], values: Mapping[str, float] | Mapping[tuple[str, str], int]
) -> Metric:
    family = GaugeMetricFamily(f"catalina_{name}", what, labels=labels)
    for key, value in sorted(values.items()):
        family.add_metric((key,) if isinstance(key, str) else key, float(value))
    return family
