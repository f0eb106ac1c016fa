"""Whom to ask for what the city does not attend. Names only: numbers and addresses are theirs to give."""

from collections.abc import Mapping

from flows.answers import N_
from flows.buscar import titulo
from flows.context import Context
from flows.messages import Option

# By the slug that the understanding gives: what it is, who attends it.
ENTIDADES: Mapping[str, tuple[str, str]] = {
    "pasaporte": (N_("El pasaporte y la apostilla"), N_("la Gobernación o la Cancillería")),
    "cedula": (N_("La cédula y el registro civil"), N_("la Registraduría")),
    "libreta-militar": (N_("La libreta militar"), N_("el Ejército, en su distrito militar")),
    "antecedentes": (N_("El certificado de antecedentes"), N_("la Policía, la Procuraduría o la Contraloría")),
    "energia": (N_("La luz de la casa"), N_("la empresa de energía que aparece en tu recibo")),
    "agua": (N_("El agua de la casa"), N_("la empresa de acueducto que aparece en tu recibo")),
    "gas": (N_("El gas de la casa"), N_("la empresa de gas que aparece en tu recibo")),
    "eps": (N_("La atención médica y las citas"), N_("tu EPS (entidad de salud)")),
    "sena": (N_("Los cursos del SENA"), N_("el SENA (Servicio Nacional de Aprendizaje)")),
    "icetex": (N_("El crédito para estudiar"), N_("el ICETEX, que presta para estudios")),
    "universidad": (N_("La matrícula y los exámenes de la universidad"), N_("la universidad o el ICFES")),
    "migracion": (N_("Los documentos migratorios"), N_("Migración Colombia")),
    "dian": (N_("El RUT y los impuestos nacionales"), N_("la DIAN (Dirección de Impuestos y Aduanas Nacionales)")),
    "transcaribe": (N_("El servicio de Transcaribe"), N_("la empresa Transcaribe")),
    "camara-comercio": (N_("La matrícula mercantil"), N_("la Cámara de Comercio de Cartagena")),
    "transito-nacional": (
        N_("El SOAT y la revisión del vehículo"),
        N_("las aseguradoras y los centros de diagnóstico"),
    ),
    "simit": (N_("La consulta de comparendos de todo el país"), N_("el SIMIT, el sistema nacional de multas")),
    "impuesto-vehicular": (N_("El impuesto del carro o la moto"), N_("la Gobernación de Bolívar")),
    "mar": (N_("El registro y el control de lanchas"), N_("la Capitanía de Puerto")),
    "pension": (N_("La pensión"), N_("tu fondo de pensiones o Colpensiones")),
    "fiscalia": (N_("El robo, la estafa y los delitos"), N_("la Fiscalía o la Policía")),
    "tutela": (N_("La tutela"), N_("un juzgado. La Personería te orienta gratis")),
    "notaria": (N_("Las escrituras, los poderes y el divorcio"), N_("una notaría")),
    "registro-instrumentos": (
        N_("El certificado de tradición y libertad de un inmueble"),
        N_("la Oficina de Registro de Instrumentos Públicos"),
    ),
    "prosperidad-social": (N_("La renta y los subsidios nacionales"), N_("Prosperidad Social")),
    "victimas": (N_("El registro y la reparación de víctimas"), N_("la Unidad para las Víctimas o la Personería")),
    "icbf": (N_("La adopción y los jardines del ICBF"), N_("el ICBF (Instituto de Bienestar Familiar)")),
    "trabajo": (N_("El empleo y los problemas laborales"), N_("el Ministerio del Trabajo o el Servicio de Empleo")),
    "defensoria-consumidor": (
        N_("La queja por una compra o un servicio"),
        N_("el vendedor o la Superintendencia de Industria y Comercio"),
    ),
    "policia": (N_("Los trámites de la Policía"), N_("la Policía Nacional")),
    "gobernacion": (N_("Lo de la Gobernación"), N_("la Gobernación de Bolívar")),
}


# What to offer first to a person without a Colombian document. RC-73: orientation is never refused.
SIN_DOCUMENTO = ("ctg-matricula-escolar", "ctg-regimen-subsidiado", "ctg-sisben", "ctg-comisaria-familia")


def referral(context: Context, inicio: Mapping[str, str]) -> str | None:
    """Return who attends the matter, or what to say to a matter that is no procedure, when it is known whose it is."""
    t = context.t
    if inicio.get("otra_ciudad"):
        return t("Yo atiendo solo a Cartagena. Para otra ciudad, pregunta en la alcaldía de allá.")
    slug = inicio.get("otra_entidad", "")
    if slug == "sin-documento":
        welcome = t("Sí, aquí te oriento aunque no tengas documento colombiano.")
        return f"{welcome} {t('Cada oficina te dice qué otro papel recibe. Pregunta primero: te orientan igual.')}"
    if slug == "molestia":
        return t("Siento que estés pasando un mal rato. Quiero ayudarte a resolverlo.")
    found = ENTIDADES.get(slug)
    if found is None:
        return None
    que, quien = found
    said = t("{que}: eso no lo atiende la Alcaldía. Pregunta en {quien}.").format(que=t(que), quien=t(quien))
    if slug == "migracion":
        said = f"{said} {t('Aunque no tengas documento colombiano, yo sí te oriento en los trámites de la ciudad.')}"
        integrate = t("También orienta el Centro Intégrate. Su dirección y su horario están por confirmar.")
        said = f"{said}\n\n{integrate}"
    return said


def suggested(context: Context, inicio: Mapping[str, str]) -> list[Option]:
    """Return what helps at once with a matter that is no single procedure."""
    slug = inicio.get("otra_entidad", "")
    if slug == "molestia":
        return [Option("radicar", context.t("Poner una queja")), Option("estado", context.t("Ver mi solicitud"))]
    if slug not in ("sin-documento", "migracion"):
        return []
    records = [context.catalogo.tramites[i] for i in SIN_DOCUMENTO if i in context.catalogo.tramites]
    return [Option(f"tramite:{record.id}", titulo(context, record)) for record in records]
