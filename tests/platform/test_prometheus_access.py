"""Who may read `/metrics`: who brings the token; without one set, who comes straight from a private address."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from bot.app import create_app
from bot.services import Services

# Nothing here is of the database: one is enough.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def services(services: Services) -> Services:
    """Return services behind one declared proxy, as a city has them."""
    return replace(services, settings=services.settings.model_copy(update={"proxies": 1}))


def client_of(services: Services) -> FlaskClient:
    return create_app(services).test_client()


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.1.2.3", "172.31.0.9", "192.168.1.1", "fd12::1", "fe80::1%eth0", "::ffff:10.0.0.1"])  # fmt: skip
def test_who_comes_from_a_private_address_reads_it(services: Services, address: str) -> None:
    assert client_of(services).get("/metrics", environ_base={"REMOTE_ADDR": address}).status_code == 200


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.64.0.1", "192.0.2.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "unix:", ""])  # fmt: skip
def test_anybody_else_is_told_that_it_does_not_exist(services: Services, address: str) -> None:
    client = client_of(services)
    answer = client.get("/metrics", environ_base={"REMOTE_ADDR": address})
    nothing = client.get("/no-existe", environ_base={"REMOTE_ADDR": address})
    assert (answer.status_code, answer.text) == (404, nothing.text)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "x-forwarded-for", "Forwarded", "X-Real-IP", "X-Forwarded-Proto", "X-Forwarded-Host", "Via"])  # fmt: skip
def test_who_comes_through_a_proxy_may_be_anybody(services: Services, header: str) -> None:
    answer = client_of(services).get("/metrics", headers={header: "10.0.0.7"})
    assert answer.status_code == 404


def test_behind_a_proxy_that_nobody_declared_there_is_no_private_address(services: Services) -> None:
    undeclared = replace(services, settings=services.settings.model_copy(update={"proxies": 0}))
    assert client_of(undeclared).get("/metrics").status_code == 404
    plain = undeclared.settings.model_copy(update={"public_url": "http://127.0.0.1:8000"})
    assert client_of(replace(services, settings=plain)).get("/metrics").status_code == 200


TOKEN = "un-token-de-cuarenta-caracteres-al-azar-x"


@pytest.mark.parametrize(("given", "status"), [
    (f"Bearer {TOKEN}", 200), (f"bearer {TOKEN}", 200), (f"Bearer {TOKEN}x", 404), (f"Bearer {TOKEN[:-1]}", 404), ("Bearer ", 404),
    ("Bearer", 404), (f"Basic {TOKEN}", 404), (TOKEN, 404), ("Bearer ñandú", 404), ("", 404),
])  # fmt: skip
@pytest.mark.parametrize("way", [{}, {"X-Forwarded-For": "8.8.8.8"}])
def test_where_a_token_is_set_it_decides_alone(
    services: Services, given: str, status: int, way: dict[str, str]
) -> None:
    settings = services.settings.model_copy(update={"metrics_token": TOKEN})
    client = client_of(replace(services, settings=settings))
    headers = {**way, **({"Authorization": given} if given else {})}
    assert client.get("/metrics", headers=headers).status_code == status
