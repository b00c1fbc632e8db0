"""Many writers and readers at once: the history is held against what each was answered, and when.

Writers append under the version that they expect of one of a few subjects, repeat what they do not know to be stored, and are refused where another was
first. A history is right when it could have happened one at a time, in the order of the numbers, and that order does not contradict the clock.
"""

import json
import os
import random
import re
import signal
import subprocess
import threading
import time

from harness import expect
from scenarios import begun, draft, drafts

SUBJECTS = 3


class Act:
    """One append of one entry: what was asked, when, and what was answered."""

    def __init__(self, name, subject, version):
        self.name, self.subject, self.version = name, subject, version
        self.start = self.end = self.receipt = self.refusal = None


def note(name, subject):
    return draft(name, f"{name} の覚え", auditNoted={"subject": {"kind": "UNIT", "id": subject}})


def writer(account, tool, seed, until, acts):
    dice, known = random.Random(seed), {}
    for i in range(1_000_000):
        if time.monotonic() > until:
            return
        subject = f"u-{3 * dice.randrange(SUBJECTS)}"
        act = Act(f"w-{seed}-{i}", subject, known.get(subject, 1) if dice.random() < 0.8 else None)
        file = drafts(tool.folder, f"{act.name}.ndjson", [note(act.name, subject)])
        command = ["append", "--file", file] + (["--expect", f"unit:{subject}={act.version}"] if act.version is not None else [])
        act.start = time.monotonic()
        if dice.random() < 0.15:
            # It does not wait for the answer, and so does not know.
            process = subprocess.Popen([tool.program, *map(str, command)], env=tool.environment, cwd=tool.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0, 0.03))
            process.kill()
            process.wait()
            account.count("interleavings: writers killed")
        result = tool.run(*command)
        act.end = time.monotonic()
        account.count("interleavings: appends")
        if result.code == 0:
            act.receipt = result.receipts()[0]
            if act.version is not None:
                known[subject] = act.version + 1
            if dice.random() < 0.3:
                again = tool.must(*command).receipts()[0]
                expect(again[:2] == act.receipt[:2], f"a retry was stored again: {act.receipt}, then {again}")
                account.count("interleavings: retries")
        else:
            expect(result.code == 2 and "error[version-differs]" in result.err, "a writer fails beside others", result)
            act.refusal = result.err
            known[subject] = current(result.err, act)
            account.count("interleavings: refused")
        acts.append(act)
        file.unlink()


def current(text, act):
    """The version that the refusal says that the subject has."""
    numbers = [int(n) for n in re.findall(r"\b(\d+)\b", text.split("\n")[0].replace(f"{act.subject}", ""))]
    others = [n for n in numbers if n != act.version]
    expect(others, f"a refusal does not say the version: {text}")
    return others[-1]


def reader(account, tool, until, seen):
    while time.monotonic() < until:
        start = time.monotonic()
        result = tool.run("log")
        expect(result.code == 0, "a reader fails beside writers", result)
        seen.append((start, time.monotonic(), result.out.count("\n")))
        result = tool.run("verify")
        expect(result.code == 0, "verify is not intact beside writers", result)
        account.count("interleavings: reads", 2)


def run(account):
    account.trials([("writers and readers in processes", None)], lambda _, folder: processes(account, folder))
    account.trials([("a reader that stands still", None)], lambda _, folder: stopped(account, folder))


def processes(account, folder):
    tool, receipts = begun(account.program, folder / "crowd", entries=30)
    until = time.monotonic() + (120 if account.is_full else 8)
    acts, seen, faults = [], [], []

    def guarded(body, *arguments):
        try:
            body(*arguments)
        except Exception as error:
            faults.append(error)

    crowd = [threading.Thread(target=guarded, args=(writer, account, tool, account.seed + i, until, acts)) for i in range(4)]
    crowd += [threading.Thread(target=guarded, args=(reader, account, tool, until, seen)) for _ in range(2)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    if faults:
        raise faults[0]
    judge(tool, receipts, acts, seen)


def judge(tool, receipts, acts, seen):
    done = [act for act in acts if act.receipt]
    size, _ = tool.check(receipts + [act.receipt for act in done])
    entries = {entry["number"]: entry for entry in tool.entries()}
    expect(len(entries) == size, "numbers are not without gaps")
    place = {act.receipt[0]: act for act in done}
    expect(len(place) == len(done), "two acts were given one number")
    versions = {}
    for number in sorted(entries):
        for subject in entries[number]["subjects"]:
            version = versions[subject] = versions.get(subject, 0) + 1
            act = place.get(number)
            if act and act.version is not None and subject == f"unit:{act.subject}":
                expect(version == act.version + 1, f"entry {number} expected version {act.version} of {subject} and stands on {version - 1}")
    # Who was refused was right to be: the version that it expected was not the subject's, at some moment of its call.
    for act in acts:
        if act.refusal:
            others = [a for a in done if a.subject == act.subject and a.start < act.end]
            expect(others or versions[f"unit:{act.subject}"] > act.version, f"{act.name} was refused though nobody was before it")
    # What ended before another began has the smaller number.
    latest = 0
    events = sorted([(act.start, 1, act) for act in done] + [(act.end, 0, act) for act in done], key=lambda e: e[:2])
    for _, is_start, act in events:
        if is_start:
            act.floor = latest
        else:
            expect(act.receipt[0] > act.floor, f"{act.name} has number {act.receipt[0]}, but {act.floor} was acknowledged before it began")
            latest = max(latest, act.receipt[0])
    for start, _, count in seen:
        before = [act.receipt[0] for act in done if act.end < start]
        expect(count >= max(before, default=0), f"a reader saw {count} entries after {max(before, default=0)} was acknowledged")


def stopped(account, folder):
    """A reader that is stopped in the midst of its reading: writers go on, and `status` tells of it."""
    tool, receipts = begun(account.program, folder / "stopped", entries=250, large=True)
    process = subprocess.Popen([tool.program, "log", "--follow"], env=tool.environment, cwd=tool.folder, stdout=subprocess.PIPE)
    # The pipe fills, so that it stands within its snapshot; stopped, it stays there.
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGSTOP)
    try:
        for i in range(40 if account.is_full else 10):
            receipts += tool.must("append", "--file", drafts(tool.folder, "more.ndjson", [draft(f"more-{i}")]), timeout=10).receipts()
        status = json.loads(tool.must("status", "--json").out)
        expect(status["readers"] >= 2, f"status says {status['readers']} readers; itself and the one that is stopped are two")
        tool.check(receipts)
    finally:
        os.kill(process.pid, signal.SIGCONT)
        process.kill()
        process.communicate()
    status = json.loads(tool.must("status", "--json").out)
    tool.must("append", "--file", drafts(tool.folder, "more.ndjson", [draft("after")]))
    expect(json.loads(tool.must("status", "--json").out)["staleReaders"] == 0, "a writer leaves the slots of dead readers")
