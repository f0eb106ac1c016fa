"""What is kept about a person, how to correct it and how to erase it (Ley 1581 de 2012, art. 8)."""

from collections.abc import Mapping
from typing import Any

from flows.answers import N_, Choice, YesNo
from flows.context import Context
from flows.effects import BorrarMisDatos, ResumirMisDatos
from flows.engine import Ask, Do, Flow, Go
from flows.firmas import spoken_date
from flows.messages import Option


def mis_datos(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say what is kept, and offer to correct it, to erase it or to read the policy."""
    t = context.t
    resumen = yield Do("resumen", ResumirMisDatos())
    yield "\n".join(summary(context, resumen))
    opciones = (
        Option("corregir", t("Corregir un dato")),
        Option("borrar", t("Borrar mis datos")),
        Option("politica", t("Cómo los cuidamos")),
        Option("nada", t("Nada más")),
    )
    match (yield Ask("accion", t("¿Qué quieres hacer?"), Choice(opciones))):
        case "corregir":
            yield t("Una persona hace la corrección contigo. Dile qué dato está mal y cuál es el correcto.")
            return Go("funcionario")
        case "borrar":
            return (yield from _erase(context))
        case "politica":
            yield from _policy(context)
    yield t("¿Te ayudo con algo más? Escribe *menú* para ver las opciones.")
    return None


def summary(context: Context, resumen: Mapping[str, Any]) -> list[str]:
    """Return what is kept, counted."""
    t = context.t
    desde = spoken_date(context, str(resumen["desde"]))
    lines = [
        t("Esto es lo que guardo de ti:"),
        t("• Mensajes: {n}, desde el {fecha}").format(n=resumen["mensajes"], fecha=desde),
    ]
    lines.append(t("• Solicitudes: {n}").format(n=resumen["solicitudes"]))
    lines.append(t("• Avisos activos: {n}").format(n=len(resumen["suscripciones"])))
    lines.append(t("• El número o la sesión con que me escribes"))
    return lines


def _erase(context: Context) -> Flow:
    t = context.t
    yield t("Borro tus mensajes, archivos, avisos y lo que dejaste a medias. No se puede deshacer.")
    yield t("La ley obliga a conservar las solicitudes ya presentadas y la prueba de tus permisos.")
    yield t("Las que están abiertas siguen su curso. Guarda su código: ya no te avisaré por aquí.")
    if not (yield Ask("confirmar", t("¿Borro tus datos?"), YesNo(yes=N_("Sí, bórralos"), no=N_("No, déjalos")))):
        yield t("Está bien, no borré nada. Escribe *menú* para ver las opciones.")
        return None
    yield Do("borrar", BorrarMisDatos())
    yield t("Listo, borré tus datos. Si vuelves a escribirme, empezamos de cero. Escribe *menú* cuando quieras.")
    return None


def _policy(context: Context) -> Flow:
    t = context.t
    entidad = context.catalogo.entidad
    yield t("Responde por tus datos la {quien}. Se usan solo para atenderte.").format(quien=entidad.responsable_datos)
    yield t("Tienes derecho a conocerlos, corregirlos, borrarlos y quejarte. Es la Ley 1581 de 2012.")
    if entidad.politica_datos_url:
        yield t("La política completa está aquí: {donde}").format(donde=entidad.politica_datos_url)
    else:
        yield t("La dirección de la política completa está por confirmar con la Alcaldía.")
    if entidad.correo_datos:
        yield t("También puedes escribir a {correo}.").format(correo=entidad.correo_datos)
    return None
