"""What a notice says for each act: the request's number, what happened, the way out; in both languages; never too long."""

from dataclasses import replace
from datetime import date

import pytest

from flows import avisos
from flows.avisos import Hecho, breve, corto, en_respuesta, mensaje, por_fuera, valores
from knowledge.actos import ACTOS, REGLAS
from knowledge.textos import load_textos
from knowledge.values import Solicitud

SOLICITUD = Solicitud(
    codigo="ABCD-EFGH-JKLM", tipo="queja", estado="asignada", dependencia="Secretaría de Infraestructura",
    recibida_el=date(2026, 3, 30), vence_el=date(2026, 4, 22), dias_habiles_transcurridos=None, dias_habiles_plazo=None,
    aqui=True, competente="Electricaribe",
)  # fmt: skip
DETALLE = {"hasta": "2026-05-06", "ahora": "2026-05-13", "competente": "Afinia"}
TOLD = [acto for acto in ACTOS if acto in REGLAS and REGLAS[acto].avisa]
traducir = load_textos()


def es(text: str) -> str:
    return traducir("es", text)


def en(text: str) -> str:
    return traducir("en", text)


# The state that each act leaves, where it is another one than «asignada».
DEJA = {
    "requerir": "por_completar", "ampliar": "por_completar", "prorrogar": "prorrogada", "trasladar": "trasladada",
    "firmar": "en_firma", "responder": "respondida", "cerrar": "cerrada", "desistir": "desistida",
}  # fmt: skip


