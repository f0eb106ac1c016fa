"""Records that do not exist, to see how the search for a record grows: real words, put together by code, seed fixed.

Every one says so in its name («Trámite inventado…» is its office), none leaves the bench.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

from knowledge.values import Tramite

SEED = 2026

_ACTIONS = (
    "permiso", "licencia", "certificado", "registro", "inscripción", "renovación", "duplicado", "cancelación", "autorización",
    "concepto", "visita", "exención", "subsidio", "revisión", "traslado", "corrección", "devolución", "constancia",
)  # fmt: skip
_OBJECTS = (
    "panadería", "taller", "peluquería", "droguería", "restaurante", "hotel", "bar", "gimnasio", "ferretería", "lavadero", "bodega",
    "carpintería", "imprenta", "guardería", "colegio", "jardín infantil", "biblioteca", "museo", "teatro", "cine", "circo", "feria",
    "mercado", "plaza", "parque", "playa", "muelle", "puerto", "lancha", "bicicleta", "moto", "taxi", "bus", "camión", "grúa",
    "parqueadero", "carreta", "coche de caballos", "ambulancia", "bomba de gasolina", "puente", "andén", "calle", "semáforo", "poste",
    "lámpara", "cable", "antena", "valla", "aviso", "pancarta", "mural", "estatua", "fuente", "árbol", "poda", "vivero", "jardín",
    "huerta", "finca", "lote", "casa", "apartamento", "edificio", "techo", "muro", "piscina", "ascensor", "escalera", "balcón",
    "fachada", "demolición", "excavación", "relleno", "escombros", "basura", "reciclaje", "compostera", "pozo", "tanque", "cañería",
    "alcantarilla", "caño", "ciénaga", "manglar", "perro", "gato", "caballo", "gallina", "abeja", "pesca", "marisco", "carne", "leche",
    "fruta", "agua", "hielo", "licor", "cosecha", "semilla", "abono", "máquina", "motor", "caldera", "extintor", "alarma", "cámara",
    "vigilancia", "rifa", "bingo", "concierto", "desfile", "carrera", "torneo", "cancha", "estadio", "equipo", "entrenador", "beca",
    "curso", "taller de danza", "banda", "coro", "artesanía", "vestido", "joya", "libro", "radio", "periódico", "funeraria",
    "cementerio", "bóveda", "capilla", "comedor", "albergue", "ropero", "silla de ruedas", "bastón", "gafas", "vacuna", "examen",
    "dentista", "enfermera", "laboratorio", "farmacia",
)  # fmt: skip
_QUALIFIERS = (
    "temporal", "nocturno", "rural", "comunitario", "de segunda mano", "en zona histórica", "en zona insular", "para menores",
    "para adultos mayores", "para estudiantes", "para extranjeros", "para empresas", "para cooperativas", "para fundaciones",
    "de alto riesgo", "de bajo impacto", "por herencia", "por emergencia", "por cambio de dueño", "por vencimiento", "sin techo",
    "con música", "de exportación", "ambulante", "de temporada",
)  # fmt: skip


def distractors(like: Tramite, how_many: int) -> Iterator[Tramite]:
    """Yield that many invented records, always the same ones; each has four names as a real one may have."""
    every = list(product(_ACTIONS, _OBJECTS, _QUALIFIERS))
    Random(SEED).shuffle(every)
    if how_many > len(every):
        raise ValueError(f"only {len(every)} can be made")
    for number, (action, thing, qualifier) in enumerate(every[:how_many]):
        whole = f"{action} de {thing} {qualifier}"
        yield replace(
            like,
            id=f"inventado-{number}",
            nombre=whole.capitalize(),
            titulo_corto=f"{action} {thing}".capitalize(),
            nombre_en=None,
            titulo_corto_en=None,
            dependencia="Trámite inventado para medir",
            alias=(f"sacar {action} {thing} {qualifier}", f"qué papeles piden para {thing} {qualifier}"),
            flujo=None,
        )
