"""What commands that need the content begin with."""

from bot.services import Services, make_services
from bot.settings import load_settings
from knowledge.migrations import require_head


def open_services() -> Services:
    """Return the services on a database that is ready for this release.

    Raises:
        SettingsError, OldSchema, Unavailable: the operator is told by `bot.cli.main`.
    """
    services = make_services(load_settings())
    require_head(services.db)
    return services
