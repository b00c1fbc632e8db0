#!/usr/bin/env python3
"""Breaks `ledger` at every step, and looks each time whether it lost or invented anything. Started by tools/survive.

usage: run.py PROGRAM [--full] [--seed N] [--place FOLDER] [--only PART[,PART]]
"""

import argparse
import concurrent.futures
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import canary
import crowd
import harness
import kills
import long_life
import places
import power
import rot
import sanitizers
import syscalls


def compiled(place, name):
    """A preloaded library, built from the C file of its name."""
    library = place / f"{name}.so"
    subprocess.run(["gcc", "-Wall", "-Wextra", "-Werror", "-O2", "-shared", "-fPIC", "-o", library, harness.HERE / f"{name}.c", "-ldl", "-lpthread"], check=True)
    return library


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--place")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    # The short tier does the same in every run, so that it never fails by luck; the full one finds new ground each time.
    seed = options.seed if options.seed is not None else (random.randrange(1 << 32) if options.full else 6)
    place = tempfile.mkdtemp(prefix="ledger-faults-", dir=options.place)
    account = harness.Account(place, os.path.abspath(options.program), seed, options.full, os.cpu_count() or 1)
    libraries = {name: compiled(account.place, name) for name in ("recorder", "smallmap")}
    print(f"seed {seed}, {'full' if options.full else 'short'} tier, {account.workers} workers, in {place}", flush=True)
    parts = [
        ("syscalls", "every system call", lambda: syscalls.run(account, libraries["smallmap"])),
        ("kills", "kills at random moments, beside readers", lambda: kills.run(account)),
        ("places", "where a ledger may find itself", lambda: places.run(account, libraries["smallmap"])),
        ("crowd", "many at once", lambda: crowd.run(account)),
        ("power", "power loss", lambda: power.run(account, libraries["recorder"], libraries["smallmap"])),
        ("long-life", "long life", lambda: long_life.run(account)),
        ("rot", "rot", lambda: rot.run(account)),
    ]
    if options.full or "canary" in options.only:
        parts.append(("canary", "canaries", lambda: canary.run(account, libraries["recorder"], libraries["smallmap"])))
    # Once built these keep one core busy each, and run beside each other, the longest first.
    beside = []
    if options.full or "sanitizers" in options.only:
        beside += [
            ("sanitizers", "the test suite under ThreadSanitizer", lambda: sanitizers.thread(account)),
            ("sanitizers", "under AddressSanitizer", lambda: sanitizers.address(account)),
            ("sanitizers", "optimised", lambda: sanitizers.optimised(account)),
        ]
    if options.full or "fuzz" in options.only:
        beside.append(("fuzz", "fuzzing", lambda: fuzz(account)))
    only = [part for part in options.only.split(",") if part]
    for name, title, part in parts:
        if not only or name in only:
            timed(account, title, [(title, part)])
    beside = [(title, part) for name, title, part in beside if not only or name in only]
    if beside:
        timed(account, "; ".join(title for title, _ in beside), beside)
    return report(account)


def timed(account, title, parts):
    print(f"== {title}", flush=True)
    start, worked = time.monotonic(), processor_seconds()
    with concurrent.futures.ThreadPoolExecutor(min(len(parts), account.workers)) as pool:
        for future in [pool.submit(account.trial, *part) for part in parts]:
            future.result()
    print(f"   {time.monotonic() - start:.0f} s, {processor_seconds() - worked:.0f} s of processors", flush=True)


def processor_seconds():
    """Of this process and all that it waited for: what a part costs, however busy the machine is otherwise."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def fuzz(account, seconds=5):
    """Every target for so many seconds."""
    done = subprocess.run([harness.ROOT / "tools/fuzz", str(seconds)], cwd=account.folder("fuzz"), capture_output=True, text=True)
    total = re.search(r"^total +(\d+) executions", done.stdout, re.MULTILINE)
    account.count("fuzz executions", int(total[1]) if total else 0)
    harness.expect(done.returncode == 0 and total and int(total[1]) > 0, f"fuzzing ended with {done.returncode}: {done.stdout[-800:]} {done.stderr[-800:]}")


# What the account begins with, also where it is none.
FIRST = ["fault points tried", "kills", "power losses", "bytes flipped", "pages zeroed", "pages swapped", "pages cut", "fuzz executions", "interleavings"]


def report(account):
    print("== account")
    account.counts["interleavings"] = sum(number for what, number in account.counts.items() if what.startswith("interleavings: "))
    for what in FIRST + sorted(set(account.counts) - set(FIRST)):
        print(f"{account.counts[what]:>12,}  {what}")
    for text in account.skipped:
        print(f"skipped: {text}")
    for name, _ in account.failures:
        print(f"failed: {name}")
    lost, wrong = account.counts["acknowledged events lost"], account.counts["wrong intact"]
    print(f"{lost} acknowledged events lost, {wrong} wrong intact")
    if account.failures:
        print(f"kept: {account.place}")
    else:
        shutil.rmtree(account.place, ignore_errors=True)
    print(f"{account.passed} passed, {len(account.failures)} failed")
    return 1 if account.failures else 0


if __name__ == "__main__":
    sys.exit(main())
