"""Which free words are offered to be filed, and which must not be: both ways, as people write them."""

import pytest

from flows.peticion import kind_of, looks_like_petition

PETITIONS = (
    "solicito que arreglen el hueco de la calle 5",
    "quiero que pongan un policía acostado",
    "exijo que respondan mi carta",
    "pido copia del contrato de la obra de la avenida",
    "Buenos días, solicito por favor que recojan la basura de la esquina",
    "necesitamos que instalen un semáforo frente al colegio",
    "quiero que me arreglen la luz de la calle",
    "queremos que limpien el caño Juan Angola",
    "pedimos que pavimenten la calle de Olaya",
    "exigimos que controlen el ruido del bar",
    "solicito la poda de un árbol que está tapando los cables",
    "solicito a la alcaldía que tape los huecos de la transversal",
    "pido que retiren los carros abandonados",
    "quiero pedir que fumiguen el barrio por los mosquitos",
    "quiero solicitar que reparen el parque",
    "vengo a pedir que iluminen la cancha",
    "por favor arreglen la alcantarilla de mi cuadra",
    "señores alcaldía por favor tapen el hueco de la calle real",
    "pido información sobre el presupuesto de las obras del malecón",
    "solicito copia de la resolución del cierre de la vía",
    "quiero una copia del acta de la reunión",
    "queremos que cierren ese botadero de escombros",
    "necesito que saquen los escombros de mi cuadra",
    "ruego que vigilen el parque de noche",
    "les solicito que canalicen el arroyo",
    "es urgente que destapen el alcantarillado",
    "espero que solucionen lo del agua estancada",
    "I request that the street lamp of my block be repaired",
    "please fix the pothole in front of my house",
    "como vecinos pedimos que habiliten el puente peatonal",
)
HARMLESS = (
    "quiero que me expliques cómo saco el certificado",
    "necesito que me ayudes con el predial",
    "quiero que me hables en inglés",
    "solicito una cita",
    "pido una cita con el alcalde",
    "cuánto cuesta el certificado de residencia",
    "quiero pagar el predial",
    "¿cuándo van a arreglar la calle?",
    "necesito el certificado de estratificación",
    "quiero sacar el sisbén",
    "hola",
    "gracias por todo",
    "quiero hablar con una persona",
    "quiero poner una queja",
    "cómo hago para pedir que me cambien el estrato",
    "dónde solicito el paz y salvo",
    "necesito información del predial",
    "solicito información sobre becas",
    "pido disculpas por la demora",
    "quiero que me digas los requisitos",
    "quiero que me manden avisos de becas",
    "no quiero que me escriban más",
    "ya arreglaron la calle, gracias",
    "qué bueno que taparon el hueco",
    "me gusta que pongan flores en el parque",
    "quiero que sepas que eres muy amable",
    "quiero que cambies de idioma",
    "espero que estés bien",
    "espero que me respondas",
    "necesito que alguien me oriente",
    "quiero denunciar un soborno",
    "me quiere matar",
    "se está quemando la casa",
    "mi radicado es EXT-AMC-26-0001234",
    "pedir un taxi",
    "quiero una licencia de construcción",
    "solicito certificado laboral",
    "requiero el formulario de industria y comercio",
    "quiero arreglar mi casa, qué permiso necesito",
    "reparo celulares en Bazurto",
    "instalo cámaras de seguridad",
    "limpio casas y busco trabajo",
    "quiero que gane el Real Cartagena",
    "necesito que llueva",
    "vamos a arreglar el mundo",
    "please help me with the tax",
    "i want to know the opening hours",
    "xyzzy plugh",
    "",
)


@pytest.mark.parametrize("texto", PETITIONS)
def test_a_petition_is_noticed(texto: str) -> None:
    assert looks_like_petition(texto)


@pytest.mark.parametrize("texto", HARMLESS)
def test_what_is_none_is_left_alone(texto: str) -> None:
    assert not looks_like_petition(texto)


def test_there_are_enough_of_both() -> None:
    assert len(PETITIONS) >= 25
    assert len(HARMLESS) >= 40


def test_copies_and_data_are_a_request_for_information() -> None:
    assert kind_of("pido copia del contrato de la obra") == "informacion_o_documentos"
    assert kind_of("pido información sobre el presupuesto del malecón") == "informacion_o_documentos"
    assert kind_of("solicito que arreglen el hueco") == "peticion_general"
