"""Rules about the repository itself, so that nobody has to remember them."""

import ast
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import COMMANDS
from bot.settings import Settings
from tests.network import ReachedOut
from tests.platform.installation import Installation

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "flows", "knowledge", "notifier")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAX_LINES = 300


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_setting_is_in_the_readme() -> None:
    names = [str(field.alias) for field in Settings.model_fields.values()]
    assert [name for name in names if f"| `{name}` |" not in README] == []


def test_every_setting_of_the_readme_exists() -> None:
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", README, re.MULTILINE))
    assert told == {str(field.alias) for field in Settings.model_fields.values()}


@pytest.mark.parametrize("document", sorted(path.name for path in (ROOT / "docs").glob("*.md")))
def test_every_document_is_reached_from_the_readme_or_the_contributors_guide(document: str) -> None:
    assert f"docs/{document}" in README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "SECURITY.md", *(_name(p) for p in sorted((ROOT / "docs").glob("*.md")))])  # fmt: skip
def test_every_link_between_documents_leads_somewhere(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_conversation_of_the_readme_is_what_the_product_says(product: Installation) -> None:
    block = README.split("```")[1].strip().splitlines()
    said = [line.removeprefix("> ") for line in block if line.startswith("> ")]
    done = product.run("chat", stdin="\n".join(said))
    replies = done.stdout.split("\n> ")
    turn = 0
    for line in block:
        if line.startswith("> "):
            turn += 1
        else:
            assert line in replies[turn].splitlines(), f"the product no longer says: {line}"
    assert turn >= 3


@pytest.mark.parametrize("target", ["setup", "run", "test", "check", "lint", "chat", "bench", "drill", "demo"])
def test_make_has_every_target_it_promises(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_command_is_named_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not re.search(rf"\b{name}\b", changelog)] == []


def test_no_file_is_longer_than_a_person_reads_at_once() -> None:
    generated = ROOT / "knowledge" / "migrations" / "versions"
    every = [*SOURCES, *(path for folder in ("tests", "bench") for path in (ROOT / folder).rglob("*.py"))]
    long = {_name(p): len(p.read_text(encoding="utf-8").splitlines()) for p in every if generated not in p.parents}
    assert {name: lines for name, lines in long.items() if lines > MAX_LINES} == {}


def test_no_module_keeps_state() -> None:
    """A table in capitals is a constant; a lower-case list or dict of a module, or `global`, is state."""
    found = []
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [f"{_name(path)}:{node.lineno} global" for node in ast.walk(tree) if isinstance(node, ast.Global)]
        found += [f"{_name(path)}:{node.lineno} {name}" for node in tree.body for name in _mutable(node)]
    assert found == []


def _mutable(node: ast.stmt) -> list[str]:
    if not isinstance(node, (ast.Assign, ast.AnnAssign)) or not isinstance(node.value, (ast.List, ast.Dict, ast.Set)):
        return []
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [t.id for t in targets if isinstance(t, ast.Name) and not t.id.isupper() and t.id != "__all__"]


def test_nothing_is_patched() -> None:
    """Fakes are arguments. The words are put together here so that this file does not find itself."""
    words = ("mock" + ".patch", "monkey" + "patch.set", "unittest" + ".mock")
    tests = sorted((ROOT / "tests").rglob("*.py"))
    assert [(_name(p), w) for p in tests for w in words if w in p.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("lock", ["base.txt", "dev.txt", "build.txt"])
def test_locks_hold_hashes_and_no_index(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE)) > 0
    assert "index-url" not in text
    assert "://" not in text


def test_what_production_needs_is_the_same_for_developers() -> None:
    base, dev = (
        set(
            re.findall(
                r"^(\S+==\S+)", (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8"), re.MULTILINE
            )
        )
        for lock in ("base", "dev")
    )
    assert base <= dev


def test_nothing_names_the_machine_it_was_made_on() -> None:
    done = subprocess.run([ROOT / ".ci" / "clean-tree"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_serving_does_not_load_what_only_training_needs() -> None:
    heavy = "sklearn scipy.sparse openpyxl weasyprint alembic hypothesis holidays playwright"
    code = f"import bot.app, bot.embedded, sys; print([m for m in {heavy.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "api.twilio.example"])
def test_no_test_can_reach_another_machine(host: str) -> None:
    with pytest.raises(ReachedOut, match=host):
        socket.create_connection((host, 80), timeout=1)
