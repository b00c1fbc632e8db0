"""Whether the tier can fail: a program and disks that are known to be wrong must be found."""

import random
import re
import shutil
import subprocess
import tempfile

import power
import rot
from harness import ROOT, Account, expect

# What is taken out of the canary's build: a check and a sync. File, what stands there, what stands there then.
TAKEN_OUT = [
    ("Sources/LedgerVerifier/Auditor.swift", "verdict: !findings.isEmpty ? .broken", "verdict: findings.contains { $0.kind != .text } ? .broken"),
    ("Sources/LedgerLog/PartialFolder.swift", "        try Directories.sync(Directories.above(name))\n", ""),
]


def run(account, recorder, small_map):
    account.trial("canary: a sync of the log that does nothing", sync, account, recorder, small_map, lambda op: op[0] == "sync" and op[1][0].endswith("log/data.mdb"))
    account.trial("canary: meta pages that are not synced", sync, account, recorder, small_map, lambda op: op[0] == "synced-write")
    account.trial("canary: a rename that is not synced", sync, account, recorder, small_map, lambda op: op[0] == "sync" and not op[1][0].endswith(".mdb"), "backup")
    program = built(TAKEN_OUT)
    account.trial("canary: a build that lacks a check", verifier, account, program)
    account.trial("canary: a build that lacks a sync", sync, account, recorder, small_map, None, "backup", program)


def quiet(account):
    """An account of its own, whose failures are what is looked for."""
    other = Account(tempfile.mkdtemp(prefix="canary-", dir=account.place), account.program, account.seed, account.is_full, account.workers)
    other._fail = lambda name, text: other.failures.append((name, text))
    return other


def sync(account, recorder, small_map, ignores, scenario="append", program=None):
    """The disk forgets a sync, or the program does: something acknowledged must turn out to be lost."""
    other = quiet(account)
    other.program = program or other.program
    power.run(other, recorder, small_map, ignores, only=[scenario])
    expect(other.failures, f"without a sync nothing is found in {other.passed} trials")
    account.count("canaries found")
    print(f"  found in {len(other.failures)} of {len(other.failures) + other.passed} trials", flush=True)


def verifier(account, program):
    """A build whose auditor does not count that a text is not the one that was committed to: the rot part must call it wrong."""
    other = quiet(account)
    other.program = program
    specimen = rot.Specimen(other)
    try:
        content, word = specimen.files["log/data.mdb"], "本文".encode()
        places = [match.start() for match in re.finditer(word, content)]
        cases = [(f"flip {at}", (other, 1, specimen, "flip", "log/data.mdb", (at + 3, 1))) for at in random.Random(account.seed).sample(places, 20)]
        other.trials(cases, rot.trial)
    finally:
        shutil.rmtree(specimen.place, ignore_errors=True)
    wrong = [text for _, text in other.failures if "wrong intact" in text or "not intact after" in text]
    expect(wrong, "a verifier without one of its checks is not found")
    account.count("canaries found")
    print(f"  found in {len(wrong)} of {len(cases)} trials", flush=True)


def built(changes):
    """The program from a copy of the sources in which these places are other. Kept in `.build-canary`, so that only the first time takes long."""
    place = ROOT / ".build-canary"
    for path in [ROOT / "Package.swift", *(p for name in ("Sources", "Tests") for p in (ROOT / name).rglob("*"))]:
        target = place / "source" / path.relative_to(ROOT)
        if not path.is_file():
            continue
        content = path.read_bytes()
        for before, after in [change[1:] for change in changes if path == ROOT / change[0]]:
            expect(content.count(before.encode()) == 1, f"{path} has not the place that the canary changes")
            content = content.replace(before.encode(), after.encode())
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--package-path", place / "source", "--scratch-path", place / "build"]
    done = subprocess.run([*command, "--product", "ledger"], capture_output=True, text=True)
    expect(done.returncode == 0, f"the canary does not build: {done.stdout[-800:]}")
    return subprocess.run([*command, "--show-bin-path"], capture_output=True, text=True).stdout.strip() + "/ledger"
