"""The application over real HTTP requests, as a browser or a program sends them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.app import create_app
from bot.services import Services


@pytest.fixture
def app(services: Services) -> Flask:
    """Return the application."""
    app = create_app(services)
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Return a browser."""
    return app.test_client()
