"""A stateful stand-in for Twilio over HTTP: takes messages and contents, lists them, holds media, fails when told to."""

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import format_datetime
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.serving import WSGIRequestHandler, make_server

ACCOUNT = "AC" + "0" * 32
API = f"/2010-04-01/Accounts/{ACCOUNT}"


class Quiet(WSGIRequestHandler):
    """Logs nothing."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        pass


@contextmanager
def served(app: WSGIApplication) -> Iterator[str]:
    """Serve an application on a free port of this machine, in threads."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(frozen=True)
class Request:
    """What reached the fake, as a judge wants it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    content_type: str


@dataclass
class Fake:
    """The vendor's side. `fail` holds what the next requests to send get: (status, code), «lost» or «slow»."""

    clock: Any
    messages: list[dict[str, Any]] = field(default_factory=list)
    contents: list[dict[str, Any]] = field(default_factory=list)
    fail: list[tuple[int, int] | str] = field(default_factory=list)
    fail_contents: list[int] = field(default_factory=list)
    templates: dict[str, dict[str, Any]] = field(default_factory=dict)  # sid → body with {{1}}, and its approval
    dead: bool = False
    media: dict[str, Any] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def app(self) -> Flask:
        app = Flask("fake-twilio")
        app.before_request(self._note)
        app.add_url_rule(f"{API}/Messages.json", "create", self._create, methods=["POST"])
        app.add_url_rule(f"{API}/Messages.json", "list", self._list, methods=["GET"])
        app.add_url_rule("/v1/Content", "content", self._content, methods=["POST"])
        app.add_url_rule("/v1/Content/<sid>/ApprovalRequests", "approval", self._approval)
        app.add_url_rule(f"{API}/Messages/<sid>/Media/<media>", "media", self._media)
        app.add_url_rule("/cdn/<media>", "cdn", self._cdn)
        return app

    def _note(self) -> ResponseReturnValue | None:
        with self.lock:
            self.requests.append(
                Request(
                    request.method,
                    request.path,
                    dict(request.args),
                    dict(request.headers),
                    request.get_data(),
                    request.mimetype,
                )
            )
        if request.path.startswith("/cdn/"):
            return None
        if request.authorization is None or request.authorization.username != ACCOUNT:
            return jsonify(code=20003, message="Authenticate", status=401), 401
        return (jsonify(code=20500, message="down", status=503), 503) if self.dead else None

    def _create(self) -> ResponseReturnValue:
        how = self._next_failure()
        if isinstance(how, tuple):
            return jsonify(code=how[1], message="refused", status=how[0]), how[0]
        made = self._made(request.form)
        if how == "lost":  # sent, and the answer never came
            return jsonify(code=20500, message="lost", status=500), 500
        if how == "slow":
            time.sleep(1.5)
        return jsonify(made), 201

    def _next_failure(self) -> tuple[int, int] | str | None:
        with self.lock:
            return self.fail.pop(0) if self.fail else None

    def _made(self, form: Any) -> dict[str, Any]:
        with self.lock:
            body = form.get("Body") or self._content_body(form["ContentSid"], form.get("ContentVariables", "{}"))
            made = {
                "sid": f"SM{len(self.messages):032x}", "account_sid": ACCOUNT, "to": form["To"], "from": form["From"], "body": body,
                "status": "queued", "date_created": format_datetime(self.clock().astimezone(UTC)), "date_sent": None,
                "error_code": None, "error_message": None, "num_media": "0", "num_segments": "1", "direction": "outbound-api",
                "api_version": "2010-04-01", "price": None, "price_unit": None, "uri": f"{API}/Messages", "date_updated": None,
                "messaging_service_sid": None, "subresource_uris": {}, "content": form.get("ContentSid"),
                "callback": form.get("StatusCallback"),
            }  # fmt: skip
            self.messages.append(made)
        return made

    def _approval(self, sid: str) -> ResponseReturnValue:
        if sid not in self.templates:
            return jsonify(code=20404, message="not found", status=404), 404
        return jsonify(sid=sid, account_sid=ACCOUNT, whatsapp=self.templates[sid]["approval"], url=request.url)

    def _content_body(self, sid: str, variables: str) -> str:
        if sid in self.templates:
            body = str(self.templates[sid]["body"])
            for name, value in json.loads(variables).items():
                body = body.replace(f"{{{{{name}}}}}", value)
            return body
        content = next(c for c in self.contents if c["sid"] == sid)
        return str(next(iter(content["types"].values()))["body"])

    def _list(self) -> ResponseReturnValue:
        found = [m for m in reversed(self.messages) if m["to"] == request.args.get("To", m["to"])]
        size = int(request.args.get("PageSize", 50))
        return jsonify(
            messages=found[:size],
            page=0,
            page_size=size,
            uri="",
            first_page_uri="",
            next_page_uri=None,
            previous_page_uri=None,
        )

    def _content(self) -> ResponseReturnValue:
        with self.lock:
            if self.fail_contents:
                status = self.fail_contents.pop(0)
                return jsonify(code=92007, message="no", status=status), status
            made = {"sid": f"HX{len(self.contents):032x}", "account_sid": ACCOUNT, **(request.get_json())}
            self.contents.append(made)
        return jsonify(made), 201

    def _media(self, sid: str, media: str) -> ResponseReturnValue:
        held = self.media.get(media)
        if held is None:
            return Response(status=404)
        return held() if callable(held) else redirect(f"/cdn/{media}", 307)

    def _cdn(self, media: str) -> ResponseReturnValue:
        held = self.media[media]
        return held() if callable(held) else Response(held[0], mimetype=held[1])

    def texts(self, to: str | None = None) -> list[str]:
        """Return what was sent, to one person or to all."""
        return [m["body"] for m in self.messages if to in (None, m["to"])]


def row_of(callback: str) -> int:
    """Return the outbox row that a status callback names."""
    found = re.fullmatch(r"https://catalina\.example/webhooks/twilio/status/(\d+)", callback)
    assert found
    return int(found[1])
