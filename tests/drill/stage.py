"""A database for a drill: schema and content are there; an officer is added so that denuncias can be filed."""

from knowledge.db import open_database
from knowledge.personal import create_account, set_officer_keys
from tests.worlds import NOON


def ready(url: str) -> str:
    """Add an officer of transparency and return the same URL."""
    database = open_database(url)
    with database.session() as db:
        officer = create_account(db, "oficial", "Oficial", ["oficial"], "una clave larga 1", NOON, by="simulacro")
        set_officer_keys(db, officer, "una frase secreta larga", NOON)
    database.engine.dispose()
    return url
