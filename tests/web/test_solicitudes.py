"""A request's state as a page, and the entity's documents: for whoever holds the secret, and the same «no» for all others."""

from flask.testing import FlaskClient

from bot.documentos import FOLDER
from bot.services import Services
from knowledge.codigos import make
from tests.solicitudes.abiertas import RADICADO, act, answer, filed, mirrored
from tests.worlds import Clock

FAR = {"REMOTE_ADDR": "203.0.113.9"}


def ask(client: FlaskClient, texto: str, dia: str = "") -> str:
    return client.post("/solicitudes", data={"texto": texto, "dia": dia}).text


def test_the_first_page_leads_there(client: FlaskClient) -> None:
    assert '<a href="/solicitudes">Consultar mi solicitud</a>' in client.get("/").text
    assert "/solicitudes</loc>" in client.get("/sitemap.xml").text
    assert "Disallow: /documentos/" in client.get("/robots.txt").text


def test_the_page_says_the_state_the_day_and_the_term(client: FlaskClient, services: Services, clock: Clock) -> None:
    made = filed(services)
    act(services, made.id, "asignar", responsable="berta")
    clock.forward(days=7)
    page = ask(client, made.codigo.replace("-", " ").lower())
    for said in ("Se asignó al funcionario", "<strong>3</strong> de <strong>15</strong>", "22/04/2026", RADICADO, "Secretaría de Infraestructura"):  # fmt: skip
        assert said in page
    assert "berta" not in page
    assert "None" not in page


def test_a_paused_an_overdue_and_a_handed_over_request_say_so(
    client: FlaskClient, services: Services, clock: Clock
) -> None:
    asked, late, passed = (filed(services, "informacion_o_documentos", radicado=None) for _ in range(3))
    act(services, asked.id, "requerir", texto="Falta la dirección.")
    act(services, passed.id, "trasladar", texto="No es nuestro.", competente="Cardique")
    clock.forward(days=30)
    page = ask(client, asked.codigo)
    assert "hasta el <strong>30/04/2026</strong>" in page
    assert "Falta la dirección." in page
    assert "en pausa" in page
    assert "se entiende aceptada" in ask(client, late.codigo)
    page = ask(client, passed.codigo)
    assert "Cardique" in page
    assert "El plazo</h2>" not in page


def test_words_and_documents_are_there_for_who_has_the_code(client: FlaskClient, services: Services) -> None:
    made = filed(services)
    answer(services, made.id)
    page = ask(client, made.codigo)
    assert "Ya la arreglamos." in page
    assert "Descargar Acta de arreglo.pdf" in page


def test_a_radicado_and_its_day_open_what_is_mirrored_and_tell_no_words(
    client: FlaskClient, services: Services
) -> None:
    made = filed(services)
    answer(services, made.id)
    mirrored(services)
    by_day = ask(client, RADICADO, "2026-03-30")
    assert "<strong>Disponible para descargar</strong>" in by_day
    assert ask(client, RADICADO, "30/03/2026") == by_day
    assert "Ya la arreglamos." not in by_day
    assert "Acta" not in by_day
    for near in ("29/03/2026", "31/03/2026"):
        assert "No encontré una solicitud" in ask(client, RADICADO, near)


def test_what_is_not_found_keeps_what_was_typed_and_says_nothing_more(client: FlaskClient, services: Services) -> None:
    filed(services)
    for texto, dia in (
        (RADICADO, "2026-01-01"),
        (RADICADO, "2026-03-30"),
        ("EXT-9", "2026-01-01"),
        ('"><b>', "2026-01-01"),
    ):
        response = client.post("/solicitudes", data={"texto": texto, "dia": dia})
        assert response.status_code == 404
        assert "No encontré una solicitud con esos datos" in response.text
        assert "<b>" not in response.text
    assert f'value="{RADICADO}"' in ask(client, RADICADO, "2026-01-01")
    for texto, dia, says in ((RADICADO, "", "escribe también el día"), ("", "", "Escribe tu código"), (RADICADO, "ayer", "no se entiende"), (RADICADO, "1/2/3/4", "no se entiende"), (RADICADO, f"30/03/{'9' * 20}", "no se entiende"), (RADICADO, f"{'9' * 5000}/1/2026", "no se entiende")):  # fmt: skip
        response = client.post("/solicitudes", data={"texto": texto, "dia": dia})
        assert (response.status_code, says in response.text) == (422, True)


