"""Twilio's error codes and what each means for a row, as data. Codes: twilio.com/docs/api/errors."""

from notifier.ports import Action

ACTIONS: dict[Action, frozenset[int]] = {
    "throttle": frozenset({20429, 63018, 63017, 30001}),
    "unknown": frozenset({20500}),
    "dead": frozenset({21211, 21614, 63003, 63024}),
    "opted_out": frozenset({21610, 63014, 63033}),
    "window": frozenset({63016}),
    "defect": frozenset({21617, 21658, 14103, 92002, 92007}),
    "stop": frozenset({63007, 63001, 63051, 20003}),
    "provider": frozenset({63012}),
    "tomorrow": frozenset({63038}),
    "never": frozenset({63049, 63032}),
    "template": frozenset({63040, 63041, 63042, 63046}),
    "expired": frozenset({30036}),
}
_BY_CODE = {code: action for action, codes in ACTIONS.items() for code in codes}


def action_of_code(code: int | None) -> Action | None:
    """Return what a code means, None for one that is not in the table."""
    return _BY_CODE.get(code) if code is not None else None


def action_of_answer(status: int, code: int | None) -> Action:
    """Return what a refused request means, by its code, else by its HTTP status."""
    if (known := action_of_code(code)) is not None:
        return known
    if status == 429:
        return "throttle"
    if status in (401, 403):
        return "stop"
    return "unknown" if status >= 500 or status == 408 else "defect"


def action_of_callback(code: int | None) -> Action:
    """Return what a failed delivery means. A callback is certain: nothing in it may be «unknown»."""
    known = action_of_code(code)
    return "never" if known is None or known == "unknown" else known
