"""The kinds of the house itself: places of attention, days off, questions that belong to no trámite, texts of the entity."""

import re

from knowledge.entidad import CONTACTO, EMERGENCIA, LA_ENTIDAD, EntidadRow
from knowledge.importers import cells
from knowledge.importers.cells import BadCell, Column, address, day, identifier, mail, many, one_of, text
from knowledge.importers.kind import FUENTE, ID, NOMBRE, Kind
from knowledge.importers.problem import written
from knowledge.organizacion import FestivoRow, PuntoRow
from knowledge.preguntas_frecuentes import PreguntaFrecuenteRow
from knowledge.respuestas import RespuestaModeloRow
from knowledge.values import Entidad, PreguntaFrecuente, PuntoAtencion
from knowledge.values.organizacion import CLASES_DE_DIA, DiaNoHabil
from knowledge.values.preguntas import RespuestaModelo

CLASE = one_of(*CLASES_DE_DIA)


def locality(cell: str) -> int:
    """Return one of the three localities of the district."""
    if cell not in ("1", "2", "3"):
        raise BadCell(f"escribe 1, 2 o 3. {written(cell)}")
    return int(cell)


def contacts(cell: str) -> list[str]:
    """Return the channels, one a line: «correo | ana@entidad.gov.co | para qué | sí | fuente»."""
    return _lines(cell, CONTACTO, "correo | buzon@cartagena.gov.co | Ventanilla Única | sí | Decreto 1")


def emergencies(cell: str) -> list[str]:
    """Return the emergency lines, one a line: «123 | Policía, bomberos y ambulancia | sí»."""
    return _lines(cell, EMERGENCIA, "123 | Policía, bomberos y ambulancia | sí")


def _lines(cell: str, shape: re.Pattern[str], example: str) -> list[str]:
    lines = [" | ".join(text(part) for part in line.split("|")) for line in cell.splitlines() if line.strip()]
    wrong = next((line for line in lines if not shape.fullmatch(line)), None)
    if wrong is not None:
        raise BadCell(f"escribe cada renglón así: {example}. {written(wrong)}")
    return lines


CASA = (
    Kind(
        "puntos",
        PuntoRow,
        PuntoAtencion,
        (
            ID,
            NOMBRE,
            Column("Servicios", "servicios", many, required=True, help="Uno por línea: sisben, hacienda, transito, catastro"),
            Column("Id de la dependencia", "dependencia_id", identifier, help="La oficina que responde por este punto"),
            Column("Barrio", "barrio", text),
            Column("Localidad", "localidad", locality, help="1, 2 o 3"),
            Column("Dirección", "direccion", text),
            Column("Horario", "horario", text, help="Por ejemplo: L-V 8:00-16:00"),
            FUENTE,
        ),
        (("dependencia_id", "dependencias"),),
    ),
    Kind(
        "festivos",
        FestivoRow,
        DiaNoHabil,
        (
            ID,
            Column("Fecha", "fecha", day, required=True, help="Por ejemplo: 2026-11-11"),
            Column("Hasta", "hasta", day, help="El último día, si son varios seguidos"),
            Column("Nombre", "nombre", text, required=True, help="Lo que se dirá: Independencia de Cartagena"),
            Column("Clase", "clase", CLASE, help="Festivo de ley, día no hábil local o suspensión de términos. Vacío: festivo de ley"),
            FUENTE,
        ),
    ),
    Kind(
        "preguntas",
        PreguntaFrecuenteRow,
        PreguntaFrecuente,
        (
            ID,
            Column("Pregunta", "pregunta", cells.short(200), required=True, help="Como la haría un ciudadano"),
            Column("Otras formas de preguntarlo", "otras", many, help="Una por línea"),
            Column("Respuesta", "respuesta", cells.short(900), required=True, help="Frases cortas. Máximo 900 letras"),
            FUENTE,
        ),
    ),
    Kind(
        "respuestas",
        RespuestaModeloRow,
        RespuestaModelo,
        (
            ID,
            Column("Título", "titulo", cells.short(80), required=True, help="Cómo lo encuentra un colega. Máximo 80 letras"),
            Column("Cuándo se usa", "cuando", cells.short(200), required=True, help="Una frase"),
            Column("Texto", "texto", cells.short(3000), required=True, help="Lo que se llena va entre corchetes: [dirección]"),
            FUENTE,
        ),
    ),
    Kind(
        "entidad",
        EntidadRow,
        Entidad,
        (
            Column("Id", "id", one_of(LA_ENTIDAD), required=True, help="Siempre: entidad"),
            NOMBRE,
            Column("Nombre corto", "nombre_corto", cells.short(60), required=True, help="Máximo 60 letras"),
            Column("Horario", "horario", text, required=True, help="Como se le dice a un ciudadano"),
            Column("Sede electrónica", "sede_electronica", address, required=True, help="La página oficial"),
            Column("Responsable de los datos personales", "responsable_datos", text, required=True, help="La entidad, no una persona"),
            Column("Política de datos", "politica_datos_url", address, help="Dónde se lee"),
            Column("Correo de datos personales", "correo_datos", mail),
            Column("Canales de contacto", "contactos", contacts, required=True, help="Uno por renglón, con barras: canal, dato, para qué, confirmado (sí o no), fuente"),
            Column("Canales para denunciar", "denuncia_canales", contacts, required=True, help="Uno por renglón, con barras: canal, dato, para qué, confirmado (sí o no), fuente"),
            Column("Líneas de emergencia", "emergencias", emergencies, required=True, help="Una por renglón, con barras: línea, para qué, confirmada (sí o no)"),
            Column("Reportes de tránsito", "transito_reportes", text, required=True, help="Qué se dice de las faltas de tránsito"),
        ),
    ),
)  # fmt: skip
