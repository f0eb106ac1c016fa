"""One installation for all tests of the command line: training takes seconds, so it is made once and copied."""

import shutil
from pathlib import Path

import pytest

from tests.platform.installation import Installation


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, str]:
    """Return a fresh installation after `catalina init`, and what that printed."""
    made = Installation(tmp_path_factory.mktemp("installation"))
    done = made.run("init")
    assert done.returncode == 0, done.stderr
    return made, done.stdout


@pytest.fixture
def product(installed: tuple[Installation, str], tmp_path: Path) -> Installation:
    """Return an installation that the test may change."""
    shutil.copytree(installed[0].folder / "var", tmp_path / "var")
    return Installation(tmp_path)


@pytest.fixture
def nothing(tmp_path: Path) -> Installation:
    """Return a folder in which nobody ran `catalina init`."""
    return Installation(tmp_path)
