"""What is compared is the same however it was typed."""

import pytest

from knowledge.folding import fold


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("  Certificado de RESIDENCIA\n", "certificado de residencia"),
        ("Pensión, niñez y «agüita»", "pension ninez y aguita"),
        ("predial–pago", "predial pago"),
        ("𝐏𝐫𝐞𝐝𝐢𝐚𝐥 №\u00a05", "predial no 5"),
        ("¿…?", ""),
        ("дом", ""),
    ],
)
def test_accents_capitals_and_signs_make_no_difference(typed: str, compared: str) -> None:
    assert fold(typed) == compared
    assert fold(compared) == compared
