"""What an entity must look up itself and may not ask people to bring. A table: whoever knows the law adds a row."""

import re
from dataclasses import dataclass

NORMA = "Decreto Ley 019 de 2012 y Decreto Ley 2106 de 2019"


@dataclass(frozen=True, slots=True)
class Verificable:
    """A document by the words it is asked with, and where the entity finds it. Words are folded: no accents, lower case."""

    pide: re.Pattern[str]
    donde: str
    norma: str = NORMA


def _row(pide: str, donde: str, norma: str = NORMA) -> Verificable:
    return Verificable(re.compile(rf"\b(?:{pide})\b"), donde, norma)


VERIFICABLES: tuple[Verificable, ...] = (
    _row(r"existencia y representacion|certificado de (?:la )?camara de comercio|(?:registro|matricula) mercantil", "el registro de las cámaras de comercio (RUES)"),
    _row(r"(?:certificado|libertad) (?:de )?(?:tradicion|y tradicion)|tradicion y libertad|libertad y tradicion", "la Ventanilla Única de Registro"),
    _row(r"antecedentes (?:judiciales|penales)|certificado judicial|pasado judicial", "la página de la Policía Nacional"),
    _row(r"antecedentes disciplinarios", "la página de la Procuraduría"),
    _row(r"antecedentes fiscales|responsables fiscales", "la página de la Contraloría"),
    _row(r"(?:foto)?copias? (?:\w+ ){0,3}(?:cedula|documento de identidad|tarjeta de identidad)|cedula (?:\w+ ){0,3}(?:ampliada|al 150)", "la Registraduría, con el número del documento"),
    _row(r"(?:copia|certificado|registro unico) (?:del? )?(?:rut|tributario)", "la DIAN"),
    _row(r"certificado (?:de |del |de afiliacion al )?sisben|puntaje (?:del )?sisben|carne (?:del )?sisben", "la consulta del Sisbén"),
    _row(r"certificado (?:de )?(?:estrato|estratificacion)", "Planeación, que lo tiene por dirección"),
    _row(r"paz y salvo (?:del? )?(?:impuesto )?predial|recibos? (?:de pago )?del? predial|comprobantes? de pagos? anterior(?:es)?", "la Secretaría de Hacienda"),
    _row(r"declaracion(?:es)? extra ?(?:juicio|juicios|judicial|judiciales|procesal|procesales)", "lo que la persona afirma, bajo su palabra"),
    _row(r"supervivencia|fe de vida", "la Registraduría"),
    _row(r"denuncia (?:por|de) perdida", "lo que la persona afirma, bajo su palabra"),
)  # fmt: skip
