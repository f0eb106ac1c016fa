"""A city's invented use: its rhythm is a city's, every figure has something to tell, and nobody is ever written to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlmodel import col

from bot.app import create_app
from bot.cifras.cuenta import contar, reglas
from bot.cifras.filtro import tablero
from bot.demo.cuentas import cuentas
from bot.demo.ensayo import repertorio
from bot.demo.escribir import Escrito, escribir
from bot.demo.ritmo import BURST, BURST_HOUR, Ritmo, ritmo
from bot.embedded import jobs_of
from bot.refusals import Refused
from bot.reportes.hacer import make_due
from bot.services import Services, make_services
from bot.settings import load_settings
from flows.context import BOGOTA
from flows.registro import FLOWS
from knowledge import personal, reportes
from knowledge.atencion import AtencionRow
from knowledge.avisos import AvisoRow
from knowledge.cifras import EnvioRow, SondaRow
from knowledge.conversaciones import Address, Interaction, Outgoing, Rating
from knowledge.db import open_database
from knowledge.solicitudes import SolicitudRow
from knowledge.tramitar import Datos, actuar
from notifier import delivery
from notifier.cifras.cells import details
from notifier.cifras.formulas import Cifra
from notifier.delivery import Delivery
from notifier.ports import Receipt, Road, Salida
from tests.cifras.published import with_mail
from tests.cifras.test_reportes import paper
from tests.conftest import database_copy
from tests.correo.server import Servidor, served
from tests.panel.conftest import BASE, Person, make_account
from tests.worlds import NOON, Clock

# Indicators that nothing in the product tells yet: the inventory, 👍 and the groups of questions asked in vain.
WITHOUT_A_SOURCE = {(3, ""), (3, "realizables"), (21, ""), (22, ""), (26, "costo")}
HOLIDAY = date(2026, 3, 23)  # Saint Joseph, a Monday
MONDAY = date(2026, 3, 16)


@dataclass(frozen=True)
class Demo:
    """A database with invented use, counted."""

    services: Services
    clock: Clock
    hecho: Escrito
    ritmo: Ritmo

    def medida(self, dia: date, name: str) -> int:
        found = tablero(self.services, {"desde": str(dia), "hasta": str(dia)}, publico=False)
        return found.totales[name]

    def cifras(self, **asked: str) -> tuple[Cifra, ...]:
        return tablero(self.services, asked, publico=False).cifras


@contextmanager
def invented(url: str, folder: Path, now: datetime) -> Iterator[Demo]:
    """Fill a database as `catalina demo` does."""
    clock = Clock(now)
    settings = load_settings(
        _env_file=None, data_dir=folder / "var", secret_key="secret-of-the-tests", public_url="https://catalina.example",
        twilio_account_sid="AC" + "0" * 32, twilio_auth_tokens=("token",), twilio_whatsapp_from="whatsapp:+573000000000",
    )  # fmt: skip
    services = make_services(settings, db=open_database(url, synchronous="NORMAL"), clock=clock)
    cuentas(services)
    done = escribir(services, repertorio(services))
    contar(services)
    yield Demo(services, clock, done, ritmo(now.astimezone(BOGOTA).date(), reglas(services).habil))
    services.db.engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    with database_copy(request, request.param, folder / "catalina.db") as url, invented(url, folder, NOON) as made:
        yield made


@pytest.fixture(scope="module")
def again(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Return the same day once more, in another database and at another hour."""
    folder, later = tmp_path_factory.mktemp("again"), NOON + timedelta(hours=3)
    with database_copy(request, "sqlite", folder / "catalina.db") as url, invented(url, folder, later) as made:
        yield made


def test_it_covers_three_whole_months_and_the_days_up_to_yesterday(demo: Demo) -> None:
    assert (demo.hecho.periodo.desde, demo.hecho.periodo.hasta) == (date(2025, 12, 1), date(2026, 3, 29))


def test_the_week_goes_as_an_office_and_rests_on_holidays(demo: Demo) -> None:
    week = [demo.medida(MONDAY + timedelta(days=n), "conversaciones") for n in range(7)]
    assert min(week[:5]) > 2 * week[5] > 2 * week[6]
    assert demo.medida(HOLIDAY, "conversaciones") < week[0] / 3


def test_a_business_day_has_two_hills_and_a_lunch_between(demo: Demo) -> None:
    found = tablero(demo.services, {"desde": "2026-02-01", "hasta": "2026-02-28"}, publico=False)
    by_hour = {int(hour): n for hour, n in details(found.totales.medidas, "hora").items()}
    assert by_hour[9] > by_hour[12] < by_hour[15]
    assert by_hour[3] < by_hour[9] / 20


