"""The command line as an operator meets it: real processes, exit codes, and sentences instead of traces."""

import json
import re
import socket
import sqlite3
from pathlib import Path

import pytest

from tests.platform.installation import Installation, until
from tests.player import parse

RESIDENCIA = "que papeles piden pal certificao de residencia"


def test_init_says_what_it_did_and_shows_the_first_password_once(
    installed: tuple[Installation, str], product: Installation
) -> None:
    _, first = installed
    again = product.run("init")
    assert "contraseña: " in first
    assert again.returncode == 0
    assert "contraseña" not in again.stdout
    assert again.stdout.count("ya estaba al día") == 3


@pytest.mark.parametrize("words", [("ask", "hola"), ("serve",), ("chat",), ("kpi",), ("staff", "list")])
def test_before_init_every_command_says_which_one_to_run(nothing: Installation, words: tuple[str, ...]) -> None:
    done = nothing.run(*words)
    assert done.returncode == 1
    assert "catalina init" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_setting_is_named_without_a_trace(nothing: Installation) -> None:
    done = nothing.process("init", TWILIO_ACCOUNT_SID="mi-secreto")
    assert done.returncode == 1
    assert "TWILIO_ACCOUNT_SID" in done.stderr
    assert "mi-secreto" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("init",), ("ask", "hola"), ("doctor",)])
def test_a_database_that_does_not_answer_ends_with_3(nothing: Installation, words: tuple[str, ...]) -> None:
    done = nothing.run(*words, CATALINA_DATABASE_URL="postgresql://ana:clave-secreta@127.0.0.1:1/catalina")
    assert done.returncode == 3
    assert "CATALINA_DATABASE_URL" in done.stdout + done.stderr
    assert "clave-secreta" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_ask_names_the_record_and_where_it_comes_from(product: Installation) -> None:
    done = product.run("ask", "--json", RESIDENCIA)
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert (answer["intencion"], answer["tramite"]) == ("tramite", "ctg-residencia")
    assert 0 <= answer["confianza"] <= 1
    assert "residencia" in answer["texto"]
    assert answer["fuentes"]
    assert "🔒" not in answer["texto"]


def test_ask_answers_a_stream_line_by_line_and_reports_bad_lines_in_place(product: Installation) -> None:
    lines = [
        json.dumps({"id": "1", "texto": RESIDENCIA}),
        "esto no es JSON",
        '{"id": "3"}',
        '{"id": "4", "texto": "STOP"}',
    ]
    done = product.run("ask", "--json", "--stdin", stdin="\n".join(lines))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [row.get("id") for row in rows] == ["1", None, None, "4"]
    assert [row.get("linea") for row in rows] == [None, 2, 3, None]
    assert set(rows[0]) >= {"id", "intencion", "tramite", "confianza", "alternativas", "texto", "fuentes"}
    assert rows[3]["intencion"] == "notificaciones"


def test_ask_writes_nothing(product: Installation) -> None:
    path = product.folder / "var" / "catalina.db"
    tables = ("contacts", "addresses", "seen", "messages", "sessions", "interactions", "effects", "consents", "tasks")

    def counted() -> dict[str, int]:
        with sqlite3.connect(path) as db:
            return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}

    before = counted()
    asked = [
        "STOP",
        "english please",
        "borra mis datos",
        "quiero denunciar a un funcionario que pidió plata",
        RESIDENCIA,
    ]
    done = product.run("ask", "--json", "--stdin", stdin="\n".join(json.dumps({"texto": text}) for text in asked))
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(asked)
    assert counted() == before


def test_ask_without_a_message_is_wrong_usage(product: Installation) -> None:
    assert product.run("ask").returncode == 2
    assert product.run("ask", "--stdin", "hola").returncode == 2


def test_a_fish_seller_hostile_text_is_answered(product: Installation) -> None:
    texts = ["a" * 100_000, "\x00\u202e💥" * 50, " ", "¿?"]
    done = product.run("ask", "--json", "--stdin", stdin="\n".join(json.dumps({"texto": text}) for text in texts))
    assert done.returncode == 0
    assert all(json.loads(line)["texto"] for line in done.stdout.splitlines())


def test_plazo_counts_business_days_and_says_what_it_skipped(product: Installation) -> None:
    done = product.run("plazo", "peticion_general", "2026-03-30", "--json")
    found = json.loads(done.stdout)
    # 15 business days from 30 March: Holy Thursday and Friday (2 and 3 April) and three week-ends do not count.
    assert found["vence"] == "2026-04-22"
    assert found["dias_habiles"] == 15
    assert {"2026-04-02", "2026-04-03"} <= {day["fecha"] for day in found["omitidos"]}
    assert all(day["motivo"] for day in found["omitidos"])


@pytest.mark.parametrize(("words", "hint"), [(("nada", "2026-03-30"), "peticion_general"), (("peticion_general", "30/03/2026"), "2026-03-30")])  # fmt: skip
def test_plazo_says_what_to_write(product: Installation, words: tuple[str, str], hint: str) -> None:
    done = product.run("plazo", *words)
    assert done.returncode == 1
    assert hint in done.stderr


def test_kpi_of_a_period_in_which_nobody_wrote_says_so(product: Installation) -> None:
    done = product.run("kpi", "--desde", "2026-01-01", "--hasta", "2026-01-31")
    assert done.returncode == 0
    assert done.stdout == "Todavía no hay cifras.\n"
    assert product.run("kpi", "--desde", "2026-02-01", "--hasta", "2026-01-31").returncode == 1


