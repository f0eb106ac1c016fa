"""The switch that stops notices from the console, where no panel is needed."""

from tests.platform.installation import Installation


def test_notices_are_stopped_and_go_on_from_the_console(product: Installation) -> None:
    assert product.run("avisos", "estado").stdout.startswith("Avisos: salen.")
    assert product.run("avisos", "pausa").returncode == 0
    held = product.run("avisos", "estado")
    assert "detenidos" in held.stdout
    assert "catalina avisos seguir" in held.stdout
    assert product.run("avisos", "seguir").returncode == 0
    assert product.run("avisos", "estado").stdout.startswith("Avisos: salen.")


def test_a_pause_of_some_hours_is_checked(product: Installation) -> None:
    assert product.run("avisos", "pausa", "--horas", "0").returncode == 2
    assert product.run("avisos", "pausa", "--horas", "2").returncode == 0
    assert product.run("avisos", "seguir").returncode == 0
