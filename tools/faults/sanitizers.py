"""The whole test suite, optimised: under ThreadSanitizer, with a crowd of threads at one ledger; under AddressSanitizer; as it is."""

import os
import re
import subprocess

from harness import ROOT, expect

# Rounds of the test in which threads share a ledger.
CROWD_ROUNDS = 400


def thread(account):
    text = suite(account, "thread", "under ThreadSanitizer", LEDGER_CROWD_ROUNDS=str(CROWD_ROUNDS))
    crowd = re.search(r"crowd in threads, seed \d+: (\d+) appends, (\d+) refused, (\d+) retries, (\d+) snapshots", text)
    expect(crowd, f"the threads' test did not run: {text[-800:]}")
    for what, number in zip(("appends of threads", "appends of threads refused", "retries of threads", "snapshots of threads"), crowd.groups()):
        account.count(f"interleavings: {what}", int(number))


def address(account):
    suite(account, "address", "under AddressSanitizer")


def optimised(account):
    suite(account, "none", "optimised")


def suite(account, kind, title, **environment):
    """What the tests printed; a build that an earlier run left is used again."""
    done = subprocess.run(
        [ROOT / "tools/sanitize", kind], env={**os.environ, **environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    text = done.stdout + done.stderr
    tests = re.search(r"Test run with (\d+) tests?.* passed", text)
    found = [line for line in text.splitlines() if "recorded an issue" in line or line.startswith("SUMMARY: ")]
    expect(done.returncode == 0 and tests and "WARNING: ThreadSanitizer" not in text and "ERROR: AddressSanitizer" not in text,
           f"tools/sanitize {kind} ended with {done.returncode}: {found[:5] or text[-1500:]}")
    account.count(f"tests {title}", int(tests[1]))
    return text