def test_staff_accounts_are_made_listed_changed_and_reset(product: Installation) -> None:
    made = product.run("staff", "add", "maria", "--nombre", "María", "--rol", "editor")
    assert made.returncode == 0
    assert "contraseña: " in made.stdout
    assert product.run("staff", "roles", "maria", "editor", "revisor").returncode == 0
    assert "editor, revisor" in product.run("staff", "list").stdout
    assert "contraseña: " in product.run("staff", "reset", "maria").stdout
    wrong = product.run("staff", "add", "pedro", "--rol", "jefe")
    assert wrong.returncode == 1
    assert "jefe" in wrong.stderr


def test_what_is_exported_comes_back_in_unchanged(product: Installation) -> None:
    out = product.folder / "hitos.csv"
    assert product.run("export", "hitos", "-o", str(out)).returncode == 0
    done = product.run("import", "hitos", str(out), "--dry-run")
    assert done.returncode == 0, done.stderr
    assert "0 nuevos, 0 cambiados" in done.stdout


def test_a_file_with_one_error_writes_nothing_and_says_row_and_column(product: Installation) -> None:
    out = product.folder / "hitos.csv"
    product.run("export", "hitos", "-o", str(out))
    rows = out.read_text(encoding="utf-8-sig").splitlines()
    rows[2] = ";".join(["", *rows[2].split(";")[1:]])
    out.write_text("\n".join([*rows, "nuevo-hito" + rows[1][rows[1].index(";") :]]), encoding="utf-8")
    done = product.run("import", "hitos", str(out), "--publish")
    assert done.returncode == 1
    assert "hitos.csv, fila 3, columna Id" in done.stderr
    assert "nuevo-hito" not in product.run("export", "hitos").stdout


def test_several_processes_on_sqlite_are_refused_with_the_reason(product: Installation) -> None:
    two, apart = product.run("serve", "--workers", "2"), product.run("worker")
    assert (two.returncode, apart.returncode) == (1, 1)
    assert "un único escritor" in two.stderr
    assert "catalina serve" in apart.stderr


def test_a_port_that_is_taken_is_said(product: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = product.run("serve", "--port", str(port))
    assert done.returncode == 3
    assert f"--port {port + 1}" in done.stderr


def test_a_recorded_chat_is_a_transcript(product: Installation) -> None:
    path = product.folder / "caso.txt"
    done = product.run("chat", "--record", str(path), stdin=f"hola\n{RESIDENCIA}\nstop\n")
    assert done.returncode == 0, done.stderr
    written = path.read_text(encoding="utf-8")
    assert [exchange.said.text for exchange in parse("caso", written).exchanges] == ["hola", RESIDENCIA, "stop"]
    assert "! DarDeBaja" in written


def test_the_same_contact_goes_on_with_the_same_conversation(product: Installation) -> None:
    product.run("chat", "--contacto", "ana", stdin="english please\n")
    assert "🔒" not in product.run("chat", "--contacto", "ana", stdin="hola\n").stdout
    assert "🔒" in product.run("chat", "--contacto", "luis", stdin="hola\n").stdout


def test_serve_answers_is_ready_and_ends_when_asked(product: Installation) -> None:
    with product.serving() as (url, server):
        assert until(f"{url}/health", 200, 60) == 200
        assert until(f"{url}/ready", 200, 60) == 200
        assert until(f"{url}/chat", 200, 5) == 200
    assert server.returncode == 0


def test_doctor_prints_what_to_paste_and_where(product: Installation) -> None:
    done = product.run("doctor", CATALINA_PUBLIC_URL="https://catalina.example")
    assert done.returncode == 0, done.stdout
    assert "https://catalina.example/webhooks/twilio#rc=2&rp=ct,5xx,rt&rt=6000&tt=15000" in done.stdout
    assert "TWILIO_AUTH_TOKEN" in done.stdout


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "bot" / "cli").glob("*.py")), ids=lambda p: p.stem)
def test_every_command_shows_an_example_or_its_exit_codes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "@click.command" in text:
        assert "Ejemplo" in text or "Termina en" in text


def test_invented_use_is_marked_and_never_mixed_with_real_use(product: Installation) -> None:
    done = product.run("demo")
    assert done.returncode == 0, done.stderr
    assert "demo.oficial" in done.stdout
    assert re.search(r"Meses publicados: \d{4}-\d\d, \d{4}-\d\d", done.stdout)
    told = product.run("kpi")
    assert "DATOS INVENTADOS" in told.stderr
    assert re.search(r"Conversaciones atendidas +\d\.\d{3} conversaciones", told.stdout)
    assert product.run("demo").returncode == 1


def test_where_somebody_wrote_nothing_is_invented(product: Installation) -> None:
    product.run("chat", stdin="hola\n")
    done = product.run("demo")
    assert done.returncode == 1
    assert "CATALINA_DATA_DIR" in done.stderr
    assert "DATOS INVENTADOS" not in product.run("kpi").stderr


def test_explain_shows_what_was_read_every_score_and_the_threshold(product: Installation) -> None:
    said = product.run("explain", RESIDENCIA).stdout
    assert "Decide: tramite · ctg-residencia · requisitos" in said
    assert "regla " in said
    assert "el primero debía llegar a 0," in said.replace(".", ",")
    assert "(tramite/ctg-residencia)" in said
    assert "emergencia" in product.run("explain", "me está pegando mi marido").stdout
