"""Ours as a process of JSON lines, like the peer's, so that both are measured alike: `python -m bench.understanding.child FOLDER`.

Reads catalogo.pickle and modelo.npz of a folder that the bench wrote. {"ask": text} → {"us"}; {"memory": true} → {"rss_mb"}.
"""

import json
import pickle
import sys
from pathlib import Path
from time import perf_counter

from flows.understanding import Understanding, decide, understanding


def main() -> None:
    """Answer until the input ends."""
    folder = Path(sys.argv[1])
    began = perf_counter()
    context = understanding(
        pickle.loads((folder / "catalogo.pickle").read_bytes()), (folder / "modelo.npz").read_bytes()
    )
    loaded_s = perf_counter() - began
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line), context, loaded_s)), flush=True)


def _answer(said: dict[str, str], context: Understanding, loaded_s: float) -> dict[str, float]:
    if "memory" in said:
        return {"rss_mb": _resident_mb(), "loaded_s": loaded_s}
    began = perf_counter()
    decide(said["ask"], context)
    return {"us": (perf_counter() - began) * 1e6}


def _resident_mb() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) * 1024 / 1e6


if __name__ == "__main__":
    main()
