"""What comes is text and no more, what is confidential leaves no trace, and what the person sends is lighter and safer."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from bot.services import Services
from tests.browser import IN_A_BROWSER, make_world
from tests.officers import officer
from tests.web.widget import answer, answering, box, complaints, hers, host, mine, opened, picture, say, stored, visit

pytestmark = IN_A_BROWSER
NASTY = (
    "<img src=x onerror=alert(1)> <script>alert(1)</script> javascript:alert(1) http://plano.example "
    "*negrita* _cursiva_ ~tachado~ ```como <b>es</b>``` https://www.cartagena.gov.co/a_b_c. 2*3*4 a_b_c"
)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """Return services where a denuncia can be filed."""
    world = make_world(sqlite_template, tmp_path_factory.mktemp("world"))
    with world.db.session() as db:
        officer(db, now=world.clock())
    return world


def test_markup_and_scripts_are_shown_as_text_and_marks_as_marks(browser: Browser, url: str, tmp_path: Path) -> None:
    page = opened(host(browser, url))
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    options = [{"id": "a", "titulo": "<b>uno</b>", "descripcion": "<i>dos</i>"}]
    said = {"seq": 2, "de": "persona", "nombre": "<u>Ana</u>", "texto": NASTY, "opciones": options}
    page.route(
        "**/api/chat",
        answering(lambda asked: answer({"seq": 1, "de": "tu", "cid": asked["cid"], "texto": NASTY}, said)),
    )
    say(page, NASTY)
    expect(hers(page)).to_have_count(1)
    text = hers(page).locator(".texto")
    expect(text).to_contain_text("<img src=x onerror=alert(1)> <script>alert(1)</script> javascript:alert(1)")
    expect(mine(page).locator(".texto")).to_have_text(NASTY)
    assert text.locator("img, script, b").count() == 0
    assert [text.locator(mark).all_inner_texts() for mark in ("strong", "em", "s", "code")] == [
        ["negrita"], ["cursiva"], ["tachado"], ["como <b>es</b>"],
    ]  # fmt: skip
    assert [link.get_attribute("href") for link in text.locator("a").all()] == ["https://www.cartagena.gov.co/a_b_c"]
    expect(page.get_by_role("button", name="<b>uno</b>")).to_be_visible()
    picture(page, "nasty", tmp_path)
    assert complaints(page) == []
    page.context.close()


def test_a_denuncia_leaves_nothing_on_the_device(browser: Browser, url: str) -> None:
    page = opened(host(browser, url))
    say(page, "quiero denunciar corrupción")
    page.get_by_role("button", name="Sin mis datos").click()
    expect(hers(page)).to_have_count(2)
    say(page, "el canario del Arsenal pidió plata por firmar un permiso el lunes pasado")
    expect(hers(page)).to_have_count(3)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    visit(page, url)
    expect(opened(page).locator(".m")).to_have_count(0)
    page.context.close()


def test_to_end_is_to_erase_from_this_device_and_from_its_other_tabs(browser: Browser, url: str) -> None:
    page = opened(host(browser, url))
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    other = page.context.new_page()
    visit(other, url)
    opened(other)
    expect(hers(other)).to_have_count(1)
    page.get_by_role("button", name="Opciones", exact=True).click()
    page.get_by_role("button", name="Terminar y borrar").click()
    page.get_by_role("button", name="No, volver").click()
    expect(hers(page)).to_have_count(1)
    page.get_by_role("button", name="Terminar y borrar").click()
    page.get_by_role("button", name="Sí, borrar").click()
    for tab in (page, other):
        expect(tab.locator(".m")).to_have_count(0)
        expect(tab.locator(".aviso")).to_contain_text("Borré la conversación")
    assert page.evaluate("localStorage.length") == 0
    page.context.close()


def a_photo(page: Page, folder: Path) -> Path:
    """Make a photo as a telephone takes it: 12 megapixels that hardly compress, over 5 MB."""
    data = page.evaluate(
        """async () => {
          const c = new OffscreenCanvas(4000, 3000), pen = c.getContext('2d'), d = pen.createImageData(4000, 3000);
          for (let i = 0; i < d.data.length; i += 4) {
            const v = 90 + 80 * Math.sin(i / 9e5) + 46 * Math.random();
            d.data[i] = v; d.data[i + 1] = v * 0.9; d.data[i + 2] = v * 0.7; d.data[i + 3] = 255;
          }
          pen.putImageData(d, 0, 0);
          const b = await c.convertToBlob({type: 'image/jpeg', quality: 0.95});
          return [...new Uint8Array(await b.arrayBuffer())];
        }"""
    )
    path = folder / "foto.jpg"
    path.write_bytes(bytes(data))
    return path


def _sent(request: Request) -> dict[str, bytes]:
    """Return the fields of a form as they were sent."""
    body = request.post_data_buffer or b""
    edge = body.split(b"\r\n", 1)[0]
    parts = [part.partition(b"\r\n\r\n") for part in body.split(edge)[1:-1]]
    return {re.search(rb'name="(\w+)"', head)[1].decode(): value[:-2] for head, _, value in parts}  # type: ignore[index]


def test_a_photo_leaves_the_telephone_small_and_with_its_conversation(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    page, got = opened(host(browser, url)), []
    photo = a_photo(page, tmp_path)

    def take(route, request) -> None:  # type: ignore[no-untyped-def]
        got.append(_sent(request))
        mine = {"seq": 1, "de": "tu", "cid": got[0]["cid"].decode(), "archivos": ["image/jpeg"]}
        route.fulfill(json=answer(mine, {"seq": 2, "de": "catalina", "texto": "Recibí tu foto."}))

    page.route("**/api/chat/archivo", take)
    page.locator("#archivo").set_input_files(photo)
    expect(hers(page)).to_contain_text("Recibí tu foto.")
    expect(mine(page)).to_contain_text("Foto")
    (fields,) = got
    print(f"photo of {photo.stat().st_size} bytes sent as {len(fields['archivo'])}")
    assert set(fields) == {"token", "cid", "despues", "archivo"}
    assert photo.stat().st_size > 5_000_000
    assert len(fields["archivo"]) < 400_000
    size = "async b => { const p = await createImageBitmap(new Blob([new Uint8Array(b)])); return [p.width, p.height] }"
    assert page.evaluate(size, list(fields["archivo"])) == [1280, 960]
    page.context.close()


def test_a_pdf_of_eleven_megabytes_is_refused_in_plain_words_and_not_sent(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    page, asked = opened(host(browser, url)), []
    page.on("request", lambda request: asked.append(request.url))
    big = tmp_path / "escritura.pdf"
    big.write_bytes(b"%PDF-1.7\n" + b"0" * (11 * 1024 * 1024))
    page.locator("#archivo").set_input_files(big)
    expect(page.locator(".aviso")).to_have_text(
        "Tu archivo pesa 11 MB y recibo hasta 10. Prueba con una foto de la hoja."
    )
    assert asked == []
    page.context.close()


def test_it_is_saved_as_text_and_printed_alone(browser: Browser, url: str, tmp_path: Path) -> None:
    page = opened(host(browser, url))
    say(page, "como pago el predial")
    expect(hers(page)).to_have_count(1)
    page.get_by_role("button", name="Opciones", exact=True).click()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Guardar como texto").click()
    text = Path(saving.value.path()).read_text(encoding="utf-8-sig")
    assert saving.value.suggested_filename == "catalina.txt"
    assert "Tú: como pago el predial" in text
    assert "*mis datos*" not in text
    page.evaluate("window.print = () => { window.impreso = true }")
    page.get_by_role("button", name="Imprimir").click()
    page.wait_for_function("window.impreso")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Conversación con Catalina")).to_be_visible()
    expect(page.get_by_text("Una página cualquiera.")).to_be_hidden()
    picture(page, "paper", tmp_path)
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_text("Una página cualquiera.")).to_be_visible()
    expect(page.locator(".catalina-papel")).to_have_count(0)
    page.context.close()


def test_what_is_kept_is_the_conversation_and_nothing_else(browser: Browser, url: str) -> None:
    page = opened(host(browser, url))
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    expect(box(page)).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == ["catalina-chat"]
    assert stored(page)["cola"] == []
    page.context.close()
