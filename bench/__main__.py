"""`python -m bench` measures everything; one of `PARTS` after it measures only that.

What begins with «--» is for the part: see there.
"""

import sys

from bench import bandeja, claim, dispatch, hojas, solicitudes, turn, understanding

PARTS = ("turn", "claim", "dispatch", "hojas", "solicitudes", "bandeja", "understanding")


def main() -> None:
    """Measure what was asked for."""
    if {"-h", "--help"} & set(sys.argv):
        sys.exit(f"{__doc__}\nPARTS: {', '.join(PARTS)}")
    flags = [word for word in sys.argv[1:] if word.startswith("--")]
    for part in [word for word in sys.argv[1:] if word not in flags] or PARTS:
        if part not in PARTS:
            sys.exit(f"No conozco «{part}». Escribe: {', '.join(PARTS)}")
        print(f"== {part}")
        if part == "turn":
            turn.main()
        elif part == "claim":
            claim.main()
        elif part == "dispatch":
            dispatch.main()
        elif part == "hojas":
            hojas.main(flags)
        elif part == "solicitudes":
            solicitudes.main(flags)
        elif part == "bandeja":
            bandeja.main(flags)
        else:
            understanding.main(flags)


if __name__ == "__main__":
    main()
