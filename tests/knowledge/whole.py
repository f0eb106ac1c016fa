"""A hoja de vida that has every part of the register, and the same with none."""

from dataclasses import replace
from datetime import date

from knowledge.values import LecturaFacil, Momento, Norma, Pregunta, Punto, Requisito, Tiempo, Tramite, Valor, Vigencia

PLAIN = Tramite("ctg-x", "permiso", "Permiso", "Permiso", "cartagena", "trámite", "Comercio", "Vender.", "Hacienda")
WHOLE = replace(
    PLAIN,
    nombre_estandarizado="Permiso de venta",
    numero_suit="12345",
    audiencias=("Ciudadanía", "Empresas"),
    momentos=(
        Momento("Reúne los papeles", (Requisito("documento", "Cédula", cantidad=2), Requisito("documento", "Poder", obligatorio=False))),
        Momento("Paga", (Requisito("pago", "Derechos", enlace="https://pagos.example/"), Requisito("verificacion", "Estar al día con el predial"))),
    ),
    excepciones=("Las personas mayores no pagan.",),
    valores=(Valor("Certificado", 25_000, vence_el=date(2026, 12, 31)), Valor("Copia", 0)),
    tiempo=Tiempo("habil", 15),
    normas=(Norma("Ley", "388", 1997, "artículos 8 y 15"), Norma("Acuerdo", "107", 2022)),
    medios_resultado=("correo",),
    puntos=(Punto("Palacio de la Aduana", "Plaza de la Aduana", horario="Lunes a viernes, 8 a 12", lat=10.4229, lon=-75.5498),),
    fechas="De enero a marzo",
    preguntas=(Pregunta("¿Sirve para el colegio?", "Sí."),),
    palabras=("venta",),
    vigencias=(Vigencia("costo", "Acuerdo 107 de 2022", date(2026, 12, 31)),),
    revisar_antes_de=date(2027, 1, 31),
    lectura_facil=LecturaFacil("Puedes vender.", "Asdopen", date(2026, 2, 1)),
)  # fmt: skip
