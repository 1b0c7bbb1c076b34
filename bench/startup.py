"""Time a cold ``dateline ask`` beside the imports that it cannot do without.

    python bench/startup.py [--rounds 15]

Each round runs, one after the other, a process that only imports onnxruntime, tokenizers and
numpy; ``dateline ask`` over the demo coverage (index ready); and ``dateline --help``. Printed are
medians and, against the imports, the median of the ratios within a round.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IMPORTS = [sys.executable, "-c", "import onnxruntime, tokenizers, numpy"]
DATELINE = str(Path(sys.executable).with_name("dateline"))
QUESTION = ["ask", "When is the next round?", "--as-of", "2025-05-30"]


def seconds(command: list[str], folder: str) -> float:
    """Wall time of one process."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    commands = {
        "imports": IMPORTS,
        "dateline ask": [DATELINE, *QUESTION],
        "dateline ask --json": [DATELINE, *QUESTION, "--json"],
        "dateline --help": [DATELINE, "--help"],
    }
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([DATELINE, "refresh"], cwd=folder, check=True, capture_output=True)
        spent: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, command in commands.items():
                taken = seconds(command, folder)
                if number:  # the first round warms the disk's cache
                    spent[name].append(taken)
    print("| command | median s | ratio to imports |\n|---|---:|---:|")
    for name, values in spent.items():
        ratio = statistics.median(
            v / base for v, base in zip(values, spent["imports"], strict=True)
        )
        print(f"| {name} | {statistics.median(values):.3f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
