"""Who answers in each office, in order, and who could: accounts with the role gestor. Writes never commit."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, delete, select

from knowledge.personal import Account, AccountRole
from knowledge.solicitudes import ResponsableRow

MOST_DAYS = 30


def gestores(db: Session, dependencia_id: str | None) -> Sequence[Account]:
    """Return the active accounts that work on the requests of an office, by name."""
    query = (
        select(Account)
        .join(AccountRole, col(AccountRole.account_id) == col(Account.id))
        .where(col(AccountRole.rol) == "gestor", col(Account.activo), col(Account.dependencia_id) == dependencia_id)
        .order_by(col(Account.nombre))
    )
    return db.exec(query).all()


def cadena(db: Session, dependencia_id: str) -> Sequence[ResponsableRow]:
    """Return who answers in an office, the first one first."""
    query = select(ResponsableRow).where(ResponsableRow.dependencia_id == dependencia_id)
    return db.exec(query.order_by(col(ResponsableRow.orden))).all()


def cadenas(db: Session) -> dict[str, list[ResponsableRow]]:
    """Return who answers in every office that said it."""
    found: dict[str, list[ResponsableRow]] = {}
    for row in db.exec(select(ResponsableRow).order_by(col(ResponsableRow.dependencia_id), col(ResponsableRow.orden))):
        found.setdefault(row.dependencia_id, []).append(row)
    return found


def primero(db: Session, dependencia_id: str) -> str | None:
    """Return who gets what comes to an office: the first of its list that still works there."""
    here = {account.usuario for account in gestores(db, dependencia_id)}
    return next((row.usuario for row in cadena(db, dependencia_id) if row.usuario in here), None)


def escribir(db: Session, dependencia_id: str, who: Iterable[tuple[str, int]]) -> None:
    """Replace the list of an office by these (user name, business days), in their order."""
    db.exec(delete(ResponsableRow).where(col(ResponsableRow.dependencia_id) == dependencia_id))
    for orden, (usuario, dias) in enumerate(who):
        db.add(ResponsableRow(dependencia_id=dependencia_id, orden=orden, usuario=usuario, dias=dias))
    db.flush()
