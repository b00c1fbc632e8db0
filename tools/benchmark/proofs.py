#!/usr/bin/env python3
"""What a signed checkpoint costs a durable append, and how large proofs are.

usage: proofs.py LEDGER [DIRECTORY] [--appends N] [--pairs N] [--json]     LEDGER: a release build. DIRECTORY: on a disk, not tmpfs.

Two ledgers of the same entries, one with a key and one without, take the same N single appends (`append --file --batch-size 1`, each durable on its
own) in turns; the difference is the checkpoint: signing, keeping it beside the key with a sync, printing it. Medians of the pairs. Then the number of
hashes in proofs of the first, the middle and the last entry, and in the consistency proof from one entry.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def draft(number):
    statement = {"recordedBy": {"kind": "ACTOR", "id": "planning"}, "decided": {"basis": "UNKNOWN"}, "unitCreated": {"id": f"u-{number}", "name": f"課その{number}"}}
    return json.dumps({"statement": statement}, ensure_ascii=False)


class Ledger:
    def __init__(self, program, folder, has_key):
        self.program, self.folder = program, folder
        folder.mkdir(parents=True)
        self.environment = dict(os.environ, LEDGER_PATH=str(folder / "kpi.ledger"), LEDGER_KEYS=str(folder / "keys"), LANG="C.UTF-8", LC_ALL="C.UTF-8")
        self.run("init", "--name", "benchmark.example", "--by", "planning")
        if has_key:
            self.run("key", "generate", "--by", "planning")

    def run(self, *arguments):
        result = subprocess.run([self.program, *arguments], env=self.environment, cwd=self.folder, capture_output=True, text=True)
        if result.returncode != 0:
            sys.exit(f"ledger {' '.join(arguments)} failed:\n{result.stderr[-2000:]}")
        return result.stdout

    def append(self, numbers):
        file = self.folder / "drafts.ndjson"
        file.write_text("\n".join(map(draft, numbers)) + "\n", encoding="utf-8")
        start = time.perf_counter()
        self.run("append", "--file", str(file), "--batch-size", "1")
        return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger")
    parser.add_argument("directory", nargs="?")
    parser.add_argument("--appends", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    top = pathlib.Path(options.directory or tempfile.mkdtemp(prefix="ledger-benchmark-"))
    shutil.rmtree(top / "proofs", ignore_errors=True)
    plain, signed = (Ledger(options.ledger, top / "proofs" / name, name == "signed") for name in ("plain", "signed"))
    times = {"plain": [], "signed": []}
    for pair in range(options.pairs + 1):
        numbers = range(pair * options.appends, (pair + 1) * options.appends)
        for name, ledger in (("plain", plain), ("signed", signed)):
            seconds = ledger.append(numbers)
            if pair > 0:  # the first is for warming up
                times[name].append(1000 * seconds / options.appends)
    costs = [b - a for a, b in zip(times["plain"], times["signed"])]
    size = json.loads(signed.run("status", "--json"))["size"]
    hashes = {}
    for what, arguments in {"first": ("event", "1"), "middle": ("event", str(size // 2)), "last": ("event", str(size)), "grown from 1": ("consistency", "1")}.items():
        lines = signed.run("prove", *arguments).split("\n\n")[0].splitlines()
        hashes[what] = sum(1 for line in lines if len(line) == 44 and line.endswith("="))
    result = {
        "append_ms": round(statistics.median(times["plain"]), 3), "signed_append_ms": round(statistics.median(times["signed"]), 3),
        "checkpoint_ms": round(statistics.median(costs), 3), "ratio": round(statistics.median(b / a for a, b in zip(times["plain"], times["signed"])), 3),
        "entries": size, "hashes": hashes,
    }
    if options.json:
        return print(json.dumps(result, indent=2))
    print(f"durable append {result['append_ms']} ms, with a signed checkpoint {result['signed_append_ms']} ms (x{result['ratio']}): "
          f"the checkpoint costs {result['checkpoint_ms']} ms (goal: under 1)")
    print(f"hashes in proofs over {size} entries (at most 64): " + ", ".join(f"{what} {count}" for what, count in hashes.items()))


if __name__ == "__main__":
    main()
