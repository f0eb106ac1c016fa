"""Every transcript plays green over the real inbox, with the trained understanding, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services import Services, make_services
from bot.settings import load_settings
from knowledge.db import open_database
from tests.conftest import database_copy
from tests.player import Malformed, Transcript, parse, read_folder
from tests.staging import needs_gestor, needs_officer, play_on, with_gestor, with_model, with_officer
from tests.worlds import Clock

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = read_folder(FOLDER)


class Theatre:
    """Three stages on one kind of database: plain, with an officer who can open denuncias, with who works on requests."""

    def __init__(self, plain: Services, officer: Services, gestor: Services, clock: Clock) -> None:
        self.plain, self.officer, self.gestor, self.clock = plain, officer, gestor, clock

    def play(self, transcript: Transcript) -> None:
        stage = self.gestor if needs_gestor(transcript) else self.officer if needs_officer(transcript) else self.plain
        play_on(stage, self.clock, transcript)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def theatre(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    """Return the stages of one kind of database, made once: each transcript brings its own people."""
    folder, clock = tmp_path_factory.mktemp("theatre"), Clock()
    with (
        database_copy(request, request.param, folder / "plain.db") as plain,
        database_copy(request, request.param, folder / "officer.db") as officer,
        database_copy(request, request.param, folder / "gestor.db") as gestor,
    ):
        made = [_services(url, folder, clock) for url in (plain, officer, gestor)]
        stages = [with_model(services) for services in made]
        yield Theatre(stages[0], with_officer(stages[1]), with_gestor(stages[2]), clock)
        for services in made:
            services.db.engine.dispose()


def _services(url: str, folder: Path, clock: Clock) -> Services:
    settings = load_settings(
        _env_file=None, data_dir=folder, secret_key="secret-of-the-tests", public_url="https://catalina.example"
    )
    return make_services(settings, db=open_database(url, synchronous="NORMAL"), clock=clock)


@pytest.mark.parametrize("transcript", TRANSCRIPTS, ids=lambda t: t.name)
def test_transcript(theatre: Theatre, transcript: Transcript) -> None:
    theatre.play(transcript)


def test_there_are_at_least_a_hundred() -> None:
    assert len(TRANSCRIPTS) >= 100


# the player itself


def test_a_wrong_reply_fails(theatre: Theatre) -> None:
    with pytest.raises(AssertionError, match="falta la línea"):
        theatre.play(parse("mal", "> hola\n< Esto no lo dice nadie"))


def test_a_reply_out_of_order_fails(theatre: Theatre) -> None:
    with pytest.raises(AssertionError, match="falta la línea"):
        theatre.play(parse("desorden", "> hola\n< 1. …\n< …Soy…"))


def test_a_forbidden_word_fails(theatre: Theatre) -> None:
    with pytest.raises(AssertionError, match="no debía decir"):
        theatre.play(parse("prohibido", "> menú\n~ trámite"))


def test_an_effect_that_did_not_happen_fails(theatre: Theatre) -> None:
    with pytest.raises(AssertionError, match="quedó hecho"):
        theatre.play(parse("efecto", "> hola\n! Suscribir"))


@pytest.mark.parametrize(
    "text", ["hola", "< nadie habló", "> hola\n@ +1h", ">hola", "", "# solo un comentario", "> hola\n@ +1h\n< tarde"]
)
def test_a_malformed_transcript_says_the_line(text: str) -> None:
    with pytest.raises(Malformed, match="m"):
        parse("m", text)


@pytest.mark.parametrize("text", ["@ mañana\n> hola", "> [cohete]"])
def test_an_unknown_word_is_malformed(theatre: Theatre, text: str) -> None:
    with pytest.raises(Malformed):
        theatre.play(parse("m", text))
