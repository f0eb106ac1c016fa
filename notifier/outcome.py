"""What becomes of a row when its message failed. Pure; used for an answer of the vendor and for a callback alike."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, assert_never

from notifier.ports import Action

LOOK_AFTER = timedelta(seconds=15)  # a callback or the vendor's list knows by then
MAX_UNKNOWN = 6
PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The row's next state. `wait` None leaves the due moment; `alarm` tells the operators and leaves them a task."""

    estado: Literal["pendiente", "incierta", "espera", "fallida", "descartada"]
    wait: timedelta | None = None
    mark: Literal["dead", "opted_out"] | None = None
    alarm: bool = False
    pause: timedelta | None = None


def outcome(action: Action, attempts: int) -> Outcome:  # noqa: C901, PLR0912 - one case a line, closed by assert_never
    """Return what a failed attempt leads to. `attempts` counts this one."""
    match action:
        case "throttle":
            return Outcome("pendiente", _backoff(6, attempts, 300))
        case "provider":
            return Outcome("pendiente", _backoff(2, attempts, 60))
        case "unknown" if attempts >= MAX_UNKNOWN:
            return Outcome("fallida", alarm=True)
        case "unknown":
            return Outcome("incierta", LOOK_AFTER)
        case "dead":
            return Outcome("fallida", mark="dead")
        case "opted_out":
            return Outcome("fallida", mark="opted_out")
        case "window":
            return Outcome("espera", timedelta(0))
        case "defect":
            return Outcome("fallida", alarm=True)
        case "stop":
            return Outcome("pendiente", PAUSE, alarm=True, pause=PAUSE)
        case "tomorrow":
            return Outcome("pendiente", timedelta(days=1), alarm=True)
        case "never":
            return Outcome("fallida")
        case "template":
            return Outcome("espera", timedelta(0), alarm=True)
        case "expired":
            return Outcome("descartada")
    assert_never(action)


def _backoff(first_s: int, attempts: int, most_s: int) -> timedelta:
    return timedelta(seconds=min(first_s * 2 ** min(attempts - 1, 16), most_s))
