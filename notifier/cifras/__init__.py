"""The city's indicators. From rows to cells, from cells to figures:

`talks` (turns to conversations, pure) → `measures` (what is counted of each, pure) → `cells` (the cube, pure) →
`rollup` (reads a stretch of days, writes their cells; `others` does it for what is no turn) → `months` and `publish` →
`query` (a filter to its totals) → `formulas` (totals to the indicators of the catalogue, pure).
"""

# Of what is counted: a change of it is a new one. Turns are then counted again from their first day; the other sources
# only as far back as `others.MEMORY`, since their older rows are forgotten; stocks and published months stay as they are,
# and what is told of them says under which version they were counted.
VERSION = 1

TURNOS, NUEVAS = "turnos", "nuevas"  # what turns say, and who wrote for the first time
ATENCION, SOLICITUDES, AVISOS, SONDAS, ENVIOS, DENUNCIAS, CONTENIDO = (
    "atencion", "solicitudes", "avisos", "sondas", "envios", "denuncias", "contenido",
)  # fmt: skip
OTHERS = (ATENCION, SOLICITUDES, AVISOS, SONDAS, ENVIOS, DENUNCIAS, CONTENIDO)
STOCKS = frozenset({CONTENIDO})  # what is true on a day and cannot be added up: the last day holds
