"""A panel with one account per role, and people who use it by its forms alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from html import unescape

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from bot.app import create_app
from bot.services import Services
from knowledge import denuncias, personal, segundo_factor
from tests.worlds import Clock, Talk

PASSWORD = "mojarra con patacón"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSPHRASE = "cuatro palabras muy largas"
BASE = "https://catalina.example"
ROLES = {
    "editora": ("editor",),
    "revisor": ("revisor",),
    "oficial": ("oficial",),
    "analista": ("analista",),
    "admin": ("administrador",),
}

GENERAL, OTHER = "ventanilla-unica", "hacienda"
AGENTES = {"ana": GENERAL, "beto": GENERAL, "caro": OTHER, "dora": "infraestructura"}
GESTORES = {"gestora": "infraestructura", "berta": "infraestructura", "ajeno": "hacienda", "suelto": None}


@cache
def password_hash() -> str:
    """Return one hash for all accounts: making it is slow on purpose."""
    return PasswordHasher().hash(PASSWORD)


def make_account(db: Session, services: Services, usuario: str, *roles: str, dependencia_id: str | None = None) -> None:
    """Make an account that already chose its password."""
    now = services.clock()
    account = personal.Account(
        usuario=usuario, nombre=usuario.title(), dependencia_id=dependencia_id, password_hash=password_hash(),
        password_at=now, must_change=False, created_at=now,
    )  # fmt: skip
    if segundo_factor.is_required(roles):
        account.totp_sealed = services.sello.close(SECRET)
    db.add(account)
    db.flush()
    personal.set_roles(db, account, roles, now, by="consola")


def make_agents(db: Session, services: Services) -> None:
    """Make agents of the general queue and of two offices."""
    for usuario, office in AGENTES.items():
        make_account(db, services, usuario, "agente", dependencia_id=office)


def phone_codes(now: datetime) -> list[str]:
    """Return what a phone with that secret shows now, and what a clock that is off by a step does: each opens once."""
    return [pyotp.TOTP(SECRET).at(now, counter_offset=step) for step in (-1, 0, 1)]


@pytest.fixture
def app(services: Services) -> Flask:
    """Return the application with one account per role."""
    with services.db.session() as db:
        for usuario, roles in ROLES.items():
            make_account(db, services, usuario, *roles)
        for usuario, office in GESTORES.items():
            make_account(db, services, usuario, "gestor", dependencia_id=office)
    app = create_app(services)
    app.testing = True
    return app


@dataclass
class Person:
    """Somebody of the staff, with a browser that has no JavaScript."""

    client: FlaskClient
    clock: Callable[[], datetime] = field(default_factory=Clock)
    usuario: str = ""
    page: str = ""
    status: int = 0
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> "Person":
        return self._keep(self.client.get(path, base_url=BASE, follow_redirects=True))

    def post(self, path: str, csrf: str | None = None, **form: object) -> "Person":
        data = {"csrf_token": self.csrf() if csrf is None else csrf, **form}
        if not isinstance(form.get("archivos"), list):
            return self._keep(self.client.post(path, data=data, base_url=BASE, follow_redirects=True))
        # Encoded here and in memory: the test client would leave the temporary file of a large form open.
        files = [FileStorage(stream, filename=name) for stream, name in form["archivos"]]  # type: ignore[attr-defined]
        boundary, body = encode_multipart({**data, "archivos": files})
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self._keep(self.client.post(path, data=body, content_type=kind, base_url=BASE, follow_redirects=True))

    def csrf(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
        return found[1] if found else ""

    def log_in(self, usuario: str, clave: str = PASSWORD) -> "Person":
        self.usuario = usuario
        self.get("/panel/entrar")
        self.post("/panel/entrar", usuario=usuario, clave=clave, siguiente="")
        for code in phone_codes(self.clock()) if "Escribe tu código" in self.page else ():
            self.post("/panel/codigo", codigo=code, siguiente="")
            if self.status == 200:
                break
        return self

    def form(self) -> dict[str, object]:
        """Return what the edit form on this page would send as it is."""
        values: dict[str, object] = {}
        for name, text in re.findall(r'<textarea id="([^"]+)"[^>]*>\n(.*?)</textarea>', self.page, re.DOTALL):
            values[name] = unescape(text)
        for name, text in re.findall(r'<input id="([^"]+)" name="\1" value="([^"]*)"', self.page):
            values[name] = unescape(text)
        for name, options in re.findall(r'<select id="([^"]+)".*?>(.*?)</select>', self.page, re.DOTALL):
            chosen = re.search(r'value="([^"]*)" selected', options)
            values[name] = chosen[1] if chosen else ""
        boxes = re.findall(r'<input type="checkbox"(?: id="[^"]+")? name="([^"]+)" value="([^"]+)" checked', self.page)
        for name, value in boxes:
            values[name] = [*values.get(name, []), value]  # type: ignore[misc]
        for name, value in re.findall(r'<input type="hidden" name="(modo-[^"]+)" value="([^"]*)"', self.page):
            values[name] = value
        base = re.search(r'name="base" value="(\d+)"', self.page)
        return {**values, "base": base[1] if base else ""}

    def save(self, slug: str, **changes: object) -> "Person":
        """Open the form, change these fields and save."""
        self.get(f"/panel/hojas/{slug}")
        return self.post(f"/panel/hojas/{slug}", **{**self.form(), **changes})

    def _keep(self, response: TestResponse) -> "Person":
        self.page, self.status, self.path = response.text, response.status_code, response.request.path
        self.headers = dict(response.headers)
        response.close()  # as every server does: a file that is given stays open until then
        return self


@pytest.fixture
def enter(app: Flask, clock: Clock) -> Callable[[str], Person]:
    """Return a function that lets somebody in."""
    return lambda usuario: Person(app.test_client(), clock).log_in(usuario)


@pytest.fixture
def agents(app: Flask, services: Services) -> None:
    """Make the agents."""
    with services.db.session() as db:
        make_agents(db, services)


@pytest.fixture
def rosa(services: Services, clock: Clock) -> Talk:
    """Return a person on the web."""
    return Talk(services, clock, "web:rosa")


@pytest.fixture
def stranger(app: Flask, clock: Clock) -> Person:
    """Return somebody who is not logged in."""
    return Person(app.test_client(), clock)


@pytest.fixture(scope="module")
def world(world: Services) -> Services:
    """Return the world of a file with the staff that its browser logs in as, and one denuncia to read."""
    with world.db.session() as db:
        make_account(db, world, "editora", "editor")
        make_account(db, world, "nora", "editor")
        make_account(db, world, "revisor", "revisor")
        make_account(db, world, "luis", "revisor")
        make_account(db, world, "oficial", "oficial")
        oficial = personal.find(db, "oficial")
        assert oficial is not None
        personal.set_officer_keys(db, oficial, PASSPHRASE, world.clock())
    with world.db.writing() as connection:
        denuncias.register(connection, "anonima", {"que_paso": "Algo pasó"}, "1234 5678 9012 3456", world.clock())
    return world
