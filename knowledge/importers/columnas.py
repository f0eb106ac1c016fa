"""The columns of a table of hojas de vida, and which of them say the same thing in two ways."""

from collections.abc import Mapping

from knowledge.importers import cells, renglones
from knowledge.importers.cells import Column, day, identifier, many, many_of, one_of, text
from knowledge.values import SECCIONES

LISTA = "Uno por línea, o separados por punto y coma"

TRAMITES = (
    Column("Id", "id", identifier, required=True),
    Column("Nombre", "nombre", text, required=True),
    Column("Título corto", "titulo_corto", cells.short(24), required=True, help="Máximo 24 letras"),
    Column("Dirección web propia", "slug", identifier),
    Column("Alcance", "alcance", one_of("cartagena", "nacional")),
    Column("Tipo", "tipo", text),
    Column("Tema", "tema", text, required=True),
    Column("Para qué sirve", "proposito", text, required=True),
    Column("Dependencia", "dependencia", text, required=True),
    Column("Id de la dependencia", "dependencia_id", identifier),
    Column("Dirigido a", "dirigido_a", text),
    Column("Requisitos", "requisitos", many, help=LISTA),
    Column("Pasos", "pasos", many, help=LISTA),
    Column("Costo", "costo", cells.whole, help="Solo números, en pesos. 0 si es gratis"),
    Column("Costo explicado", "costo_explicado", text, help="Cuando no es una sola cifra"),
    Column("Beneficio", "beneficio", text),
    Column("Tiempo de respuesta", "termino", text),
    Column("Norma", "base_legal", many),
    Column("Canales", "canales", many),
    Column("En línea", "en_linea", one_of("no", "parcial", "total")),
    Column("Resultado", "resultado", text),
    Column("Seguimiento", "seguimiento", text),
    Column("Enlace", "url", text),
    Column("Nota", "nota", text),
    Column("También se llama", "alias", many),
    Column("Por confirmar", "por_confirmar", many_of(*SECCIONES), help=", ".join(SECCIONES)),
    Column("Fuentes", "fuentes", many, required=True),
    Column("Fecha de los datos", "vigencia_de_los_datos", text),
    Column("Vencido desde", "vencido_desde", day),
    Column("Nivel", "nivel", cells.level, help="De 1 a 4"),
    Column("Nombre en el SUIT", "nombre_estandarizado", text),
    Column("Número SUIT", "numero_suit", text, help="El de esta entidad, nunca el de otra"),
    Column("Audiencias", "audiencias", many, help=LISTA),
    Column(
        "Momentos y requisitos",
        "momentos",
        renglones.MOMENTOS,
        help="Un paso por línea. Debajo, lo que pide: «documento: Cédula (2)»",
    ),
    Column("Excepciones", "excepciones", many, help=LISTA),
    Column(
        "Tabla de precios",
        "valores",
        renglones.VALORES,
        help="Uno por línea: «Certificado | 25000 | vence: 2026-12-31»",
    ),
    Column("Tiempo exacto", "tiempo", renglones.TIEMPO, help="Por ejemplo «15 días hábiles»"),
    Column(
        "Normas exactas", "normas", renglones.NORMAS, help="Una por línea: «Ley 388 de 1997, artículo 8 | https://…»"
    ),
    Column("Cómo llega el resultado", "medios_resultado", many, help=LISTA),
    Column(
        "Puntos de atención",
        "puntos",
        renglones.PUNTOS,
        help="Uno por línea: «Nombre | dirección: … | horario: … | 10.42, -75.55»",
    ),
    Column("Cuándo se puede hacer", "fechas", text),
    Column("Preguntas frecuentes", "preguntas", renglones.PREGUNTAS, help="Una por línea: «¿La pregunta? | La respuesta»"),
    Column("Palabras relacionadas", "palabras", many, help=LISTA),
    Column("No confundir con", "no_confundir_con", renglones.CONTRASTES, help="Uno por línea: «id | la pregunta que los separa»"),
    Column("Vigencias", "vigencias", renglones.VIGENCIAS, help="Una por línea: «costo | de dónde sale | vence: 2026-12-31»"),
    Column("Revisar antes de", "revisar_antes_de", day),
)  # fmt: skip

# A part of the register, and the plain fields that say the same. A table that writes the plain ones alone drops the part.
PARTES: Mapping[str, tuple[str, ...]] = {
    "momentos": ("requisitos", "pasos"),
    "valores": ("costo", "costo_explicado"),
    "tiempo": ("termino",),
    "normas": ("base_legal",),
    "audiencias": ("dirigido_a",),
}
