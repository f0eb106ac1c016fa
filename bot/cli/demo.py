"""`catalina demo`: three months of invented use, so that the panel and the figures have something to show."""

import click

from bot.cifras.cuenta import contar
from bot.cli.opening import open_services
from bot.demo.cuentas import cuentas
from bot.demo.ensayo import repertorio
from bot.demo.escribir import escribir, vacia
from notifier.cifras import CONTENIDO
from notifier.cifras.others import roll_source, stock
from notifier.cifras.periods import Periodo


@click.command()
def demo() -> None:
    """Llena una base de datos vacía con tres meses de uso inventado y una cuenta por rol.

    Las cifras quedan contadas, publicadas y marcadas como inventadas. Nada de esto se envía a nadie. No corre donde ya
    hay algo de verdad: mensajes, solicitudes, denuncias, calificaciones o minutos de la prueba automática.

    \b
    Ejemplo:
      CATALINA_DATA_DIR=var/demo catalina demo
    """
    services = open_services()
    with services.db.reading() as db:
        vacia(db)
    accounts = cuentas(services)
    done = escribir(services, repertorio(services))
    catalogo = services.current.get().catalogo
    for day in done.periodo.days():  # what is published now, as if it had been so all along
        roll_source(services.db, CONTENIDO, stock(catalogo, day), Periodo(day, day), services.clock())
    counted = contar(services)
    click.echo(
        f"Del {done.periodo.desde} al {done.periodo.hasta}: {done.turnos} turnos, {done.solicitudes} solicitudes, {done.atenciones} charlas con "
        f"personas, {done.avisos} avisos y {done.denuncias} denuncias. Todo es inventado y no se envía."
    )
    months = ", ".join(f"{first:%Y-%m}" for first in counted.publicados) or "ninguno todavía"
    click.echo(f"{counted.dias} días contados. Meses publicados: {months}. «catalina kpi» los muestra.")
    for usuario, password in accounts:
        click.echo(f"  {usuario:<24} {password}")
