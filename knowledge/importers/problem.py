"""What is wrong with a file, said so that a clerk can repair it."""

from dataclasses import dataclass

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to repair: file, row as the spreadsheet numbers it, column, and what to write."""

    file: str
    row: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        """Return «datos.csv, fila 14, columna Costo: escribe solo números. Escribiste «$ 25.000»»."""
        place = [self.file]
        if self.row is not None:
            place.append(f"fila {self.row}")
        if self.column is not None:
            place.append(f"columna {self.column}")
        return f"{', '.join(place)}: {self.message}"


class FileProblem(Exception):
    """The file cannot be read at all; carries the one problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def written(text: str) -> str:
    """Return what the person wrote, quoted and short."""
    short = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return f"Escribiste «{short}»"
