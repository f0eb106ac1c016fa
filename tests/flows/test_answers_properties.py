"""Two laws of every answer type: what is read is kept, and what is written in words reads back as itself."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flows.answers import (
    Answer,
    Choice,
    Date,
    Email,
    Number,
    Radicado,
    Rejected,
    Text,
    YesNo,
)
from flows.dates import spoken_date
from flows.enclosures import AttachmentAnswer, LocationAnswer, Told
from flows.messages import Attachment, Location, Message, Option, from_json, to_json
from flows.revision import Revision
from tests.flows.toys import NOON, context

WORLD = context()
TODAY = WORLD.hoy
ANSWERS: tuple[Answer, ...] = (
    Choice.of(anonima="Sin mis datos", reserva="Con mis datos", cancelar="Cancelar"),
    YesNo(), Text(), Text(min_chars=30), Text(optional=True), Text(max_chars=10), Number(), Number(low=1, high=5),
    Number(optional=True), Date(), Date(past=False), Date(future=False), Date(optional=True), Radicado(),
    Told(Text(min_chars=10)), Email(), Revision((Option("enviar", "Enviar"),), (Option("objeto", "Qué pides"), Option("nombre", "Nombre"))),
    AttachmentAnswer(), AttachmentAnswer(optional=False), AttachmentAnswer(later=True), LocationAnswer(), LocationAnswer(optional=True),
)  # fmt: skip

words = st.one_of(
    st.text(max_size=200),
    st.sampled_from(
        ["1", "2", "3", "0", "-1", "sí", "no", "ajá", "dale", "saltar", "Saltar", "ayer", "antier", "mañana", "el 3 de marzo",
         "03/03/2026", "31/02/2026", "2026-03-01", "1.500.000", "$ 25.000", "25,000.00", "CTG-2026-000123", "ctg 2026 000123",
         "Con mis datos", "con mis dato", "cancelar", "\u202e123", "\x00", "x" * 5000, "march 3", "hace 3 días", "2️⃣", "dos", "cambiar 2", "corregir el nombre", "rosa arroba correo punto co", "ANA@x.co"]
    ),
    st.integers(-(10**6), 10**7).map(str),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)).map(lambda d: f"{d:%d/%m/%Y}"),
)  # fmt: skip
files = st.builds(
    Attachment, st.text(min_size=1, max_size=9), st.sampled_from(["image/jpeg", "application/pdf", "audio/ogg", "x"])
)
places = st.builds(Location, st.floats(-90, 90), st.floats(-180, 180), st.text(max_size=20))
messages = st.builds(
    Message,
    text=words,
    option=st.one_of(st.none(), st.sampled_from(["reserva", "si", "no", "saltar", "nada"])),
    attachments=st.lists(files, max_size=2).map(tuple),
    location=st.one_of(st.none(), places),
)


@given(st.sampled_from(ANSWERS), messages)
def test_what_was_read_is_kept_as_it_is(answer: Answer, message: Message) -> None:
    value = answer.read(message, WORLD)
    assume(not isinstance(value, Rejected))
    assert answer.keep(value, WORLD) == value


@given(
    st.sampled_from([a for a in ANSWERS if isinstance(a, Choice | YesNo | Text | Number | Date | Radicado)]),
    messages.map(lambda m: replace(m, option=None)),
)
def test_the_canonical_value_written_in_words_reads_as_itself(answer: Answer, message: Message) -> None:
    value = answer.read(message, WORLD)
    assume(not isinstance(value, Rejected) and value is not None)
    assert answer.read(Message(text=str(value)), WORLD) == value


@given(st.sampled_from(ANSWERS), messages)
def test_no_message_makes_an_answer_raise_and_a_refusal_can_be_said(answer: Answer, message: Message) -> None:
    value = answer.read(message, WORLD)
    if isinstance(value, Rejected):
        assert value.say(WORLD)
        assert "{" not in value.say(WORLD)


@given(
    st.sampled_from(ANSWERS),
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(),
        st.lists(st.integers()),
        st.dictionaries(st.text(), st.text()),
    ),
)
def test_a_value_kept_by_another_release_is_taken_or_asked_again_and_never_raises(
    answer: Answer, value: object
) -> None:
    kept = answer.keep(value, WORLD)
    assert isinstance(kept, Rejected) or answer.keep(kept, WORLD) == kept


@given(messages)
def test_a_message_survives_its_rest_in_a_session_row(message: Message) -> None:
    assert from_json(to_json(message)) == message


@given(st.sampled_from([a for a in ANSWERS if isinstance(a, Choice | YesNo)]), st.integers(1, 12))
def test_a_digit_is_the_option_at_that_place_or_none(answer: Answer, number: int) -> None:
    options = answer.options(WORLD)
    value = answer.read(Message(text=str(number)), WORLD)
    if number <= len(options):
        assert value == answer.read(Message(option=options[number - 1].id), WORLD)
    else:
        assert isinstance(value, Rejected)


@given(st.dates(date(1980, 1, 1), date(2030, 1, 1)))
def test_a_day_is_read_in_the_ways_people_write_it(day: date) -> None:
    months = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ]
    spoken = f"el {day.day} de {months[day.month - 1]} de {day.year}"
    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year}", spoken, spoken.upper()):
        assert spoken_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "ago"),
    [("hoy", 0), ("ayer", 1), ("anoche", 1), ("antier", 2), ("hace 5 días", 5), ("yesterday", 1), ("mañana", -1)],
)
def test_days_are_named_from_today(text: str, ago: int) -> None:
    assert spoken_date(text, TODAY) == TODAY - timedelta(days=ago)


@pytest.mark.parametrize("text", ["31/02/2026", "32 de marzo", "el trece", "99/99/9999", "", "0/0/0", "2026"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert spoken_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.500.000", 1_500_000),
        ("$ 25.000", 25_000),
        ("25000 pesos", 25_000),
        ("25,000.00", 25_000),
        ("  7 ", 7),
        ("1 500 000", 1_500_000),
    ],
)
def test_money_is_read_as_people_write_it(text: str, value: int) -> None:
    assert Number().read(Message(text=text), WORLD) == value


@pytest.mark.parametrize(
    "text",
    [
        "ctg 2026 000123",
        "CTG-2026-000123",
        "mi radicado es CTG–2026–000123 gracias",
        "ctg.2026.000123",
        "CTG-2026-000123 del 3 de marzo",
        "es el CTG 2026 000123, gracias",
    ],
)
def test_a_radicado_is_read_as_it_was_dictated(text: str) -> None:
    assert Radicado().read(Message(text=text), WORLD) == "CTG-2026-000123"


def test_a_pin_in_another_country_is_asked_again() -> None:
    assert isinstance(LocationAnswer().read(Message(location=Location(40.4, -3.7)), WORLD), Rejected)
    assert not isinstance(LocationAnswer().read(Message(location=Location(10.4, -75.5)), WORLD), Rejected)


def test_without_a_territory_no_pin_is_believed_and_words_are_taken() -> None:
    catalogo = replace(WORLD.catalogo, entidad=replace(WORLD.catalogo.entidad, territorio=None))
    nowhere = replace(WORLD, catalogo=catalogo)
    assert isinstance(LocationAnswer().read(Message(location=Location(10.4, -75.5)), nowhere), Rejected)
    assert LocationAnswer().read(Message(text="Manga"), nowhere) == {"texto": "Manga"}


@pytest.mark.parametrize("text", ["ajá", "aja", "ahorita", "quizás", "mmm", "sí y no", ""])
def test_what_is_neither_is_asked_again(text: str) -> None:
    assert isinstance(YesNo().read(Message(text=text), WORLD), Rejected)


def test_today_ends_at_midnight_in_cartagena() -> None:
    late = context(NOON.replace(hour=4))  # eleven at night the day before
    assert late.hoy == TODAY - timedelta(days=1)
