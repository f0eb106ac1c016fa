"""What each kind of file holds: its columns, in the order in which the exporter writes them."""

from knowledge.convocatorias import ConvocatoriaRow
from knowledge.cooperacion import OrganizacionRow, ProyectoRow
from knowledge.importers import cells
from knowledge.importers.cells import (
    Column,
    address,
    day,
    identifier,
    mail,
    many,
    numbers,
    one_of,
    text,
    yes_no,
)
from knowledge.importers.columnas import TRAMITES
from knowledge.importers.kind import FUENTE, ID, NOMBRE, Kind
from knowledge.importers.kinds_casa import CASA
from knowledge.organizacion import DependenciaRow
from knowledge.participacion import CompromisoRow, EncuentroRow, HitoRow
from knowledge.values import Compromiso, Convocatoria, Dependencia, Encuentro, Hito, Organizacion, Proyecto

ESTADOS_SOLICITUD = (
    "recibida",
    "asignada",
    "por_completar",
    "prorrogada",
    "trasladada",
    "en_firma",
    "respondida",
    "cerrada",
    "desistida",
)

SOLICITUDES = (
    Column("Radicado", "radicado", text, required=True),
    Column("Código de seguimiento", "codigo", text, help="Vacío: se crea uno"),
    Column("Tipo", "tipo", text, required=True, help="Como en los términos de ley: peticion_general, consulta, queja…"),
    Column("Estado", "estado", one_of(*ESTADOS_SOLICITUD), required=True),
    Column("Dependencia", "dependencia", text, required=True),
    Column("Id de la dependencia", "dependencia_id", identifier),
    Column("Recibida el", "recibida_el", day, required=True),
    Column("Vence el", "vence_el", day, help="Vacío: se calcula con los términos de ley"),
    Column("Actualizada el", "actualizada_el", day),
    Column("Respondida el", "respondida_el", day),
    Column("Responsable", "responsable", cells.short(80), help="Quién la tiene en el sistema de la entidad"),
    Column("Mensaje para el ciudadano", "mensaje", cells.short(4000), help="Lo lee quien tiene el código"),
)


CONTENT_KINDS = (
    Kind(
        "convocatorias",
        ConvocatoriaRow,
        Convocatoria,
        (
            ID,
            Column("Título", "titulo", text, required=True),
            Column("Quién convoca", "convocante", text, required=True),
            Column("De qué se trata", "descripcion", text, required=True),
            Column("Tipo", "tipo", text, required=True),
            Column("Estado", "estado", one_of("abierta", "cerrada", "por_confirmar", "permanente"), required=True),
            Column("Cierra el", "cierre", day),
            Column("Enlace", "enlace", address),
            Column("Id del trámite", "tramite_id", identifier),
            FUENTE,
        ),
        (("tramite_id", "hojas"),),
    ),
    Kind(
        "proyectos",
        ProyectoRow,
        Proyecto,
        (
            ID,
            NOMBRE,
            Column("Tipo", "tipo", text, required=True),
            Column("Línea", "linea", text, required=True),
            Column("Descripción", "descripcion", text, required=True),
            Column("Objetivo", "objetivo", text, required=True),
            Column("Cooperantes", "cooperantes", many, required=True),
            Column("Entidades", "entidades", many),
            Column("ODS", "ods", numbers, help="Números, separados por punto y coma"),
            Column("Avance (%)", "avance_pct", cells.percent),
            Column("Avance", "avance", text),
            Column("Resultado", "resultado", text),
            Column("Resultado esperado", "resultado_es_esperado", yes_no, help="Sí, si todavía es un propósito"),
            Column("Meta", "meta", text),
            Column("Notas", "notas", text),
            FUENTE,
        ),
    ),
    Kind(
        "organizaciones",
        OrganizacionRow,
        Organizacion,
        (
            ID,
            NOMBRE,
            Column("Ciudad", "ciudad", text, required=True),
            Column("Tipo", "tipo", text, required=True),
            Column("Sigla", "sigla", text),
            Column("Vínculo", "vinculo", text),
            Column("Descripción", "descripcion", text),
            Column("Notas", "notas", text),
            FUENTE,
        ),
    ),
    Kind(
        "dependencias",
        DependenciaRow,
        Dependencia,
        (
            ID,
            NOMBRE,
            Column("Tipo", "tipo", text, required=True),
            Column("Dirección", "direccion", text),
            Column("Teléfono", "telefono", text),
            Column("Correo", "correo", mail),
            Column("Web", "web", address),
            Column("WhatsApp", "whatsapp", text),
            Column("Horario", "horario", text),
            Column("Contacto confirmado", "contacto_verificado", yes_no),
            Column("También se llama", "alias", many),
            FUENTE,
        ),
    ),
    Kind(
        "hitos",
        HitoRow,
        Hito,
        (
            ID,
            Column("Compromiso", "compromiso_id", identifier, required=True),
            Column("Número", "num", cells.whole, required=True),
            NOMBRE,
            Column("Entregable", "entregable", text, required=True),
            Column("Responsable", "responsable", text, required=True),
            Column(
                "Estado",
                "estado",
                one_of("no_iniciado", "en_curso", "completado", "en_riesgo", "sin_reporte"),
                required=True,
            ),
            Column("Fecha", "fecha", day),
            Column("Notas", "notas", text),
            FUENTE,
        ),
        (("compromiso_id", "compromisos"),),
    ),
    Kind(
        "compromisos",
        CompromisoRow,
        Compromiso,
        (
            ID,
            NOMBRE,
            Column("Título corto", "titulo_corto", cells.short(24), required=True),
            Column("Problema", "problema", text, required=True),
            Column("Qué cambiará", "que_cambiara", many, required=True),
            Column("Responsable", "responsable", text, required=True),
            Column("Indicadores", "indicadores", many),
            FUENTE,
        ),
    ),
    Kind(
        "encuentros",
        EncuentroRow,
        Encuentro,
        (
            ID,
            NOMBRE,
            Column("Lugar", "lugar", text, required=True),
            Column("Fecha", "fecha", day, required=True),
            Column("Hora", "hora", text),
            Column("Descripción", "descripcion", text),
            FUENTE,
        ),
    ),
    *CASA,
)
NAMES = ("tramites", "suit", *(kind.name for kind in CONTENT_KINDS), "solicitudes")


def columns(kind: str) -> tuple[Column, ...]:
    """Return the columns of a kind that is written as a table. Raises KeyError for «suit», which is not."""
    known = {item.name: item.columns for item in CONTENT_KINDS}
    return {**known, "tramites": TRAMITES, "solicitudes": SOLICITUDES}[kind]
