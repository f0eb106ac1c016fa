"""`/metrics`: how the product is, for Prometheus. Read from the database at each visit.

Several processes serve, and each would count only its own turns; what they share is the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.audience import audience
from bot.metrics.access import may_read
from bot.metrics.families import families
from bot.metrics.read import read
from bot.services import Services

PATH = "/metrics"


def blueprint(services: Services) -> Blueprint:
    """Return the route. Who may not read it is told that it does not exist."""
    room = Blueprint("metrics", __name__)
    release = version("catalina")

    @room.get(PATH)
    @audience("operator")
    def metrics() -> ResponseReturnValue:
        if not may_read(services.settings, request.remote_addr, request.headers):
            abort(404)
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return Response(encode(_Reading(services, release)), content_type=content_type)

    return room


@dataclass(frozen=True)
class _Reading(Collector):
    """What one visit reads. No registry of the process: it would hold what others of this process have counted."""

    services: Services
    release: str

    def collect(self) -> Iterator[Metric]:
        return families(read(self.services), self.release)
