"""How much citizens ask for each trámite: persons and days, never who or what they wrote."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, select
from sqlmodel import col

from knowledge.conversaciones import Interaction
from notifier.cifras.talks import BOGOTA
from notifier.cifras.turns import NOT_CITIZENS, midnight


def demanda(db: Connection, since: date, until: date) -> Mapping[str, int]:
    """Return, for each trámite, on how many days how many persons asked for it, both days inside.

    Who asks five things about one trámite on one day counts once. A confidential turn has no person and does not count.
    """
    found = db.execute(
        select(col(Interaction.tramite), col(Interaction.persona), col(Interaction.at)).where(
            col(Interaction.at) >= midnight(since),
            col(Interaction.at) < midnight(until + timedelta(days=1)),
            col(Interaction.tramite).is_not(None),
            col(Interaction.persona).is_not(None),
            col(Interaction.channel).not_in(NOT_CITIZENS),
        )
    )
    seen = {(row.tramite, row.persona, row.at.astimezone(BOGOTA).date()) for row in found}
    return Counter(tramite for tramite, _, _ in seen)