def test_guesses_from_the_page_and_the_api_count_together(client: FlaskClient) -> None:
    for n in range(10):
        client.post("/solicitudes", data={"texto": make(bytes([n] * 11))}, environ_overrides=FAR)
        client.get(f"/api/solicitudes/EXT-{n}?codigo=nada", environ_overrides=FAR)
    refused = client.post("/solicitudes", data={"texto": make(bytes(11))}, environ_overrides=FAR)
    assert refused.status_code == 429
    assert "después de las 12:01" in refused.text
    assert refused.headers["Retry-After"] == "61"


def test_radicados_from_the_page_and_the_api_count_together_right_or_wrong(
    client: FlaskClient, services: Services, clock: Clock
) -> None:
    for n in range(8):
        filed(services, radicado=f"EXT-{n}", aqui=False)
    page = [client.post("/solicitudes", data={"texto": f"EXT-{n}", "dia": "2026-03-30"}, environ_overrides=FAR) for n in range(3)]  # fmt: skip
    api = [client.get(f"/api/solicitudes/EXT-{n}?recibida=2026-03-30", environ_overrides=FAR) for n in range(3, 8)]
    assert [seen.status_code for seen in (*page, *api)] == [200] * 5 + [429] * 3
    assert api[-1].headers["Retry-After"] == "3601"
    clock.forward(hours=1)
    assert client.get("/api/solicitudes/EXT-7?recibida=2026-03-30", environ_overrides=FAR).status_code == 200


def test_the_answer_is_kept_nowhere(client: FlaskClient, services: Services) -> None:
    made = filed(services)
    response = client.post("/solicitudes", data={"texto": made.codigo})
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers


def test_a_document_is_given_to_be_saved_and_only_ours(client: FlaskClient, services: Services) -> None:
    made = filed(services)
    answer(services, made.id)
    link = client.post("/solicitudes", data={"texto": made.codigo}).text.split('href="/documentos/')[1].split('"')[0]
    given = client.get(f"/documentos/{link}", buffered=True)
    assert given.data == b"%PDF-1.7 acta"
    assert given.headers["Content-Disposition"].startswith("attachment; filename")
    assert [given.headers[name] for name in ("Cache-Control", "X-Content-Type-Options", "Referrer-Policy")] == ["no-store", "nosniff", "no-referrer"]  # fmt: skip
    (services.settings.data_dir / FOLDER / "f00").unlink()
    gone, never = client.get(f"/documentos/{link}"), client.get("/documentos/" + "0" * 48)
    assert (gone.status_code, gone.data) == (never.status_code, never.data)
    assert gone.status_code == 404


def test_no_document_outside_the_folder_and_none_of_a_citizen(client: FlaskClient, services: Services) -> None:
    made = filed(services)
    answer(services, made.id)
    with services.db.writing() as db:
        for token, de, path in (("out", "entidad", "../secret_key"), ("mine", "ciudadano", "f00"), ("abs", "entidad", "/etc/hostname")):  # fmt: skip
            db.exec_driver_sql(
                "INSERT INTO solicitudes_adjuntos (token, solicitud_id, acto_n, de, nombre, content_type, size, path) "
                f"VALUES ('{token}', {made.id}, 1, '{de}', 'x', 'text/plain', 1, '{path}')"
            )
    (services.settings.data_dir / "secret_key").write_text("x")
    for token in ("out", "mine", "abs", "%00", "a%00b", "%ED%A0%BD", "9" * 5000):
        assert client.get(f"/documentos/{token}").status_code == 404
