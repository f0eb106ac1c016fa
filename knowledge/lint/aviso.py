"""What a colleague who reads a hoja de vida would say about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aviso:
    """One remark. `campo` is the id of the field in the form; `impide`: it has to be mended before publishing."""

    regla: str
    campo: str
    texto: str
    impide: bool = False
