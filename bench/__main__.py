"""`python -m bench` measures everything; `python -m bench turn`, `claim`, `hojas` or `understanding` only that.

What begins with «--» is for `hojas` and the understanding: see there.
"""

import sys

from bench import claim, hojas, turn, understanding

PARTS = ("turn", "claim", "hojas", "understanding")


def main() -> None:
    """Measure what was asked for."""
    flags = [word for word in sys.argv[1:] if word.startswith("--")]
    for part in [word for word in sys.argv[1:] if word not in flags] or PARTS:
        if part not in PARTS:
            sys.exit(f"No conozco «{part}». Escribe: {', '.join(PARTS)}")
        print(f"== {part}")
        if part == "turn":
            turn.main()
        elif part == "claim":
            claim.main()
        elif part == "hojas":
            hojas.main(flags)
        else:
            understanding.main(flags)


if __name__ == "__main__":
    main()
