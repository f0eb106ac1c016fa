"""WhatsApp's marks become HTML; everything else stays text."""

import pytest

from bot.marks import to_html, to_plain


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("hola", "<p>hola</p>"),
        ("*Paz y salvo* predial", "<p><strong>Paz y salvo</strong> predial</p>"),
        ("_Versión 2_", "<p><em>Versión 2</em></p>"),
        ("*uno _dos_*", "<p><strong>uno <em>dos</em></strong></p>"),
        ("uno\ndos\n\ntres", "<p>uno<br>dos</p><p>tres</p>"),
        ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
        ("archivo_de_prueba", "<p>archivo_de_prueba</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("*<b>*", "<p><strong>&lt;b&gt;</strong></p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("http://inseguro.example", "<p>http://inseguro.example</p>"),
        (
            "Mira https://a.example/x_y_z.",
            '<p>Mira <a href="https://a.example/x_y_z" rel="noopener noreferrer">https://a.example/x_y_z</a>.</p>',
        ),
        (
            'https://a.example/"onmouseover="x',
            '<p><a href="https://a.example/" rel="noopener noreferrer">https://a.example/</a>&#34;onmouseover=&#34;x</p>',
        ),
        ("", ""),
    ],
)
def test_marks(text: str, html: str) -> None:
    assert str(to_html(text)) == html


def test_plain_text_has_no_marks() -> None:
    assert to_plain("*Paz y salvo*: _hoy_") == "Paz y salvo: hoy"