def test_more_people_write_each_month_and_are_better_understood(demo: Demo) -> None:
    of = [
        {c.indicador: c.valor for c in demo.cifras(desde=m, hasta=m) if not c.dimension} for m in ("2025-12", "2026-02")
    ]
    assert (of[0][6] or 0) < (of[1][6] or 0)
    assert (of[0][12] or 0) + 2 < (of[1][12] or 0)


def test_the_busiest_hour_counts_eight_thousand_conversations(demo: Demo) -> None:
    assert demo.medida(demo.ritmo.pico, f"hora|{BURST_HOUR}") >= BURST


def test_the_probe_was_not_answered_for_three_hours(demo: Demo) -> None:
    minutes, good = (demo.medida(demo.ritmo.caida, name) for name in ("sonda_minutos", "sonda_bien"))
    assert minutes == 1440
    assert 180 <= minutes - good < 200


def test_who_wrote_while_it_was_down_was_answered_when_it_was_over(demo: Demo) -> None:
    begin, end = demo.ritmo.bajo
    late = select(col(Interaction.at), col(Interaction.reply_ms)).where(
        col(Interaction.at) >= begin, col(Interaction.at) < end, col(Interaction.persona).is_not(None), col(Interaction.kind) != "con_persona"
    )  # fmt: skip
    with demo.services.db.reading() as db:
        rows = db.execute(late).all()
    assert len(rows) > 20
    assert {round((row.at + timedelta(milliseconds=row.reply_ms)).timestamp()) for row in rows} <= {
        round(end.timestamp()), round(end.timestamp()) - 1,
    }  # fmt: skip


def test_every_indicator_that_has_a_source_has_a_value(demo: Demo) -> None:
    whole = {(c.indicador, c.dimension): c.valor for c in demo.cifras(desde="2025-12-01", hasta="2026-03-29")}
    public = tablero(demo.services, {"desde": "2025-12", "hasta": "2026-02"}, publico=True)
    whole |= {(c.indicador, c.dimension): c.valor for c in public.cifras if c.indicador == 27}
    assert {which for which, value in whole.items() if value is None} == WITHOUT_A_SOURCE


def test_its_months_are_published_with_real_themes_in_them(demo: Demo) -> None:
    found = tablero(demo.services, {"desde": "2025-12", "hasta": "2026-02"}, publico=True)
    assert found.publicado is not None
    assert sorted(found.publicado) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert {"tramite", "radicar", "estado", "convocatorias", "funcionario"} <= set(found.por["tema"])
    assert {"whatsapp", "web"} <= set(found.por["canal"])
    assert len(found.por["dependencia"]) > 10
    assert len(found.tramites()) > 50


def test_the_same_day_is_invented_alike(demo: Demo, again: Demo) -> None:
    whole = {"desde": "2025-12-01", "hasta": "2026-03-29"}
    assert again.hecho == demo.hecho
    assert again.cifras(**whole) == demo.cifras(**whole)


def test_every_question_and_flow_in_it_is_a_real_one(demo: Demo) -> None:
    with demo.services.db.reading() as db:
        named = db.execute(select(col(Interaction.question)).distinct()).scalars()
        flows = {str(one).partition(".")[0] for one in named if one} | {
            one for one in db.execute(select(col(Interaction.ended)).distinct()).scalars() if one
        }
    assert flows <= set(FLOWS)
    assert {"radicar", "funcionario", "error_dato", "notificaciones", "encuesta", "denuncia"} <= flows


def test_each_rating_of_the_assistant_belongs_to_the_message_that_gave_it(demo: Demo) -> None:
    given = select(func.count()).select_from(Rating)
    matched = given.join(
        Interaction, (col(Interaction.at) == col(Rating.at)) & (col(Interaction.channel) == col(Rating.channel))
    ).where(col(Interaction.ended) == "encuesta")
    with demo.services.db.reading() as db:
        assert db.execute(matched).scalar_one() == db.execute(given).scalar_one() > 500


def test_invented_contacts_are_clearly_so(demo: Demo) -> None:
    with demo.services.db.reading() as db:
        addresses = db.execute(select(col(Address.address), col(Address.dead))).all()
        bodies = db.execute(select(col(Outgoing.body)).distinct()).scalars().all()
    assert len(addresses) > 500
    assert all(row.address.startswith("demo:") and row.dead for row in addresses)
    assert all("(inventado)" in body for body in bodies)


