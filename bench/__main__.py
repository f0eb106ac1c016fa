"""`python -m bench` measures everything; one of `PARTS` after it measures only that.

What begins with «--» is for the part: see there.
"""

import sys
from collections.abc import Callable, Mapping, Sequence

from bench import bandeja, chat, cifras, claim, dispatch, hojas, solicitudes, turn, understanding, widget

PARTS: Mapping[str, Callable[[Sequence[str]], None]] = {
    "turn": lambda _: turn.main(),
    "claim": lambda _: claim.main(),
    "dispatch": lambda _: dispatch.main(),
    "hojas": hojas.main,
    "solicitudes": solicitudes.main,
    "bandeja": bandeja.main,
    "chat": chat.main,
    "widget": widget.main,
    "understanding": understanding.main,
    "cifras": cifras.main,
}


def main() -> None:
    """Measure what was asked for."""
    if {"-h", "--help"} & set(sys.argv):
        sys.exit(f"{__doc__}\nPARTS: {', '.join(PARTS)}")
    flags = [word for word in sys.argv[1:] if word.startswith("--")]
    for part in [word for word in sys.argv[1:] if word not in flags] or PARTS:
        if part not in PARTS:
            sys.exit(f"No conozco «{part}». Escribe: {', '.join(PARTS)}")
        print(f"== {part}")
        PARTS[part](flags)


if __name__ == "__main__":
    main()
