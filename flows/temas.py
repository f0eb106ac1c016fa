"""Browsing by theme: the sources' many themes in ten groups that a person recognises, the city's records first."""

from collections.abc import Mapping

from flows.answers import N_
from flows.context import Context
from knowledge.folding import fold
from knowledge.values import Tramite

OTROS = "otros"
# Group id → its title and the themes of the sources that it holds. A theme nobody listed falls under «Otros temas».
GRUPOS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "familia": (N_("Salud, familia y ayudas"), ("Salud", "Familia", "Subsidios")),
    "impuestos": (N_("Impuestos y predios"), ("Impuestos", "Catastro", "Financiero")),
    "movilidad": (N_("Movilidad y vías"), ("Movilidad", "Vías")),
    "vivienda": (N_("Vivienda y barrio"), ("Vivienda", "Espacio público")),
    "construccion": (N_("Construcción"), ("Urbanismo", "Patrimonio")),
    "educacion": (N_("Educación y trabajo"), ("Educación", "Trabajo")),
    "negocios": (N_("Negocios"), ("Comercio",)),
    "cultura": (N_("Cultura y deporte"), ("Cultura", "Arte y cultura", "Deporte", "Deporte y cultura")),
    "ambiente": (N_("Ambiente y animales"), ("Ambiente", "Medio ambiente", "Animales")),
    OTROS: (N_("Otros temas"), ()),
}
_GROUP_OF = {tema: grupo for grupo, (_, temas) in GRUPOS.items() for tema in temas}


def grupos(context: Context) -> list[str]:
    """Return the groups that hold at least one published record."""
    used = {grupo for record in context.catalogo.tramites.values() for grupo in groups_of(record)}
    return [grupo for grupo in GRUPOS if grupo in used]


def groups_of(record: Tramite) -> frozenset[str]:
    """Return the groups of a record; the source joins two themes with a comma."""
    return frozenset(_GROUP_OF.get(tema.strip(), OTROS) for tema in record.tema.split(",") if tema.strip())


def of_group(context: Context, grupo: str) -> list[Tramite]:
    """Return the records of a group: those of the city first, they can be answered whole; each part by title."""
    records = [r for r in context.catalogo.tramites.values() if grupo in groups_of(r)]
    return sorted(records, key=lambda r: (r.alcance != "cartagena", fold(r.titulo_corto)))
