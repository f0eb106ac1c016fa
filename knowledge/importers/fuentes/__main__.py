"""`python -m knowledge.importers.fuentes DIR [OUT]`: rebuild knowledge/content from the collected sources."""

import sys
from pathlib import Path

from knowledge.importers.fuentes.build import build

CONTENT = Path(__file__).resolve().parents[2] / "content"


def main(arguments: list[str]) -> int:
    """Write the files and say which. Exit 2 without a folder."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write("Uso: python -m knowledge.importers.fuentes CARPETA_DE_DATOS [SALIDA]\n")
        return 2
    out = Path(arguments[1]) if len(arguments) == 2 else CONTENT
    for line in build(Path(arguments[0]), out):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
