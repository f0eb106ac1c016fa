"""`python -m bench` measures everything; `python -m bench turn` or `understanding` only that."""

import sys

from bench import turn, understanding

PARTS = {"turn": turn.main, "understanding": understanding.main}


def main() -> None:
    """Measure what was asked for."""
    for part in sys.argv[1:] or PARTS:
        if part not in PARTS:
            sys.exit(f"No conozco «{part}». Escribe: {', '.join(PARTS)}")
        print(f"== {part}")
        PARTS[part]()


if __name__ == "__main__":
    main()
