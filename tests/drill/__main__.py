"""`python -m tests.drill --runs 500`: kill the product that often on SQLite and on PostgreSQL, and count what was lost."""

import argparse
import secrets
import tempfile
from pathlib import Path

from tests.conftest import _fill, _postgres_admin, _postgres_database
from tests.drill.drill import POINTS, Drill, Report
from tests.drill.stage import ready


def main() -> None:
    """Drill and print what was done; ends non-zero when anything was lost, doubled or disordered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    given = parser.parse_args()
    print(f"semilla {given.seed}")
    if given.database != "postgres":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/catalina.db"
            _fill(url)
            _print("SQLite", Drill(ready(url), Path(folder), given.seed).run(given.runs))
    if given.database != "sqlite":
        with tempfile.TemporaryDirectory() as folder, _postgres_database(_postgres_admin(), None) as (_, url):
            _fill(url)
            _print("PostgreSQL", Drill(ready(url), Path(folder), given.seed).run(given.runs))


def _print(name: str, report: Report) -> None:
    said = sum(p.acknowledged for p in report.people)
    print(
        f"{name}: {report.kills.total()} muertes, {len(report.people)} personas, {said} mensajes, {report.repeated} repetidos, {report.told} avisos"
    )
    for point in POINTS:
        print(f"  {point:22} {report.kills[point]:4}")
    if report.kills.total() >= 20 * len(POINTS):
        assert min(report.kills[point] for point in POINTS) >= 20
    print("  nada perdido, nada doble, todo en orden")


if __name__ == "__main__":
    main()
