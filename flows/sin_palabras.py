"""A message without words: a voice note, a photo, a pin, a sticker. Each leads somewhere, and no file is lost on the way."""

import json
from dataclasses import replace

from flows.context import Context
from flows.engine import Frame, Go
from flows.llevar import ARCHIVOS, junto, llevar, llevar_lugar
from flows.messages import Message
from flows.settle import Flows, Turn, begin, park
from flows.topics import aside, enter, pending_frame

VENCIDO = "adjunto:"  # ids of what is offered to do with a file: pressed a day later, the file is asked for again
# The forms that take a file at any moment, and the questions of theirs after which it would come too late.
_RECIBEN = {"radicar": ".0", "completar": "texto", "funcionario": ""}


def wordless(context: Context, state: Turn, message: Message, flows: Flows) -> Turn:
    """Answer it: in place during a form, which it may join; otherwise with what can be done."""
    frame, inicio = pending_frame(state.session, flows), _inicio(context, message)
    if frame is None or not flows[frame.flow].form:
        before = frame.inicio if frame is not None and frame.flow == "adjunto" and ARCHIVOS in inicio else {}
        again = {key: before[key] for key in (ARCHIVOS, "flujo", "texto") if key in before}
        return enter(state, Go("adjunto", junto(again, inicio)), flows)
    if flows[frame.flow].confidential:
        return aside(state, Go("adjunto", {"tipo": inicio["tipo"], "reservado": "si"}), flows)
    if ARCHIVOS in inicio and takes_files(frame, state.session.asked):
        return begin(park(state, flows), Go("adjunto", {**inicio, "flujo": frame.flow}), flows)
    return aside(state, Go("adjunto", {"tipo": inicio["tipo"], "formulario": "si"}), flows)


def takes_files(frame: Frame, asked: str | None) -> bool:
    """Return whether a file may still join what this form will send."""
    return frame.flow in _RECIBEN and (asked or "").endswith(_RECIBEN[frame.flow])


def expired(message: Message, state: Turn) -> bool:
    """Return whether what was offered for a file is chosen when it is no longer offered."""
    shown = {option.id for option in state.session.shown}
    return (message.option or "").startswith(VENCIDO) and message.option not in shown


def with_caption(frame: Frame, message: Message) -> Frame:
    """Return the run of a form with the files of an answer that did not take them itself."""
    if not message.attachments:
        return frame
    held = json.dumps(frame.answers)
    loose = llevar(one for one in message.attachments if json.dumps(one.ref) not in held)
    return replace(frame, inicio=junto(frame.inicio, loose)) if loose and frame.flow in _RECIBEN else frame


def _inicio(context: Context, message: Message) -> dict[str, str]:
    if message.attachments:
        kind = message.attachments[0].kind
        sticker = context.canal != "web" and message.attachments[0].content_type == "image/webp"
        return {"tipo": "sticker"} if sticker else {"tipo": kind, **llevar(message.attachments)}
    return {"tipo": "ubicacion", **llevar_lugar(message.location)} if message.location else {"tipo": "vacio"}
