"""What the trials of places share: mounts, refusals, and the commands that they try."""

import contextlib
import os
import subprocess

from harness import expect
from scenarios import draft, drafts, note


class NotHere(Exception):
    """What the trial needs, this machine does not give."""


def sh(*words):
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True)
    if done.returncode != 0:
        raise NotHere(f"{words[0]}: {(done.stderr or done.stdout).strip()[:120]}")


@contextlib.contextmanager
def mounted(target, *words):
    target.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        raise NotHere("only root may mount")
    sh("mount", *words, target)
    try:
        yield target
    finally:
        subprocess.run(["umount", "-l", str(target)], capture_output=True)


def refused(result, code, words, cause=""):
    """Ended with this exit code and in words for people, which name the cause, and not by dying. `words` are the codes that it may have."""
    is_told = any(f"error[{word}]" in result.err for word in words.split()) and "  -> " in result.err and cause in result.err
    expect(not result.crashed and result.code == code and is_told, f"expected exit code {code}, error[{words}] and {cause!r}", result)


def one(tool, name, place=None):
    return ["append", "--file", drafts(place or tool.folder, f"{name}.ndjson", [draft(name)])]


def big(tool, name, place=None):
    return ["append", "--file", drafts(place or tool.folder, f"{name}.ndjson", [note(f"{name}-{i}", "大" * 60_000) for i in range(12)])]