def hecho(acto: str, palabras: str = "Hay que cambiar el poste.", estado: str = "", **more: object) -> Hecho:
    now = replace(SOLICITUD, estado=estado or DEJA.get(acto, "asignada"))  # type: ignore[arg-type]
    return Hecho(acto, now, palabras, DETALLE, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("acto", [*TOLD, "importar"])
def test_each_act_says_the_number_and_both_ways_out(acto: str) -> None:
    said, english = mensaje(es, [hecho(acto)]), mensaje(en, [hecho(acto)])
    for text in (said, english):
        assert "*ABCD-EFGH-JKLM*" in text
        assert "{" not in text
        assert len(text) < 1000
    assert ("*estado*" in said, "*BAJA*" in said, "*STOP*" in english) == (True, True, True)
    assert english.split("\n\n")[0] != said.split("\n\n")[0]


def test_every_act_that_is_told_has_words_of_its_own() -> None:
    assert len({avisos.uno(es, hecho(acto)) for acto in TOLD}) == len(TOLD)
    assert len({breve(es, hecho(acto)) for acto in TOLD}) == len(TOLD)


@pytest.mark.parametrize(
    ("acto", "dice"),
    [
        ("asignar", "Secretaría de Infraestructura"), ("reclasificar", "Ahora es: Queja. Te respondemos a más tardar el 22/04/2026."),
        ("requerir", "Tienes hasta el 06/05/2026"), ("ampliar", "hasta el 06/05/2026"), ("prorrogar", "necesita más tiempo. Te respondemos a más tardar el 22/04/2026."),
        ("trasladar", "a quien le corresponde: Afinia"), ("responder", "Dice: Hay que cambiar el poste."),
        ("prorrogar", "El motivo: Hay que cambiar el poste."), ("cerrar", "*calificar*"), ("desistir", "Puedes poner otra"),
        ("desistir", "Qué dijo la oficina: Hay que cambiar el poste."),
        ("retirar", "se retiró.\nEl motivo: Hay que cambiar el poste.\nSi no lo pediste, puedes ponerla otra vez."),
    ],
)  # fmt: skip
def test_it_says_what_matters(acto: str, dice: str) -> None:
    assert dice in mensaje(es, [hecho(acto)])


def test_what_is_not_known_is_left_out() -> None:
    nobody = Hecho("asignar", replace(SOLICITUD, dependencia=""))
    assert avisos.uno(es, nobody).endswith("ya tiene quien la estudie.")
    paused = Hecho("reclasificar", replace(SOLICITUD, vence_el=None))
    assert "más tardar" not in avisos.uno(es, paused)
    assert "Dice:" not in avisos.uno(es, hecho("responder", "  "))
    assert "Trae archivos: 2." in avisos.uno(es, hecho("responder", archivos=2))


def test_several_are_a_list_and_the_survey_is_asked_once() -> None:
    said = mensaje(es, [hecho("responder", estado="cerrada"), hecho("cerrar")])
    assert said.startswith("Tienes 2 avisos:\n• Solicitud *ABCD-EFGH-JKLM*: ya tiene respuesta.\n")
    assert said.count("calificar") == 1


def test_the_template_gets_one_line_each_and_never_nothing() -> None:
    assert valores(es, [hecho("firmar")]) == ("ABCD-EFGH-JKLM", "pasa a firma")
    assert valores(es, [hecho("firmar")] * 3) == ("ABCD-EFGH-JKLM y 2 más", "hay novedades")


CAMBIO = "Tu solicitud *ABCD-EFGH-JKLM* cambió. Ahora está así: {}."


@pytest.mark.parametrize(
    ("acto", "estado", "luego", "queda"),
    [
        ("requerir", "asignada", "completar", "Se asignó al funcionario"), ("ampliar", "asignada", "completar", "Se asignó al funcionario"),
        ("asignar", "respondida", "responder", "Respondida"), ("asignar", "en_firma", "firmar", "Pasa a firma"),
        ("firmar", "asignada", "devolver", "Se asignó al funcionario"), ("firmar", "respondida", "responder", "Respondida"),
        ("prorrogar", "cerrada", "responder", "Cerrada"), ("reclasificar", "respondida", "responder", "Respondida"),
        ("requerir", "por_completar", "requerir", "Falta algo de tu parte"),
    ],
)  # fmt: skip
def test_what_is_no_longer_so_is_not_said(acto: str, estado: str, luego: str, queda: str) -> None:
    held = hecho(acto, estado=estado, luego=frozenset({luego}))
    assert avisos.uno(es, held) == CAMBIO.format(queda)
    assert breve(es, held) == queda


def test_beside_the_news_of_a_request_what_is_over_is_left_out() -> None:
    old = [hecho("asignar", estado="respondida"), hecho("firmar", estado="respondida")]
    assert mensaje(es, [*old, hecho("responder")]).startswith("Tu solicitud *ABCD-EFGH-JKLM* ya tiene respuesta.")
    assert en_respuesta(es, old) == "Tienes un aviso: " + CAMBIO.format("Respondida")
    assert valores(es, old) == ("ABCD-EFGH-JKLM", "Respondida")
    other = replace(old[0], solicitud=replace(old[0].solicitud, codigo="OTRA"))
    assert "*OTRA*: Respondida." in mensaje(es, [other, hecho("responder")])


def test_an_office_without_a_person_studies_nothing_yet() -> None:
    passed = replace(hecho("asignar", estado="recibida"), detalle={"a": None})
    assert avisos.uno(es, passed) == "Tu solicitud *ABCD-EFGH-JKLM* la tiene ahora: Secretaría de Infraestructura."
    assert breve(es, passed) == "ya llegó a la oficina que la atiende"
    signing = replace(hecho("asignar", estado="por_completar"), detalle={"a": None})
    assert "quien la estudie" not in avisos.uno(es, signing)


def test_what_has_no_document_here_cannot_be_downloaded() -> None:
    assert avisos.uno(es, hecho("importar", estado="respondida")) == CAMBIO.format("Respondida")
    assert avisos.uno(es, hecho("importar", estado="respondida", archivos=1)) == CAMBIO.format(
        "Disponible para descargar"
    )


def test_outside_the_chat_there_are_no_marks_and_it_says_where_to_write() -> None:
    said = por_fuera(es, [hecho("cerrar")])
    assert "*" not in said
    assert "en el chat" in said


def test_an_answer_says_that_it_is_a_notice() -> None:
    assert en_respuesta(es, [hecho("firmar")]).startswith("Tienes un aviso: La respuesta")
    assert en_respuesta(es, [hecho("firmar")] * 2).startswith("Tienes 2 avisos:")


def test_long_words_are_cut_at_a_word() -> None:
    short = corto("palabra " * 100)
    assert len(short) <= avisos.PALABRAS + 1
    assert short.endswith("palabra…")
    assert corto("dos\n\nlíneas") == "dos líneas"
