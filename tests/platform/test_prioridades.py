"""`catalina prioridades` as an operator meets it."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.platform.installation import Installation


def test_what_nobody_judged_is_listed_without_a_number_and_the_weights_are_said(product: Installation) -> None:
    done = product.run("prioridades", CATALINA_PESOS="60,20,20")
    assert done.returncode == 0
    assert "Demanda (60 de 100)" in done.stdout
    assert "sin calificar  Certificado de residencia" in done.stdout


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_file_is_written_where_it_was_asked_for(product: Installation, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"prioridades.{form}"
    assert product.run("prioridades", "--format", form, "-o", str(path)).returncode == 0
    head = load_workbook(path)["Prioridades"]["A1"].value if form == "xlsx" else path.read_text(encoding="utf-8")[:5]
    assert head in ("Puesto", "Desde")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--format", "pdf"), "-o prioridades.pdf"),
        (("--desde", "marzo"), "2026-03"),
        (("--desde", "2098-01", "--hasta", "2098-02"), "todavía no termina"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(product: Installation, words: tuple[str, ...], says: str) -> None:
    done = product.run("prioridades", *words)
    assert done.returncode == 1
    assert says in done.stdout + done.stderr
