"""What must hold after a drill: nothing lost, nothing doubled, every person answered once and in order."""

import re
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select, text

from knowledge.conversaciones import Rating, Seen
from knowledge.db import Database
from knowledge.denuncias import DenunciaRow
from tests.drill.crowd import DENUNCIA, ENCUESTA, Report
from tests.twilio.fake import Fake


@dataclass
class Verdict:
    """What must hold after the drill."""

    database: Database
    fake: Fake
    report: Report

    def check(self) -> None:
        """Check everything.

        Raises:
            AssertionError: something was lost, doubled or disordered.
        """
        people = self.report.people
        assert all(p.acknowledged == len(p.script) for p in people)
        with self.database.reading() as db:
            seen = db.execute(select(func.count()).select_from(Seen)).scalar_one()
            ratings = db.execute(select(func.count()).select_from(Rating)).scalar_one()
            reports = db.execute(select(func.count()).select_from(DenunciaRow)).scalar_one()
            raised = db.execute(text("select count(*) from events where kind = 'flow-raised'")).scalar_one()
        assert seen == sum(len(p.script) for p in people), "a message was lost or taken twice"
        assert ratings == sum(p.script is ENCUESTA for p in people), "a rating was lost or doubled"
        assert reports == sum(p.script is DENUNCIA for p in people), "a denuncia was lost or doubled"
        assert raised == 0
        got = {p.number: tuple(_shape(body) for body in self.fake.texts(f"whatsapp:{p.number}")) for p in people}
        for script in (ENCUESTA, DENUNCIA):
            alike = [p for p in people if p.script is script]
            asked = _model(script, [got[p.number] for p in alike])
            for citizen in alike:
                assert got[citizen.number] == asked, f"{citizen.number} got {got[citizen.number]}\ninstead of {asked}"


def _model(script: tuple[str, ...], replies: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what most people with the same script got: one reply a message, always the same."""
    model = [reply for reply, _ in Counter(replies).most_common() if len(reply) == len(script)]
    assert model or not replies, "nobody got one reply for each message"
    return model[0] if model else ()


def _shape(body: str) -> str:
    """Return a reply without what differs for each person: the receipt of a denuncia."""
    return re.sub(r"\d{4}( \d{4}){3}", "0000 0000 0000 0000", body)
