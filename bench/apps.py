"""What is compared: the same server over a bare application, one that reads the form, one that checks the signature, and ours."""

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

from bot.app import create_app
from bot.channels.twilio import PATH
from bot.services import make_services
from bot.settings import load_settings

TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def bare() -> Flask:
    """Return an application that only answers."""
    app = Flask("bare")
    app.add_url_rule(PATH, "answer", lambda: "ok", methods=["POST"])
    return app


def form() -> Flask:
    """Return one that reads the form and answers as Twilio wants."""
    app = Flask("form")

    def answer() -> Response:
        return Response(TWIML if request.form["MessageSid"] else "", mimetype="text/xml")

    app.add_url_rule(PATH, "answer", answer, methods=["POST"])
    return app


def signed() -> Flask:
    """Return one that also checks the signature."""
    app, settings = Flask("signed"), load_settings()
    validator = RequestValidator(settings.twilio_auth_tokens[0])

    def answer() -> Response:
        given = request.headers.get("X-Twilio-Signature", "")
        good = validator.validate(settings.public_url + PATH, request.form, given)
        return Response(TWIML, status=200 if good else 403, mimetype="text/xml")

    app.add_url_rule(PATH, "answer", answer, methods=["POST"])
    return app


def turn() -> Flask:
    """Return ours without the delivery, which runs beside the turn and is measured apart."""
    return create_app(make_services(load_settings()))
