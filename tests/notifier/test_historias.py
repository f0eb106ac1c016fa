"""Every notice that fell due ends in exactly one of entregado, contado and tarea; and each of the three is true."""

from collections import Counter
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlmodel import col

from knowledge.avisos import AvisoRow, AvisoSalidaRow
from knowledge.conversaciones import Outgoing, Task
from knowledge.solicitudes import SolicitudRow
from notifier import horario
from notifier.outbox import AVISO, AVISO_YA
from tests.notifier.conftest import Post
from tests.notifier.historias import CODES, Historias, Vendor
from tests.notifier.libro import ALL, Libro

PUSHED = (AVISO, AVISO_YA)


def people(post: Post) -> int:
    return 500 if post.db.is_sqlite else 60


@pytest.mark.parametrize("seed", [20261121, 7])
def test_every_notice_ends_in_exactly_one_of_the_three(post: Post, seed: int) -> None:
    libro = Libro(post, canales=ALL)
    historias = Historias(libro, seed, people(post))
    vendor = historias.run()
    ended = _ends(libro)
    assert len(ended) == len(historias.avisos)
    counts = Counter(estado for estado, *_ in ended.values())
    assert set(counts) == {"entregado", "contado", "tarea"}, counts
    assert min(counts.values()) > len(ended) // 20, f"the dice were no dice: {counts}"
    _each_is_true(libro, ended)
    _nothing_went_twice(libro, vendor)
    _nobody_was_disturbed(libro, historias, vendor)
    if post.db.is_sqlite:
        assert {vendor.said[f"{how}:{code}"] > 0 for how in ("answer", "callback") for code in CODES} == {True}


def _ends(libro: Libro) -> dict[int, tuple[str, int, str]]:
    with libro.post.db.reading() as db:
        rows = db.execute(
            select(col(AvisoRow.id), col(AvisoRow.estado), col(AvisoRow.contact_id), col(SolicitudRow.codigo)).join(
                SolicitudRow, col(SolicitudRow.id) == col(AvisoRow.solicitud_id)
            )
        )
        return {i: (estado, contact, codigo) for i, estado, contact, codigo in rows if i is not None}


def _each_is_true(libro: Libro, ended: dict[int, tuple[str, int, str]]) -> None:
    with libro.post.db.reading() as db:
        rows = db.execute(
            select(col(AvisoSalidaRow.aviso_id), col(Outgoing.kind), col(Outgoing.estado), col(Outgoing.sent_at)).join(
                Outgoing, col(Outgoing.key) == col(AvisoSalidaRow.salida_key)
            )
        ).all()
        tasks = db.execute(
            select(col(Task.tema)).where(col(Task.kind) == "aviso_sin_entregar", col(Task.closed_at).is_(None))
        )
        still_open = Counter(tasks.scalars())
    arrived = {a for a, kind, estado, _ in rows if kind in PUSHED and estado in ("entregada", "leida")}
    answered = {a for a, kind, _, sent in rows if kind == "reply" and sent is not None}
    for aviso, (estado, _, codigo) in ended.items():
        assert (aviso in arrived) == (estado == "entregado") or (estado == "contado" and aviso in answered), (
            aviso,
            estado,
        )
        assert still_open[codigo] == (estado == "tarea"), (aviso, estado, codigo)


def _nothing_went_twice(libro: Libro, vendor: Vendor) -> None:
    """Sent twice is a row accepted twice; the vendor told in between that it had failed, or nobody knew."""
    times = Counter(salida.id for salida, _, _ in vendor.accepted if salida.kind in PUSHED)
    again = {row for row, n in times.items() if n > 1}
    told = {row for row in again if any(salida.id == row and salida.attempts > 1 for salida, _, _ in vendor.accepted)}
    assert again == told
    assert vendor.doubtful


def _nobody_was_disturbed(libro: Libro, historias: Historias, vendor: Vendor) -> None:
    last: dict[int, list[object]] = {}
    for salida, at, _ in vendor.accepted:
        if salida.kind == AVISO:
            assert horario.abierta(at, libro.calendario), f"{salida.id} left at {at}"
        if salida.kind in PUSHED:
            left = historias.left.get(salida.contact_id)
            assert left is None or at <= left, f"contact {salida.contact_id} had left"
            last.setdefault(salida.contact_id, []).append(at)
    for times in last.values():
        assert all((b - a).total_seconds() >= 6 or b < a for a, b in pairwise(times))  # type: ignore[operator]
