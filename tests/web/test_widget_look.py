"""The web chat for every eye and ear: axe, narrow phones, large text, forced colours, screen readers, English."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import IN_A_BROWSER, axe_violations, overflow
from tests.web.widget import box, complaints, hers, host, launcher, mine, opened, picture, say

pytestmark = IN_A_BROWSER
SIZES = [(320, 480), (360, 640), (1280, 800)]
# Words that stick out of their own button: axe does not see it, a person does.
SQUASHED = (
    "all => all.filter(b => b.scrollHeight > b.offsetHeight || b.scrollWidth > b.offsetWidth).map(b => b.textContent)"
)
LOOKS = [
    {"forced_colors": "active"},
    {"contrast": "more", "reduced_motion": "reduce"},
    {"color_scheme": "dark"},
]


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_closed_open_and_in_use_it_has_no_accessibility_fault(
    browser: Browser, url: str, width: int, height: int, lang: str, tmp_path: Path
) -> None:
    page = host(browser, url, lang=lang, size={"width": width, "height": height})
    name = f"{width}x{height}-{lang}"
    _clean(page, f"{name}-closed", tmp_path)
    _clean(opened(page), f"{name}-open", tmp_path)
    page.get_by_role("button", name="Ver el menú" if lang == "es" else "See the menu").click()
    expect(
        page.get_by_role("button", name="Trámites y requisitos" if lang == "es" else "City procedures")
    ).to_be_visible()
    _clean(page, f"{name}-used", tmp_path)
    page.get_by_role("button", name="Opciones" if lang == "es" else "Options", exact=True).click()
    page.get_by_role("button", name="Terminar" if lang == "es" else "End and erase").click()
    _clean(page, f"{name}-menu", tmp_path)
    page.context.close()


def _clean(page: Page, name: str, folder: Path) -> None:
    picture(page, name, folder)
    assert complaints(page) == []
    assert axe_violations(page) == []
    assert overflow(page) == 0
    assert page.locator("button:visible").evaluate_all(SQUASHED) == []


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_whoever_chose_other_colours_or_no_motion_gets_them(
    browser: Browser, url: str, look: dict[str, str], tmp_path: Path
) -> None:
    page = opened(host(browser, url, **look))
    say(page, "como pago el predial")
    expect(hers(page)).to_have_count(1)
    _clean(page, "-".join(look), tmp_path)
    suave = page.locator(".raiz").evaluate("e => getComputedStyle(e).getPropertyValue('--suave')")
    assert (suave == "#fff") is ("contrast" in look)
    assert page.locator(".escribe").evaluate("e => getComputedStyle(e).animationName") in (
        ("none",) if "reduced_motion" in look else ("late",)
    )
    page.context.close()


def test_a_narrow_phone_with_text_twice_as_large_loses_nothing(browser: Browser, url: str, tmp_path: Path) -> None:
    page = opened(host(browser, url, size={"width": 320, "height": 480}))
    say(page, "https://" + "muylargo" * 30)
    expect(hers(page)).to_have_count(1)
    page.get_by_role("button", name="Opciones", exact=True).click()
    for _ in range(4):
        page.get_by_role("button", name="Letra más grande").click()
    _clean(page, "320-200-menu", tmp_path)
    page.get_by_role("button", name="Opciones", exact=True).click()
    _clean(page, "320-200", tmp_path)
    assert box(page).evaluate("e => getComputedStyle(e).fontSize") == "32px"
    panel = page.locator("#panel")
    assert panel.evaluate("e => e.scrollWidth - e.clientWidth") == 0
    assert page.locator(".lista").evaluate("e => e.scrollWidth - e.clientWidth") == 0
    box(page).scroll_into_view_if_needed()
    expect(box(page)).to_be_in_viewport()
    page.reload()
    assert opened(page).locator("#caja").evaluate("e => getComputedStyle(e).fontSize") == "32px"
    page.context.close()


def test_everything_to_touch_is_wide_as_a_finger_and_text_is_sixteen_pixels(browser: Browser, url: str) -> None:
    page = opened(host(browser, url, size={"width": 320, "height": 480}))
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    page.get_by_role("button", name="Opciones", exact=True).click()
    page.get_by_role("button", name="Terminar").click()
    sizes = page.locator("#panel").evaluate(
        "p => [...p.querySelectorAll('button, textarea')].filter(e => !e.hidden).map(e => Math.min(e.offsetHeight, e.offsetWidth))"
    )
    assert min(sizes) >= 44
    fonts = page.locator("#panel").evaluate(
        "p => [...p.querySelectorAll('.texto, button, textarea')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(fonts) >= 16
    page.context.close()


def test_what_a_screen_reader_finds(browser: Browser, url: str) -> None:
    page = opened(host(browser, url))
    expect(page.locator("#panel")).to_match_aria_snapshot(
        """
        - dialog "Catalina":
          - heading "Catalina" [level=2]
          - button "Opciones"
          - button "Cerrar"
          - region "Conversación":
            - group "Para empezar":
              - button "Ver el menú"
              - button "English"
          - textbox "Tu mensaje"
          - button "Enviar una foto o un PDF"
          - button "Enviar"
          - log "Mensajes nuevos"
        """
    )
    say(page, "menú")
    expect(page.get_by_role("log").locator("p")).to_contain_text(["Catalina: 🔒 Soy Catalina"])
    expect(page.get_by_role("log")).to_contain_text("opciones")
    assert page.locator(".lista").evaluate("e => e.closest('[aria-live], [role=log], [role=status]')") is None
    page.context.close()


def test_a_page_in_english_gets_english_and_the_menu_changes_the_language(browser: Browser, url: str) -> None:
    page = host(browser, url, lang="en")
    expect(launcher(page)).to_have_accessible_name("Write to Catalina")
    opened(page).get_by_role("button", name="See the menu").click()
    expect(hers(page)).to_have_count(2)
    expect(page.get_by_role("group", name="Options to answer").get_by_role("button").first).to_contain_text(
        "City procedures"
    )
    page.get_by_role("button", name="Options", exact=True).click()
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("button", name="Enviar", exact=True)).to_be_visible()
    expect(hers(page)).to_have_count(3)
    expect(hers(page).last).to_contain_text("Desde ahora te hablo en español")
    page.context.close()


def test_who_writes_in_english_is_answered_in_english_all_around(browser: Browser, url: str) -> None:
    page = opened(host(browser, url))
    say(page, "how much is the residence certificate")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    expect(page.locator(".raiz")).to_have_attribute("lang", "en")
    expect(box(page)).to_be_focused()
    expect(mine(page)).to_have_count(1)
    page.context.close()
