"""File a request for the citizen of a conversation: the form of the desk, begun with their words and tied to them.

They see it among their requests and read its code in the chat. Whether they want notices is asked by their own flow.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot import atencion
from bot.audience import audience
from bot.panel import ventanilla
from bot.panel.charla import back, mia
from bot.panel.conversaciones import gone
from bot.panel.entrada import staff
from bot.panel.solicitudes import offices
from bot.services import Services
from flows.firmas import spoken_date
from knowledge import auditoria, charlas, codigos, cola, expediente
from knowledge.plazos import FueraDelCalendario, TipoDesconocido
from knowledge.tramitar import Archivo, Mesa, Nueva, registrar

TOLD = ("objeto", "razones", "lugar")
CANALES = ("web", "whatsapp")


NOT_NAMELESS = (
    "Desde una conversación no se radica sin nombre: quien lo prefiere la pone por su cuenta, escribiendo radicar."
)


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""
    where = "/conversaciones/<int(max=2147483647):cual>/radicar"

    @room.get(where)
    @audience("staff:agente")
    def en_su_nombre(cual: int) -> ResponseReturnValue:
        return _form(services, cual, None, {})

    @room.post(where)
    @audience("staff:agente")
    def radicar_en_su_nombre(cual: int) -> ResponseReturnValue:
        return _file(services, cual)


def _form(services: Services, cual: int, escrito: Mapping[str, str] | None, errores: Mapping[str, str]) -> ResponseReturnValue:  # fmt: skip
    with services.db.reading() as db:
        row = cola.una(db, cual)
        if row is None or row.contact_id is None or not mia(row):
            return gone(services, cual, (escrito or {}).get("objeto", ""))
        lineas = charlas.palabras(db, row)
        files = charlas.archivos(db, row, charlas.desde(lineas, row))
    begun = {"envio": services.azar(16).hex(), "forma": "escrita", "dependencia": row.dependencia_id or "", "objeto": _words(lineas, row)}  # fmt: skip
    return ventanilla.form(services, escrito or begun, errores, charla=cual, ficheros=len([f for f in files if f.estado != "rechazada"]))  # fmt: skip


def _words(lineas: list[charlas.Linea], row: Any) -> str:
    """Return what the citizen wrote since the talk was asked for; its theme where they wrote nothing yet."""
    said = [line.texto for line in lineas if line.de == "ciudadano" and line.seq > row.desde_seq and line.texto not in ("", charlas.RESERVADO)]  # fmt: skip
    return "\n".join(said)[: ventanilla.LIMITS["objeto"]] or row.tema


def _file(services: Services, cual: int) -> ResponseReturnValue:
    escrito = {name: request.form.get(name, "").replace("\r\n", "\n").strip() for name in ventanilla.FIELDS}
    escrito["responder"] = escrito["responder"] or "Por este chat"
    if escrito["anonima"]:  # its code and its words would stand in the chat, beside who they are
        return _form(services, cual, {**escrito, "anonima": ""}, {"nombre": NOT_NAMELESS})
    if errores := ventanilla.errors(services, escrito):
        return _form(services, cual, escrito, errores)
    mesa, code = _of_this_form(services, cual, escrito)
    try:
        done = _registered(services, mesa, cual, escrito)
    except IntegrityError:
        with services.db.reading_session() as db:
            if expediente.find(db, code) is None:
                raise
        done = True  # the same form was sent twice: the first one filed it
    except (TipoDesconocido, FueraDelCalendario) as error:
        return _form(services, cual, escrito, {"tipo": str(error)})
    if not done:
        return gone(services, cual, escrito["objeto"])
    flash(f"Quedó radicada: {code}. La persona ya tiene su código en el chat.")
    return back(cual)


def _of_this_form(services: Services, cual: int, escrito: Mapping[str, str]) -> tuple[Mesa, str]:
    """Return a desk whose code hangs on this very form, so that sending it twice cannot file two, and that code."""
    told = json.dumps([staff().usuario, cual, dict(escrito), "archivos" in request.form], sort_keys=True)
    mark = hmac.new(services.settings.secret_key.encode(), f"charla:{told}".encode(), "sha256").digest()
    mesa = services.mesa(services.clock())
    return replace(mesa, azar=lambda size: mark[:16] if size == 16 else services.azar(size)), codigos.make(mark[:16])


def _registered(services: Services, mesa: Mesa, cual: int, escrito: Mapping[str, str]) -> bool:
    """File it and say its code in the chat, or nothing of it. Returns False when the talk is no longer this person's."""
    with services.db.session() as db:
        row = atencion.leer(db.connection(), cual)
        if row is None or not mia(row):
            return False
        _write(services, db, mesa, row, escrito)
    return True


def _write(services: Services, db: Session, mesa: Mesa, row: Any, escrito: Mapping[str, str]) -> None:
    anonymous, office, connection = escrito["anonima"] == "si", escrito["dependencia"], db.connection()
    told = TOLD if anonymous else tuple(ventanilla.LIMITS)
    nueva = Nueva(
        tipo=escrito["tipo"], contenido={name: escrito[name] for name in told if escrito[name]}, dependencia_id=office,
        dependencia=offices(services)[office], canal=row.canal if row.canal in CANALES else "ventanilla",
        contact_id=None if anonymous else row.contact_id, verbal=escrito["forma"] == "hablada",
        archivos=_files(connection, row) if "archivos" in request.form else (), actor=staff().usuario,
    )  # fmt: skip
    made = registrar(connection, mesa, nueva)
    atencion.decir(services, connection, row, staff().nombre, _receipt(services, connection, row, made), mesa.now)
    detail = {"tipo": nueva.tipo, "dependencia": office, "anonima": anonymous, "atencion": row.id}
    auditoria.record(db, staff().usuario, "recibir solicitud", f"solicitud:{made.id}", mesa.now, detail)


def _files(db: Connection, row: Any) -> tuple[Archivo, ...]:
    found = charlas.archivos(db, row, charlas.desde(charlas.palabras(db, row), row))
    kept = [one for one in found if one.estado not in ("rechazada", "borrada")]
    return tuple(
        Archivo(f"Archivo {n} del chat", one.content_type, one.size or 0, media_ref=one.ref)
        for n, one in enumerate(kept, 1)
    )


def _receipt(services: Services, db: Connection, row: Any, made: Any) -> str:
    context = atencion.context_of(services, db, row.contact_id, services.clock())
    t = context.t
    first = t("Ya radiqué tu solicitud. Tu código es *{codigo}*. Guárdalo: con él sigues cómo va.")
    then = t("Te respondemos a más tardar el {fecha}. Escribe *{codigo}* cuando quieras saber cómo va.")
    said = {"codigo": made.codigo, "fecha": spoken_date(context, made.vence_el.isoformat())}
    return f"{first}\n\n{then}".format(**said)
