"""The fields of a hoja de vida as staff are asked for them: in plain words, by sections. Data, no rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from flows.secciones import TITLES
from knowledge.values import SECCIONES, LecturaFacil, Momento, Norma, Pregunta, Punto, Requisito, Tiempo, Valor
from knowledge.values.tramite import Contraste, Vigencia

Tipo = Literal[
    "linea", "parrafo", "lista", "opcion", "si_no", "escala", "casillas", "marca", "entero", "decimal", "fecha",
    "enlace", "oficina", "oficinas", "vecino",
]  # fmt: skip
Choices = tuple[tuple[str, str], ...]
SI_NO: Choices = (("", "No se sabe"), ("si", "Sí"), ("no", "No"))
TITULOS: Choices = tuple((s, TITLES[s]) for s in SECCIONES)
NIVELES: Choices = (
    ("1", "1. Informa"),
    ("2", "2. Orienta paso a paso"),
    ("3", "3. Radica la solicitud"),
    ("4", "4. Termina en línea"),
)


@dataclass(frozen=True, slots=True)
class Campo:
    """One field: its name in the value, and how it is asked. `vacio` is what an untouched one says."""

    name: str
    label: str
    tipo: Tipo
    hint: str = ""
    limit: int = 300
    required: bool = False
    choices: Choices = ()
    vacio: str = ""


@dataclass(frozen=True, slots=True)
class Grupo:
    """Rows of one shape, each a value of `clase`. A single one («unico») is at most one row."""

    name: str
    label: str
    renglon: str  # what one row is called
    clase: type
    campos: tuple["Campo | Grupo", ...]
    hint: str = ""
    unico: bool = False


@dataclass(frozen=True, slots=True)
class Par:
    """A part of the register and the plain fields that older records have in its place."""

    parte: str
    lineas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apartado:
    """One section of the form."""

    id: str
    titulo: str
    items: tuple[Campo | Grupo, ...]


PARES: tuple[Par, ...] = (
    Par("audiencias", ("dirigido_a",)),
    Par("momentos", ("requisitos", "pasos")),
    Par("valores", ("requiere_pago", "costo")),
    Par("tiempo", ("termino",)),
    Par("normas", ("base_legal",)),
)

REQUISITOS = Grupo("requisitos", "Qué se pide en este paso", "Requisito", Requisito, (
    Campo("texto", "Qué es", "linea", "Por ejemplo: documento de identidad.", 400, required=True),
    Campo("tipo", "De qué clase", "opcion", vacio="documento", choices=(
        ("documento", "Un documento"), ("condicion", "Una condición"), ("formulario", "Un formulario"),
        ("pago", "Un pago"), ("verificacion", "La entidad lo verifica"))),
    Campo("cantidad", "Cuántos", "entero", vacio="1", limit=99),
    Campo("obligatorio", "¿Se pide siempre?", "si_no", vacio="si", choices=(("si", "Sí, siempre"), ("no", "Solo si aplica"))),
    Campo("nota", "Aclaración", "linea"),
    Campo("enlace", "Dirección de internet", "enlace", limit=400),
))  # fmt: skip

APARTADOS: tuple[Apartado, ...] = (
    Apartado("basico", "Lo básico", (
        Campo("nombre", "Nombre", "linea", "El nombre completo, como lo dice la norma.", 200, required=True),
        Campo("titulo_corto", "Nombre corto", "linea", "Máximo 24 letras. Es lo que se ve en las listas de WhatsApp.", 24, required=True),
        Campo("nombre_estandarizado", "Nombre en el SUIT", "linea", "El nombre estandarizado, si ya está inscrito."),
        Campo("numero_suit", "Número SUIT", "linea", "Solo el de Cartagena. El de otra entidad no sirve aquí.", 12),
        Campo("alias", "Otras formas de llamarlo", "lista", "Como lo dice la gente, una en cada renglón.", 80),
        Campo("palabras", "Palabras relacionadas", "lista", "Palabras con las que se busca y que no son su nombre.", 80),
        Campo("tipo", "Qué es", "opcion", choices=(
            ("trámite", "Trámite"), ("OPA", "Otro procedimiento (OPA)"), ("consulta", "Consulta de información"),
            ("plantilla", "Plantilla"), ("por confirmar", "Por confirmar"))),
        Campo("tema", "Tema", "linea", "Por ejemplo: Impuestos, Salud, Vivienda.", 60, required=True),
        Campo("alcance", "De quién es", "opcion", "Escoge «De Cartagena» solo si la dependencia confirmó los datos.",
              choices=(("cartagena", "De Cartagena"), ("nacional", "De otra entidad o de ley nacional"))),
        Campo("nombre_en", "Nombre en inglés", "linea", limit=200),
        Campo("titulo_corto_en", "Nombre corto en inglés", "linea", "Máximo 24 letras.", 24),
    )),
    Apartado("para", "Quién y para qué", (
        Campo("proposito", "Para qué sirve", "parrafo", "Una o dos frases cortas, como se lo dirías a un vecino.", 800, required=True),
        Campo("audiencias", "Quiénes lo pueden pedir", "lista", "Un grupo en cada renglón.", 200),
        Campo("dirigido_a", "Quién lo puede pedir", "parrafo", limit=400),
        Campo("excepciones", "Excepciones", "lista", "Quién no tiene que traer o hacer algo. Una en cada renglón.", 400),
        Campo("resultado", "Qué se entrega al final", "linea"),
        Campo("medios_resultado", "Por dónde llega el resultado", "lista", "Uno en cada renglón: correo, en persona, en la página.", 80),
        Campo("beneficio", "Qué recibe la persona", "linea", "Un subsidio o un descuento. No es un costo."),
        Campo("nota", "Nota", "parrafo", "Algo más que la persona deba saber.", 600),
    )),
    Apartado("necesita", "Qué se necesita", (
        Grupo("momentos", "Pasos y requisitos", "Paso", Momento, (
            Campo("texto", "Qué hace la persona", "linea", limit=400, required=True), REQUISITOS,
        ), "Los pasos en orden. En cada uno, lo que se pide."),
        Campo("requisitos", "Qué se pide", "lista", "Un requisito en cada renglón.", 400),
        Campo("pasos", "Pasos", "lista", "Un paso en cada renglón, en orden.", 400),
    )),
    Apartado("cuesta", "Cuánto cuesta", (
        Grupo("valores", "Valores", "Valor", Valor, (
            Campo("concepto", "Por qué se paga", "linea", required=True),
            Campo("valor", "Cuánto", "entero", "Solo números. 0 si es gratis. Vacío si depende.", limit=10**12),
            Campo("moneda", "Moneda", "opcion", vacio="COP", choices=(("COP", "Pesos"), ("USD", "Dólares"), ("EUR", "Euros"), ("UVT", "UVT"), ("SMDLV", "Salarios mínimos diarios"))),
            Campo("nota", "Aclaración", "linea", "Si el valor depende, di de qué."),
            Campo("cuenta", "Dónde se paga", "linea", "El banco o la cuenta."),
            Campo("enlace", "Dirección para pagar", "enlace", limit=400),
            Campo("vence_el", "Vale hasta", "fecha"),
        ), "Si es gratis, escribe un renglón con 0."),
        Campo("requiere_pago", "¿Se paga?", "si_no", choices=SI_NO),
        Campo("costo", "Cuánto cuesta", "linea", "Por ejemplo: Gratuito, o $ 25.000. Déjalo vacío si no se sabe."),
    )),
    Apartado("demora", "Cuánto demora", (
        Grupo("tiempo", "Tiempo de respuesta", "Tiempo", Tiempo, (
            Campo("cantidad", "Cuánto", "entero", "Vacío si es de inmediato.", limit=999),
            Campo("unidad", "En qué se cuenta", "opcion", required=True, choices=(
                ("", "Escoge una"), ("habil", "Días hábiles"), ("calendario", "Días calendario"), ("hora", "Horas"),
                ("mes", "Meses"), ("inmediato", "De inmediato"))),
            Campo("nota", "Aclaración", "linea"),
        ), unico=True),
        Campo("termino", "Cuánto demora", "linea", "Por ejemplo: 15 días hábiles."),
        Campo("seguimiento", "Cómo saber cómo va", "linea"),
        Campo("fechas", "En qué fechas se hace", "linea", "Vacío si se puede todo el año."),
    )),
    Apartado("donde", "Dónde", (
        Campo("dependencia_id", "Dependencia que lo atiende", "oficina"),
        Campo("dependencia_verificada", "La dependencia confirmó que atiende este trámite", "marca"),
        Campo("dependencias_posibles", "Otras dependencias que también lo atienden", "oficinas", "Una en cada renglón, con su nombre."),
        Campo("canales", "Por dónde se hace", "lista", "Uno en cada renglón: presencial, web, correo, telefono, whatsapp.", 80),
        Campo("en_linea", "¿Se hace por internet?", "opcion", choices=(("", "No se sabe"), ("no", "No"), ("parcial", "Una parte"), ("total", "Todo"))),
        Campo("url", "Dirección de internet", "enlace", "Empieza por https://", 400),
        Grupo("puntos", "Puntos de atención", "Punto", Punto, (
            Campo("nombre", "Nombre del lugar", "linea", required=True),
            Campo("direccion", "Dirección", "linea"),
            Campo("telefono", "Teléfono", "linea", limit=80),
            Campo("horario", "Horario", "linea", limit=200),
            Campo("lat", "Latitud", "decimal", "Por ejemplo: 10,4229"),
            Campo("lon", "Longitud", "decimal", "Por ejemplo: -75,5498"),
        )),
    )),
    Apartado("normas", "Normas", (
        Grupo("normas", "Normas", "Norma", Norma, (
            Campo("tipo", "Clase", "linea", "Ley, Decreto, Acuerdo, Resolución…", 80, required=True),
            Campo("numero", "Número", "linea", limit=20, required=True),
            Campo("anio", "Año", "entero", limit=2100, required=True),
            Campo("articulos", "Artículos", "linea", "Por ejemplo: artículos 8 y 15."),
            Campo("enlace", "Dirección de internet", "enlace", limit=400),
        )),
        Campo("base_legal", "Normas", "lista", "Una norma en cada renglón, con número y año.", 300),
    )),
    Apartado("preguntas", "Preguntas", (
        Grupo("preguntas", "Preguntas frecuentes", "Pregunta", Pregunta, (
            Campo("pregunta", "Pregunta", "linea", required=True),
            Campo("respuesta", "Respuesta", "parrafo", limit=800, required=True),
        )),
        Grupo("no_confundir_con", "No confundir con", "Trámite parecido", Contraste, (
            Campo("tramite_id", "Cuál", "vecino", "Su nombre, como sale en la lista de trámites.", required=True),
            Campo("pregunta", "La pregunta que los separa", "linea", "Por ejemplo: ¿Necesitas tu estrato, o probar dónde vives?", required=True),
        )),
    )),
    Apartado("vigencia", "Vigencia y fuentes", (
        Campo("por_confirmar", "Falta confirmar", "casillas", "Marca lo que la dependencia no ha confirmado.", choices=TITULOS),
        Campo("campos_no_verificados", "Qué falta verificar", "lista", "Lo que la fuente no deja claro, en tus palabras.", 300),
        Grupo("vigencias", "Hasta cuándo vale cada cosa", "Vigencia", Vigencia, (
            Campo("seccion", "De qué", "opcion", required=True, choices=(("", "Escoge una"), *TITULOS)),
            Campo("fuente", "Quién lo dice", "linea"),
            Campo("vence_el", "Vale hasta", "fecha"),
        )),
        Campo("fuentes", "De dónde salen los datos", "lista", "Una fuente en cada renglón.", 400),
        Campo("vigencia_de_los_datos", "De cuándo son los datos", "linea", "El año y el mes, así: 2026-03.", 40),
        Campo("vencido_desde", "Dejó de valer el", "fecha", "Solo si ya no se puede hacer."),
        Campo("revisar_antes_de", "Revisar antes de", "fecha"),
        Campo("nivel", "Qué hace Catalina", "escala", "Con el nivel 3 se radica en el chat: las preguntas salen de los pasos. El 4 todavía no se puede.", choices=NIVELES),
        Grupo("lectura_facil", "Lectura fácil", "Lectura fácil", LecturaFacil, (
            Campo("texto", "Texto", "parrafo", limit=4000, required=True),
            Campo("validado_por", "Quién lo validó con lectores", "linea"),
            Campo("validado_el", "Cuándo lo validó", "fecha"),
        ), "Un texto aparte. Solo es lectura fácil si personas con dificultad de comprensión lo validaron.", unico=True),
    )),
)  # fmt: skip


def todos() -> Iterator[Campo | Grupo]:
    """Yield every field and group of the form, in its order."""
    for apartado in APARTADOS:
        yield from apartado.items


NOMBRES: Mapping[str, str] = {item.name: item.label for item in todos()}
PAR_DE: Mapping[str, Par] = {name: par for par in PARES for name in (par.parte, *par.lineas)}
