"""Every flow, and every branch that its walk finds, is touched by some transcript. What is not is listed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import pytest

from bot.services import make_services
from bot.settings import load_settings
from flows.answers import YesNo
from flows.context import Context
from flows.engine import Ask, Flow, FlowBody
from flows.messages import Json
from flows.registro import FLOWS
from flows.settle import Flows
from flows.temas import GRUPOS
from flows.walk import Stop, general
from knowledge.codigos import normalise
from knowledge.db import open_database
from tests.conftest import database_copy
from tests.flows.starts import branches
from tests.staging import needs_gestor, needs_officer, play_on, with_gestor, with_model, with_officer
from tests.test_transcripts import TRANSCRIPTS
from tests.worlds import Clock, bundled

Branch = tuple[str, str, str]  # flow, key, what was answered: an option, «texto», «*» for any record


@dataclass
class Touched:
    """What the flows were told while they were played."""

    branches: set[Branch] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)

    def registry(self) -> Flows:
        """Return the real flows, each noting what it is told."""
        return {name: replace(spec, body=self._noting(name, spec.body)) for name, spec in FLOWS.items()}

    def _noting(self, name: str, body: FlowBody) -> FlowBody:
        def noted(context: Context, inicio: Mapping[str, str]) -> Flow:
            self.flows.add(name)
            flow = body(context, inicio)
            try:
                item = next(flow)
                while True:
                    value = yield item
                    if isinstance(item, Ask):
                        self.branches.add((name, general(item.key), answered(item, value, context)))
                    item = flow.send(value)
            except StopIteration as end:
                return end.value

        return noted


def answered(ask: Ask, value: Json, context: Context) -> str:
    """Return the class of an answer."""
    if isinstance(ask.answer, YesNo):
        return "si" if value else "no"
    if value is None:
        return "saltar"
    if any(option.id == value for option in ask.answer.options(context)):
        return option_class(str(value))
    return "texto"


def option_class(option: str) -> str:
    """Return the option, or «*» where it stands for one record among many."""
    one_of_many = option in _records() or ":" in option or option.isdigit() or option.startswith("req.")
    return "*" if one_of_many or normalise(option) else option


@cache
def _records() -> frozenset[str]:
    catalogo = bundled()[0]
    kinds: tuple[Any, ...] = (
        catalogo.convocatorias,
        catalogo.proyectos,
        catalogo.compromisos,
        catalogo.datos,
        catalogo.organizaciones,
    )
    ids = (
        {record.id for kind in kinds for record in kind}
        | {h.id for c in catalogo.compromisos for h in c.hitos}
        | set(GRUPOS)
    )
    groups = {p.linea for p in catalogo.proyectos} | {
        c for p in catalogo.proyectos for c in (*p.cooperantes, *p.entidades)
    }
    return frozenset({*catalogo.tramites, *catalogo.dependencias, *ids, *groups})


def needed() -> Iterator[Branch]:
    """Yield every branch that the walks find."""
    for flow in FLOWS:
        for _, path in branches(flow):
            for stop in path.stops:
                yield flow, general(stop.ask.key), _reply(stop)


def _reply(stop: Stop) -> str:
    return option_class(stop.reply.option) if stop.reply.option is not None else "texto"


@pytest.fixture(scope="module")
def touched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Touched:
    """Play every transcript on SQLite, noting what each flow is told."""
    folder, clock, notes = tmp_path_factory.mktemp("coverage"), Clock(), Touched()
    settings = load_settings(
        _env_file=None, data_dir=folder, secret_key="secret-of-the-tests", public_url="https://catalina.example"
    )
    with (
        database_copy(request, "sqlite", folder / "plain.db") as plain,
        database_copy(request, "sqlite", folder / "officer.db") as officer,
        database_copy(request, "sqlite", folder / "gestor.db") as gestor,
    ):
        made = [
            make_services(settings, db=open_database(url, synchronous="NORMAL"), clock=clock)
            for url in (plain, officer, gestor)
        ]
        stages = [replace(services, flows=notes.registry()) for services in made]
        with_model(stages[0])
        with_officer(with_model(stages[1]))
        with_gestor(with_model(stages[2]))
        for transcript in TRANSCRIPTS:
            try:
                play_on(stages[2 if needs_gestor(transcript) else needs_officer(transcript)], clock, transcript)
            except AssertionError:
                continue  # test_transcripts tells what is wrong with it; here only what was touched counts
        for services in made:
            services.db.engine.dispose()
    return notes


def test_every_flow_is_in_some_transcript(touched: Touched) -> None:
    # Only a flow of ours that fails leads to the apology: tests/drill and tests/bot make one fail.
    assert set(FLOWS) - touched.flows <= {"disculpa"}


def test_every_branch_is_in_some_transcript(touched: Touched) -> None:
    left = sorted(set(needed()) - touched.branches)
    assert not left, "no transcript touches:\n" + "\n".join(f"  {flow}.{key} = {reply}" for flow, key, reply in left)
