"""Spanish or English, by the small words of each."""

from knowledge.values import Idioma


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = _set(
    """
    the is are was how do does did can could what where when who why which my your his her their our i you he she
    they we it to of for with from about need want have has get hello hi please thanks thank help speak english
    there this that am be not any some in on report lost permit license tax pay house live school dog cat street
    hole police complaint
    """
)
_SPANISH = _set(
    """
    el la los las un una de del que y a en para por con mi su se me es son esta como donde cuando cuanto cual
    quien quiero necesito tengo hay puedo hola buenos buenas gracias favor lo le si ya al o pero mas muy sacar
    hacer pago certificado
    """
)
_SHARED = _set("no me a")


def language(normal: str) -> Idioma:
    """Return «en» only when English words clearly outnumber Spanish ones."""
    words = set(normal.split()) - _SHARED
    english = len(words & _ENGLISH)
    return "en" if english and english > len(words & _SPANISH) else "es"
