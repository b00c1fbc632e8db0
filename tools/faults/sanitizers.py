"""What runs within one process: threads that share a ledger, under ThreadSanitizer; the modules with unsafe code, under AddressSanitizer."""

import os
import re
import subprocess

from harness import ROOT, expect

# What uses threads: the crowd, the store's own turns, rows that are written ahead, the auditor's pipeline, the views' comparison, drafts read ahead.
THREADS = r"CrowdTests|writersOfManyThreads|MapTests|WriterStateTests|PipelineTests|ViewTests|InputTests"


def run(account):
    account.trial("threads under ThreadSanitizer", threads, account)
    account.trial("unsafe code under AddressSanitizer", unsafe, account)


def threads(account):
    text = sanitized(account, "thread", THREADS, LEDGER_CROWD_ROUNDS="1000")
    crowd = re.search(r"crowd in threads, seed \d+: (\d+) appends, (\d+) refused, (\d+) retries, (\d+) snapshots", text)
    expect(crowd, f"the threads' test did not run: {text[-800:]}")
    for what, number in zip(("appends of threads", "appends of threads refused", "retries of threads", "snapshots of threads"), crowd.groups()):
        account.count(f"interleavings: {what}", int(number))


def unsafe(account):
    sanitized(account, "address", "--unsafe-only")


def sanitized(account, kind, *arguments, **environment):
    """What the tests printed; a build that an earlier run left is used again."""
    command = [ROOT / "tools/sanitize", kind, *arguments]
    done = subprocess.run(command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    text = done.stdout + done.stderr
    tests = re.search(r"Test run with (\d+) tests?.* passed", text)
    expect(done.returncode == 0 and tests and "WARNING: ThreadSanitizer" not in text and "ERROR: AddressSanitizer" not in text,
           f"tools/sanitize {kind} ended with {done.returncode}: {text[-1500:]}")
    account.count(f"tests under {kind} sanitizer", int(tests[1]))
    return text
