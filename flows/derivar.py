"""Whom to ask for what the city does not attend. Names only: numbers and addresses are theirs to give."""

from collections.abc import Mapping

from flows.answers import N_
from flows.context import Context

# By the slug that the understanding gives: what it is, who attends it.
ENTIDADES: Mapping[str, tuple[str, str]] = {
    "pasaporte": (N_("El pasaporte y la apostilla"), N_("la Gobernación o la Cancillería")),
    "cedula": (N_("La cédula y el registro civil"), N_("la Registraduría")),
    "libreta-militar": (N_("La libreta militar"), N_("el Ejército, en su distrito militar")),
    "antecedentes": (N_("El certificado de antecedentes"), N_("la Policía, la Procuraduría o la Contraloría")),
    "energia": (N_("La luz de la casa"), N_("la empresa de energía que aparece en tu recibo")),
    "agua": (N_("El agua de la casa"), N_("la empresa de acueducto que aparece en tu recibo")),
    "gas": (N_("El gas de la casa"), N_("la empresa de gas que aparece en tu recibo")),
    "sena": (N_("Los cursos del SENA"), N_("el SENA (Servicio Nacional de Aprendizaje)")),
    "migracion": (N_("Los documentos migratorios"), N_("Migración Colombia")),
    "rut": (N_("El RUT y los impuestos nacionales"), N_("la DIAN (Dirección de Impuestos y Aduanas Nacionales)")),
    "transcaribe": (N_("El servicio de Transcaribe"), N_("la empresa Transcaribe")),
    "camara-comercio": (N_("La matrícula mercantil"), N_("la Cámara de Comercio de Cartagena")),
    "soat": (N_("El SOAT y la revisión del vehículo"), N_("las aseguradoras y los centros de diagnóstico")),
}


def referral(context: Context, inicio: Mapping[str, str]) -> str | None:
    """Return who attends the matter, when the understanding told whose it is."""
    t = context.t
    if inicio.get("otra_ciudad"):
        return t("Yo atiendo solo a Cartagena. Para otra ciudad, pregunta en la alcaldía de allá.")
    found = ENTIDADES.get(inicio.get("otra_entidad", ""))
    if found is None:
        return None
    que, quien = found
    said = t("{que}: eso no lo atiende la Alcaldía. Pregunta en {quien}.").format(que=t(que), quien=t(quien))
    if inicio.get("otra_entidad") == "migracion":
        # RC-73: without a Colombian document a person still gets orientation.
        said = f"{said} {t('Aunque no tengas documento colombiano, yo sí te oriento en los trámites de la ciudad.')}"
        integrate = t("También orienta el Centro Intégrate. Su dirección y su horario están por confirmar.")
        said = f"{said}\n\n{integrate}"
    return said
