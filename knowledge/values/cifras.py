"""How the assistant does, as it tells whoever asks: the figures of the last month that was published."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ComoVa:
    """Counts of one month. Shares are pairs (part, whole); nothing here was told by fewer than five persons.

    A month without a conversation is one of which nothing is told: under five persons wrote in it, or nobody.
    """

    mes: date  # its first day
    conversaciones: int
    personas: int
    en_un_minuto: tuple[int, int]
    entendidos: tuple[int, int]
    satisfechos: tuple[int, int]  # ratings, not persons
    inventado: bool = False  # by `catalina demo`: nothing of it is the city's
