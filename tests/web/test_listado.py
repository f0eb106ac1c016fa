"""The list of trámites of a city that has thousands: by theme, page by page, nothing lost."""

from dataclasses import replace

import pytest

from bot.public.listado import PAGE, WHOLE, listado
from flows.context import Context
from tests.worlds import content, make_context


@pytest.fixture(scope="module")
def many() -> Context:
    """Return a world with more trámites than one page shows."""
    catalogo = content()
    model = next(iter(catalogo.tramites.values()))
    extra = {f"x-{n}": replace(model, id=f"x-{n}", slug=f"x-{n}", tema="Comercio") for n in range(WHOLE)}
    return replace(make_context(), catalogo=replace(catalogo, tramites={**catalogo.tramites, **extra}))


def test_a_list_that_fits_is_whole() -> None:
    shown = listado(make_context(), "", 0)
    assert shown.entero
    assert all(len(tema.tramites) == tema.cuantos for tema in shown.temas)


def test_beyond_that_each_theme_is_reached_page_by_page(many: Context) -> None:
    themes = listado(many, "", 0)
    assert (themes.entero, themes.abierto) == (False, None)
    assert not any(tema.tramites for tema in themes.temas)
    seen = set()
    for tema in themes.temas:
        for since in range(0, tema.cuantos, PAGE):
            page = listado(many, tema.id, since).abierto
            assert page is not None
            assert len(page.tramites) <= PAGE
            seen |= {record.id for record in page.tramites}
    assert seen == many.catalogo.tramites.keys()


@pytest.mark.parametrize(("tema", "desde"), [("nada", 0), ("", -5)])
def test_a_theme_that_is_none_shows_the_themes(many: Context, tema: str, desde: int) -> None:
    assert listado(many, tema, desde).abierto is None


@pytest.mark.parametrize("desde", [-5, 10**9])
def test_a_page_that_is_none_shows_one_that_is(many: Context, desde: int) -> None:
    page = listado(many, "negocios", desde).abierto
    assert page is not None
    assert page.tramites
