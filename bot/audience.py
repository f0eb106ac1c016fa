"""Who may call a route. Each view says it in one line above its body, and the application refuses to start otherwise.

`citizen`: anybody. `provider`: WhatsApp's carrier, by signature. `operator`: probes, from the machine itself or its
balancer. `staff:editor,revisor`: a logged-in account with one of those roles; `staff:*`: with any role.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])
KINDS = frozenset({"citizen", "provider", "operator", "staff"})


class UndeclaredAudience(RuntimeError):
    """A route does not say who may call it; the message names the route."""


def audience(who: str) -> Callable[[View], View]:
    """Return a decorator that writes on the view who may call it."""
    kind, _, roles = who.partition(":")
    if kind not in KINDS or (kind == "staff") != bool(roles):
        raise ValueError(f"{who!r} is no audience; write one of {sorted(KINDS)}, staff with its roles")

    def declare(view: View) -> View:
        view.audience = who  # type: ignore[attr-defined]  # a function's own attribute, read by `declared`
        return view

    return declare


def declared(app: Flask) -> dict[str, str]:
    """Return who may call each route, by endpoint.

    Raises:
        UndeclaredAudience: a route does not say it.
    """
    found = {}
    for rule in app.url_map.iter_rules():
        # Flask makes this view itself, for a folder of style sheets and pictures that anybody may read.
        own = "citizen" if rule.endpoint.rpartition(".")[2] == "static" else None
        who = getattr(app.view_functions[rule.endpoint], "audience", own)
        if who is None:
            raise UndeclaredAudience(f"{rule.rule} ({rule.endpoint}) does not declare who may call it: @audience(…)")
        found[rule.endpoint] = who
    return found