def test_nothing_lies_after_yesterday(demo: Demo) -> None:
    end = datetime(2026, 3, 30, 5, tzinfo=NOON.tzinfo)
    moments = (Interaction.at, Rating.at, SondaRow.minuto, AtencionRow.cerrada_at, AvisoRow.desde, Outgoing.sent_at)
    with demo.services.db.reading() as db:
        assert all(db.execute(select(func.max(col(one)))).scalar_one() < end for one in moments)


PLAIN = (
    "/",
    "/tramites",
    "/datos",
    "/solicitudes",
    "/chat",
    "/datos/catalogo.json",
    "/sitemap.xml",
    "/api/openapi.json",
)


@pytest.fixture(scope="module")
def app(demo: Demo) -> Flask:
    with demo.services.db.session() as db:
        make_account(db, demo.services, "visita", *(rol for rol in personal.ROLES if rol != "oficial"))
        make_account(db, demo.services, "oficiala", "oficial")
    made = create_app(demo.services)
    made.testing = True
    return made


def test_every_page_opens_on_it(demo: Demo, app: Flask) -> None:
    staff = Person(app.test_client(), demo.clock).log_in("visita")
    plain = {str(rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments}
    assert set(PLAIN) < plain
    seen = {path: _status(staff, path) for path in sorted(plain) if path not in OTHERS}
    assert {path: status for path, status in seen.items() if status != 200} == {}
    for room in ("solicitudes", "conversaciones", "avisos?estado=tarea", "pendientes", "no-entendidos", "prioridades"):
        assert staff.get(f"/panel/{room}").path == f"/panel/{room.partition('?')[0]}"
    for path in _records(demo):
        assert (path, staff.get(path).status) == (path, 200)
    assert Person(app.test_client(), demo.clock).log_in("oficiala").get("/panel/denuncias").status == 200


def _status(staff: Person, path: str) -> int:
    with staff.client.get(path, base_url=BASE, follow_redirects=True) as response:
        return response.status_code


# The officer's alone; what only a live page or a probe of the machine asks for.
OTHERS = {"/panel/denuncias", "/panel/llave", "/ready", "/health", "/metrics"}


def _records(demo: Demo) -> Iterator[str]:
    with demo.services.db.reading() as db:
        for estado in db.execute(select(col(SolicitudRow.estado)).distinct()).scalars():
            codes = select(col(SolicitudRow.codigo)).where(col(SolicitudRow.estado) == estado).limit(2)
            yield from (f"/panel/solicitudes/{code}" for code in db.execute(codes).scalars())
            yield from (f"/api/solicitudes/{code}" for code in db.execute(codes).scalars())


def test_nothing_of_it_is_ever_sent_whatever_the_staff_does(demo: Demo) -> None:
    sent: list[Salida] = []

    def send(salida: Salida) -> Receipt:
        sent.append(salida)
        return Receipt("SM1")

    roads = dict.fromkeys(("whatsapp", "sms", "correo"), Road(send, lambda _: ()))
    d = Delivery(demo.services.db, demo.services.sello, roads, demo.clock, "w")
    _answer_one(demo)
    with served(Servidor()) as server:
        services = with_mail(demo.services, server, tuple((tipo, "alcalde@ejemplo.gov.co") for tipo in reportes.TIPOS))
        jobs = {job.name: job.run for job in jobs_of(services, d)}
        assert make_due(services, paper) > 3
        for hours in (0, 1, 26, 100):
            demo.clock.now = NOON + timedelta(hours=hours)
            for name in ("delivery-sweep", "avisos", "charlas", "plazos", "avisos", "reportes", "reportes-correo"):
                jobs[name]()
            while delivery.run_once(d):
                pass
    demo.clock.now = NOON
    assert (sent, server.mails) == ([], [])
    with services.db.reading() as db:
        assert db.execute(select(func.count()).select_from(EnvioRow)).scalar_one() == 0


def _answer_one(demo: Demo) -> None:
    """An official answers a request of somebody who is not there: a notice falls due."""
    open_here = (col(SolicitudRow.estado) == "asignada", col(SolicitudRow.contact_id).is_not(None))
    with demo.services.db.writing() as db:
        which = db.execute(select(col(SolicitudRow.id)).where(*open_here).limit(1)).scalar_one()
        assert which is not None
        actuar(db, demo.services.mesa(demo.clock()), which, "responder", "demo.gestor", Datos(texto="Listo"))
        due = select(func.count()).where(col(AvisoRow.estado) == "pendiente")
        assert db.execute(due).scalar_one() == 1


def test_it_is_written_once(demo: Demo) -> None:
    with pytest.raises(Refused, match="ya está cargado"):
        escribir(demo.services, repertorio(demo.services))
