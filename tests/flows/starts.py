"""Where the walks of the real flows begin: every flow, with each way in that its branches hang on."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache

from flows.context import Context
from flows.registro import FLOWS
from flows.walk import Path, by_question, by_screen, walk
from knowledge.values import Solicitud
from tests.worlds import RADICABLE, bundled, content, make_context, with_radicable

CODIGO = "9CFJ-MQTW-Z477"
_OFFERED = '[{"intencion": "tramite", "tramite": "ctg-residencia", "titulo": "Residencia"}, {"intencion": "estado", "tramite": null, "titulo": "Mi solicitud"}]'
_ONE = '[["ref-1", "image/jpeg"]]'
_TWO = '[["ref-1", "image/jpeg"], ["ref-2", "application/pdf"]]'

STARTS: Mapping[str, tuple[dict[str, str], ...]] = {
    "tramites": (
        {}, {"tramite": "ctg-residencia"}, {"tramite": "ctg-residencia", "seccion": "requisitos"},
        {"texto": "licencia"}, {"texto": "xyzzy plugh"}, {"tema": "vivienda"},
        {"tramite": "ctg-paz-y-salvo-predial", "duda": "si", "texto": "paz y salvo"},
    ),
    "convocatorias": ({}, {"texto": "becas del iCETEX"}, {"texto": "estímulos a la cultura"}),
    "acompanamiento": ({},),
    "estado": ({}, {"codigo": CODIGO}, {"radicado": "EXT-AMC-26-0001234"}, {"codigo": "9CFJ-MQTW-Z478"}),
    "radicar": (
        {}, {"texto": "quiero poner una queja"}, {"texto": "solicito que arreglen el hueco de la calle 5", "ofrecida": "si"},
        {"tramite": RADICABLE}, {"archivos": _ONE}, {"lugar": '{"lat": 10.4236, "lon": -75.5483, "nombre": ""}'},
    ),
    "donde_radicar": ({}, {"texto": "quiero poner una queja"}),
    "caso": ({"codigo": CODIGO, "acciones": "completar retirar"}, {"codigo": CODIGO, "acciones": "retirar"}),
    "completar": ({"codigo": CODIGO}, {"codigo": CODIGO, "archivos": _ONE}),
    "denuncia": ({}, {"accion": "recibo"}),
    "notificaciones": ({}, {"accion": "baja"}, {"accion": "silencio"}, {"accion": "alta", "tema": "convocatorias"}, {"texto": "no quiero más mensajes"}),
    "cooperacion": ({}, {"texto": "proyecto de manglares"}),
    "participacion": ({}, {"texto": "compromiso de datos abiertos"}),
    "datos_publicos": ({}, {"texto": "votos de la consulta"}, {"texto": "xyzzy plugh"}),
    "pregunta": ({"pregunta": "que-es-catalina"}, {"pregunta": "una-que-ya-no-esta"}),
    "encuesta": ({}, {"codigo": CODIGO}),
    "funcionario": ({}, {"texto": "quiero hablar con planeación", "dependencia": "planeacion"}, {"tramite": "ctg-residencia"}),
    "error_dato": ({}, {"tramite": "ctg-residencia"}),
    "mis_datos": ({},),
    "idioma": ({},),
    "ayuda": ({}, {"texto": "explícame más fácil"}),
    "enlace": (
        {"fue": "listo:web"}, {"fue": "listo:whatsapp"}, {"fue": "vencido:whatsapp"}, {"fue": "espera-15:whatsapp"}, {"fue": "preguntar:whatsapp"},
        {"accion": "pasar", "a": "web"}, {"accion": "pasar", "a": "whatsapp"}, {"accion": "separar"},
    ),
    "emergencia": tuple({"tipo": t} for t in ("suicidio", "violencia", "menor", "robo", "incendio", "medica", "accidente", "agua", "desastre", "otra")),
    "menu": ({}, {"seguir": "denuncia", "titulo": "tu denuncia"}, {"pagina": "2"}),
    "saludo": ({}, {"seguir": "denuncia", "titulo": "tu denuncia"}),
    "gracias": ({},),
    "despedida": ({}, {"borrador": "si"}),
    "aclarar": ({"opciones": _OFFERED},),
    "no_se": ({}, {"texto": "xyzzy"}, {"texto": "el pasaporte", "otra_entidad": "pasaporte"}, {"texto": "predial", "otra_ciudad": "bogota"}, {"opciones": _OFFERED}),
    "rescate": ({}, {"flujo": "funcionario"}),
    "reanudar": ({"flujo": "funcionario"}, {"flujo": "denuncia", "pausa": "si"}, {"flujo": "denuncia", "nuevo": "si"}, {"flujo": "denuncia", "ya": "si"}),
    "cancelado": ({}, {"titulo": "tu denuncia"}, {"titulo": "tu denuncia", "hecho": "si"}),
    "disculpa": ({}, {"borrador": "si"}),
    "adjunto": (
        *({"tipo": t} for t in ("audio", "image", "video", "sticker", "text", "application", "ubicacion", "vacio", "raro", "vencido")),
        {"tipo": "audio", "archivos": _ONE}, {"tipo": "image", "archivos": _ONE, "texto": "mira esto"}, {"tipo": "image", "archivos": _TWO},
        {"tipo": "video", "archivos": _ONE}, {"tipo": "application", "archivos": _ONE}, {"tipo": "image", "reservado": "si"},
        {"tipo": "audio", "formulario": "si"}, {"tipo": "sticker", "formulario": "si"},
        {"tipo": "audio", "archivos": _ONE, "flujo": "radicar"}, {"tipo": "video", "archivos": _ONE, "flujo": "completar"},
        {"tipo": "ubicacion", "lugar": '{"lat": 10.4236, "lon": -75.5483, "nombre": ""}'},
        {"tipo": "ubicacion", "lugar": '{"lat": 4.6, "lon": -74.08, "nombre": ""}'},
    ),
}  # fmt: skip


def solicitud() -> Solicitud:
    """Return a request as the entity would have recorded it."""
    return Solicitud(CODIGO, "peticion_general", "asignada", "Planeación", date(2026, 3, 2), date(2026, 3, 24), 19, 15)


@cache
def worlds() -> tuple[Context, ...]:
    """Return the worlds in which flows differ: in Spanish and English, with and without an officer for denuncias."""
    known = {CODIGO: solicitud()}
    catalogo = with_radicable(content())
    return (
        make_context(solicitudes=known, catalogo=catalogo),
        make_context(solicitudes=known, denuncias_abiertas=False, radica_aqui=False),
        make_context(solicitudes=known, catalogo=catalogo, idioma="en", canal="whatsapp"),
    )


@cache
def screens(flow: str) -> tuple[Path, ...]:
    """Return every path of a flow, each screen a state of its own, in every world."""
    return tuple(
        path
        for world in worlds()
        for start in STARTS[flow]
        for path in walk(flow, FLOWS[flow].body, world, start, by_screen)
    )


@cache
def branches(flow: str) -> tuple[tuple[Mapping[str, str], Path], ...]:
    """Return (start, path) of a flow where one record stands for all, in the first world."""
    return tuple(_branches(flow))


def _branches(flow: str) -> Iterator[tuple[Mapping[str, str], Path]]:
    for start in STARTS[flow]:
        for path in walk(flow, FLOWS[flow].body, worlds()[0], start, by_question):
            yield start, path


def each_record() -> Iterator[Path]:
    """Yield the paths of every published record."""
    for record in bundled()[0].tramites:
        yield from walk("tramites", FLOWS["tramites"].body, worlds()[0], {"tramite": record}, by_screen)
