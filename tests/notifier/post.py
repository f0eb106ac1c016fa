"""Two people with their addresses, and what the vendor tells of a message."""

from notifier import ladder
from notifier.ladder import Status
from notifier.ports import Action
from tests.notifier.conftest import Post

ANA, BETO = "whatsapp:+573001112233", "whatsapp:+573004445566"


def tell(post: Post, which: int, status: Status) -> str:
    with post.db.writing() as db:
        return ladder.told(db, which, status, post.clock())


def failed(action: Action, code: str = "1", sid: str = "SM1") -> Status:
    return Status("failed", sid, None, action, code)


def ok(name: str, estado: str, sid: str = "SM1") -> Status:
    return Status(name, sid, estado)
