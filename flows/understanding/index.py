"""What the catalogue alone tells: aliases, names, places and offices, ready to be looked up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.understanding import retrieval
from flows.understanding.entities import Names, by_first_word
from flows.understanding.features import folded_name, key
from flows.understanding.model import Model, load_model
from flows.understanding.retrieval import Inverted, inverted
from knowledge.values import Catalogo, Tramite

INTENT_TITLES: dict[str, tuple[str, str]] = {
    "saludo": ("Saludar", "Say hello"),
    "menu": ("Ver el menú", "See the menu"),
    "ayuda": ("Cómo funciona esto", "How this works"),
    "tramite": ("Buscar un trámite", "Find a procedure"),
    "convocatorias": ("Becas y convocatorias", "Calls and scholarships"),
    "estado": ("Cómo va mi solicitud", "Status of my request"),
    "radicar": ("Petición o queja", "Petition or complaint"),
    "denuncia": ("Denunciar corrupción", "Report corruption"),
    "notificaciones": ("Avisos: alta o baja", "Notices: on or off"),
    "cooperacion": ("Proyectos cooperación", "Cooperation projects"),
    "participacion": ("Gobierno abierto", "Open government"),
    "dato_publico": ("Datos de la ciudad", "City facts and figures"),
    "funcionario": ("Hablar con una persona", "Talk to a person"),
    "encuesta": ("Opinar del servicio", "Rate the service"),
    "idioma": ("Cambiar de idioma", "Change language"),
    "mis_datos": ("Mis datos personales", "My personal data"),
    "error_dato": ("Avisar de un error", "Report a mistake"),
    "gracias": ("Dar las gracias", "Say thanks"),
    "despedida": ("Despedirme", "Say goodbye"),
    "cancelar": ("Cancelar", "Cancel"),
    "emergencia": ("Emergencia", "Emergency"),
    "fuera_de_alcance": ("Otra cosa", "Something else"),
}


RULES_THRESHOLD = 0.7  # share of a name that has to be said when no model answers


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything `decide` reads: the model if there is one, and the catalogue's own words."""

    modelo: Model | None
    version: str
    titulos: Mapping[str, tuple[str, str]]  # label → (Spanish, English)
    flujos: Mapping[str, str]  # record → the intent that wins over it
    exacto: Mapping[str, tuple[str, ...]]  # key of an alias → labels
    nombrados: Inverted  # names and aliases of records, by stem
    lugares: Names
    oficinas: Names
    vivos: frozenset[str]  # labels that may be answered today

    @property
    def con_modelo(self) -> bool:
        """Tell whether a trained model answers, or only rules and aliases."""
        return self.modelo is not None

    @property
    def umbral(self) -> float:
        """Return the confidence below which Catalina asks instead of answering."""
        return self.modelo.threshold if self.modelo else RULES_THRESHOLD


def understanding(catalogo: Catalogo, blob: bytes | None) -> Understanding:
    """Build what `decide` reads. Without a blob it answers with rules and aliases. Raises MismatchedModel."""
    modelo = load_model(blob) if blob is not None else None
    named = [(f"tramite/{record.id}", text) for record in catalogo.tramites.values() for text in names(record)]
    titles = {
        f"tramite/{r.id}": (r.titulo_corto, r.titulo_corto_en or r.titulo_corto) for r in catalogo.tramites.values()
    }
    vivos = frozenset(titles) | frozenset(INTENT_TITLES)
    return Understanding(
        modelo=modelo,
        version=catalogo.version,
        titulos=titles | INTENT_TITLES,
        flujos={r.id: r.flujo for r in catalogo.tramites.values() if r.flujo},
        exacto=_exact(named, modelo, vivos),
        nombrados=inverted(named),
        lugares=_names((text, place.slug) for place in catalogo.lugares for text in (place.nombre, *place.alias)),
        oficinas=_names((text, o.id) for o in catalogo.dependencias.values() for text in (o.nombre, *o.alias)),
        vivos=vivos,
    )


def names(record: Tramite) -> tuple[str, ...]:
    """Return what a record is called, officially and in the street."""
    return tuple(dict.fromkeys(filter(None, (record.nombre, record.titulo_corto, record.nombre_en, *record.alias))))


def _names(pairs: Iterable[tuple[str, str]]) -> Names:
    return by_first_word((folded_name(text), identity) for text, identity in pairs if len(text) > 3)


def _exact(named: list[tuple[str, str]], modelo: Model | None, vivos: frozenset[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for label, text in named:
        found[key(text)].add(label)
    # What staff wrote for the model is newer and surer than a record's list of aliases.
    for form, labels in (modelo.exact if modelo else {}).items():
        alive = {label for label in labels if label in vivos or label.startswith("otra/")}
        if alive:
            found[form] = alive
    return {form: tuple(sorted(labels)) for form, labels in found.items()}


def rank(context: Understanding, said: list[str]) -> list[tuple[str, float]]:
    """Return labels by how well one of their names and what was said cover each other, 0–1."""
    return retrieval.rank(context.nombrados, said)
