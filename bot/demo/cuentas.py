"""Accounts for the demonstration: one a role, since an editor and a reviewer are two people, and the officer's key."""

from bot.demo import BY
from bot.services import Services
from knowledge import personal


def cuentas(services: Services) -> list[tuple[str, str]]:
    """Make what is missing and return each account with its password; of the officer, the phrase that opens reports too."""
    made = []
    now = services.clock()
    with services.db.session() as db:
        for rol in personal.ROLES:
            usuario, password = f"demo.{rol}", personal.new_password()
            if personal.find(db, usuario) is not None:
                continue
            account = personal.create_account(db, usuario, f"Demostración: {rol}", [rol], password, now, by=BY)
            made.append((usuario, password))
            if rol == "oficial":
                phrase = personal.new_password()
                personal.set_officer_keys(db, account, phrase, now)
                made.append((f"{usuario}, su llave", phrase))
    services.current.look_again()
    return made
