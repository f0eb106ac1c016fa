"""The city's indicators. From rows to cells, from cells to figures:

`talks` (turns to conversations, pure) → `measures` (what is counted of each, pure) → `cells` (the cube, pure) →
`rollup` (reads a stretch of days, writes their cells; `others` does it for what is no turn) → `months` and `publish` →
`query` (a filter to its totals) → `formulas` (totals to the indicators of the catalogue, pure).
"""

VERSION = 1  # of the formulas; a change of any of them is a new one, and every day is rolled up again

TURNOS, NUEVAS = "turnos", "nuevas"  # what turns say, and who wrote for the first time
ATENCION, SOLICITUDES, AVISOS, SONDAS, ENVIOS, DENUNCIAS, CONTENIDO = (
    "atencion", "solicitudes", "avisos", "sondas", "envios", "denuncias", "contenido",
)  # fmt: skip
OTHERS = (ATENCION, SOLICITUDES, AVISOS, SONDAS, ENVIOS, DENUNCIAS, CONTENIDO)
STOCKS = frozenset({CONTENIDO})  # what is true on a day and cannot be added up: the last day holds
