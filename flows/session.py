"""What is remembered of a conversation between two messages: what the citizen told, never where the citizen stood."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.engine import Frame
from flows.messages import Json, Option
from knowledge.values import Idioma

PAUSE = timedelta(minutes=30)  # after this silence a form is greeted with «¿Seguimos donde quedamos?»
ARCHIVE = timedelta(hours=24)  # after this one the conversation ends and what was told becomes a draft


@dataclass(frozen=True, slots=True)
class Draft:
    """A form left half-way, kept until `until`."""

    frame: Frame
    until: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """One contact's conversation. `shown` are the options of the last question, in the order they were read.

    Three things are remembered so that a short question means something: the record last talked about, the one before
    it, and the records that were last offered together («el otro», «el primero que dijiste»).
    """

    turn: int = 0
    idioma: Idioma | None = None
    frame: Frame | None = None
    asked: str | None = None
    shown: tuple[Option, ...] = ()
    tries: int = 0
    parked: tuple[Frame, ...] = ()
    drafts: tuple[Draft, ...] = ()
    tramite: str | None = None  # the record last talked about: «¿y cuánto vale?»
    anterior: str | None = None  # the record talked about before it: «el otro»
    ofrecidos: tuple[str, ...] = ()
    last_at: datetime | None = None

    def draft(self, flow: str | None) -> Draft | None:
        """Return the newest draft of a flow, or the newest of all when flow is None."""
        return next((d for d in reversed(self.drafts) if flow in (None, d.frame.flow)), None)

    def without_draft(self, flow: str) -> "Session":
        """Return the session without what was kept of a flow."""
        return replace(self, drafts=tuple(d for d in self.drafts if d.frame.flow != flow))

    def idle(self) -> "Session":
        """Return the session with no flow running and no question pending."""
        return replace(self, frame=None, asked=None, shown=(), tries=0)

    def only_frame(self) -> "Session":
        """Return the session with nothing but the running flow: what is parked is not being told now."""
        return replace(self, parked=(), drafts=())

    def about(self, tramite: str | None) -> "Session":
        """Return the session talking about a record; None and the same one change nothing.

        What was offered is remembered only while one of it is talked about.
        """
        if tramite is None or tramite == self.tramite:
            return self
        ofrecidos = self.ofrecidos if tramite in self.ofrecidos else ()
        return replace(self, tramite=tramite, anterior=self.tramite, ofrecidos=ofrecidos)

    def about_nothing(self) -> "Session":
        """Return the session without any record in mind."""
        return replace(self, tramite=None, anterior=None, ofrecidos=())


def dump(session: Session) -> Json:
    """Return the session as JSON values. Key order is kept: it is the order in which things were answered."""
    return {
        "turn": session.turn,
        "idioma": session.idioma,
        "frame": _dump_frame(session.frame) if session.frame else None,
        "asked": session.asked,
        "shown": [[o.id, o.title, o.description] for o in session.shown],
        "tries": session.tries,
        "parked": [_dump_frame(f) for f in session.parked],
        "drafts": [[_dump_frame(d.frame), d.until.isoformat()] for d in session.drafts],
        "tramite": session.tramite,
        "anterior": session.anterior,
        "ofrecidos": list(session.ofrecidos),
        "last_at": session.last_at.isoformat() if session.last_at else None,
    }


def load(raw: Mapping[str, Json]) -> Session:
    """Return the session that `dump` wrote, also when an older release wrote it with fewer fields."""
    return Session(
        turn=raw.get("turn", 0),
        idioma=raw.get("idioma"),
        frame=_load_frame(raw["frame"]) if raw.get("frame") else None,
        asked=raw.get("asked"),
        shown=tuple(Option(*row) for row in raw.get("shown", ())),
        tries=raw.get("tries", 0),
        parked=tuple(_load_frame(f) for f in raw.get("parked", ())),
        drafts=tuple(Draft(_load_frame(f), datetime.fromisoformat(until)) for f, until in raw.get("drafts", ())),
        tramite=raw.get("tramite"),
        anterior=raw.get("anterior"),
        ofrecidos=tuple(raw.get("ofrecidos", ())),
        last_at=datetime.fromisoformat(raw["last_at"]) if raw.get("last_at") else None,
    )


def _dump_frame(frame: Frame) -> Json:
    return {
        "flow": frame.flow,
        "run": frame.run,
        "inicio": dict(frame.inicio),
        "answers": dict(frame.answers),
        "raw": dict(frame.raw),
        "results": dict(frame.results),
        "fixed": list(frame.fixed),
    }


def _load_frame(raw: Mapping[str, Json]) -> Frame:
    return Frame(
        flow=raw["flow"],
        run=raw.get("run", 0),
        inicio=raw.get("inicio", {}),
        answers=raw.get("answers", {}),
        raw=raw.get("raw", {}),
        results=raw.get("results", {}),
        fixed=tuple(raw.get("fixed", ())),
    )
