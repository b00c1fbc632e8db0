"""Bytes flipped, pages zeroed or swapped, files cut: whatever is not intact is found, and what is called intact has lost nothing.

Each damage is judged by the real program in processes of their own with a time limit. `verify` must give a verdict; where that is intact, the export must
be the same bytes as before, and a hundred appends must succeed and verify. Reading commands answer as before or refuse with a code.
"""

import filecmp
import json
import os
import pathlib
import random
import re
import shutil
import tempfile

from harness import copy_tree, expect
from scenarios import begun, draft, drafts, note, redaction

PAGE = 4096
READS = [["replay", "--json"], ["log"], ["status", "--json"], ["show", "unit:u-3", "--json"], ["history", "actor:planning", "--json"], ["audit", "by", "planning", "--json"]]
# What a refusal names: the entry, or the part of the ledger where no entry can be told.
WHERE = re.compile(r"error\[[a-z-]+\] (entry \d+|log|views)|/kpi\.ledger/(log|views)\b")
FILES = ["log/data.mdb", "views/data.mdb", "log/lock.mdb", "views/lock.mdb"]


class Specimen:
    """A small ledger with every kind of page: branches, overflow, free pages, derived rows and a tail that waits for its own."""

    def __init__(self, account):
        # In memory, since every damage is a copy; what is tried here is bytes, not disks.
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="ledger-rot-", dir=memory))
        home = self.place / "home"
        tool, self.receipts = begun(account.program, home, entries=60)
        for i in range(3):
            self.receipts += tool.must("append", "--file", drafts(home, "long.ndjson", [note(f"long-{i}", f"長文 {i} " * 900)])).receipts()
        self.receipts += tool.must("append", "--file", drafts(home, "redact.ndjson", [redaction(63)])).receipts()
        tool.must("rebuild")
        self.receipts += tool.must("append", "--file", drafts(home, "tail.ndjson", [draft(f"t-{i}") for i in range(10)])).receipts()
        drafts(home, "hundred.ndjson", [note(f"h-{i}", "後から") if i % 2 else draft(f"h-{i}") for i in range(100)])
        self.home, self.tool = home, tool
        self.files = {name: (tool.path / name).read_bytes() for name in FILES}
        tool.must("export", home / "export", "--all-texts")
        self.answers = [tool.must(*read).out for read in READS]

    def copy(self, folder):
        copy_tree(self.home, folder)
        return self.tool.at(folder)


def damages(specimen, generator, flips, pages, cuts):
    """(what, file, function from bytes to bytes). Single bytes, of which each eighth is within the first two pages."""
    for i in range(flips):
        # The data files count most; a lock file holds nothing, whatever is in it.
        name = generator.choices(FILES, [10, 8, 1, 1])[0]
        content = specimen.files[name]
        at = generator.randrange(min(2 * PAGE, len(content)) if i % 8 == 0 else len(content))
        bits = 1 << generator.randrange(8) if i % 2 else generator.randrange(1, 256)
        yield "flip", name, (at, bits)
    whole = [(name, page) for name in FILES[:2] for page in range(len(specimen.files[name]) // PAGE)]
    for name, page in generator.sample(whole, min(pages, len(whole))):
        yield "zero", name, page
    for _ in range(pages):
        name = generator.choice(FILES[:2])
        yield "swap", name, tuple(generator.sample(range(len(specimen.files[name]) // PAGE), 2))
    ends = [(name, at) for name in FILES for at in range(0, len(specimen.files[name]), PAGE)]
    for name, at in ends if cuts is None else generator.sample(ends, min(cuts, len(ends))):
        yield "cut", name, at
        yield "cut", name, at + generator.randrange(1, PAGE)


def damaged(content, kind, where):
    content = bytearray(content)
    if kind == "flip":
        content[where[0]] ^= where[1]
    elif kind == "zero":
        content[where * PAGE:(where + 1) * PAGE] = bytes(PAGE)
    elif kind == "swap":
        one, other = (slice(p * PAGE, (p + 1) * PAGE) for p in where)
        content[one], content[other] = content[other], content[one]
    else:
        del content[where:]
    return bytes(content)


def run(account):
    specimen = Specimen(account)
    try:
        generator = random.Random(account.seed)
        flips, pages, cuts = (20_000, 200, None) if account.is_full else (700, 25, 12)
        cases = [(f"{kind} {where} of {name}", (specimen, kind, name, where)) for kind, name, where in damages(specimen, generator, flips, pages, cuts)]
        account.trials([(name, (account, i, *case)) for i, (name, case) in enumerate(cases)], trial)
        account.trial("rebuild and restore", mending, account, specimen)
    finally:
        shutil.rmtree(specimen.place, ignore_errors=True)


def trial(case, folder):
    account, i, specimen, kind, name, where = case
    place = specimen.place / folder.name
    tool = specimen.tool.at(place)
    if not tool.path.exists():
        specimen.copy(place)
    content = damaged(specimen.files[name], kind, where)
    account.count({"flip": "bytes flipped", "zero": "pages zeroed", "swap": "pages swapped", "cut": "pages cut"}[kind])
    try:
        (tool.path / name).write_bytes(content)
        result = tool.run("verify", "--json", timeout=20)
        expect(result.code is not None, "verify does not end", result)
        expect(not result.crashed, "verify dies", result)
        # A data file that is gone altogether is no ledger.
        expect(result.code in (0, 1, 4) or (kind == "cut" and where == 0 and result.code == 3), "verify gives no verdict", result)
        if i % 3 == 0:
            reading(account, specimen, tool, READS[i // 3 % len(READS)], name.startswith("views") and result.code != 0)
        if result.code == 0:
            account.count("intact after damage, and so it was")
            intact(specimen, tool, place)
        else:
            account.count("damage found")
    finally:
        if result.code == 0:
            specimen.copy(place)
        else:
            for each in FILES:
                (tool.path / each).write_bytes(specimen.files[each])


def intact(specimen, tool, place):
    """Intact was said: then nothing is missing, and the ledger goes on."""
    export = place / "again"
    result = tool.run("export", export, "--all-texts", timeout=20)
    expect(result.code == 0, "wrong intact: it cannot be exported", result)
    compared = filecmp.dircmp(specimen.home / "export", export)
    files = [str(p.relative_to(export)) for p in export.rglob("*") if p.is_file()]
    _, different, odd = filecmp.cmpfiles(specimen.home / "export", export, files, shallow=False)
    expect(not different and not odd and not compared.left_only, f"wrong intact: the export differs in {different + odd}")
    result = tool.run("append", "--file", place / "hundred.ndjson", "--batch-size", "1", timeout=60)
    expect(result.code == 0, "wrong intact: it cannot be appended to", result)
    tool.check(specimen.receipts + result.receipts())


def reading(account, specimen, tool, arguments, is_of_views):
    """The same answer as before the damage, or a refusal that says what is damaged.

    Derived rows carry no hash of their own: what is answered from damaged views may be wrong, and only `verify` tells. It has; such answers are counted.
    """
    result = tool.run(*arguments, timeout=20)
    expect(result.code is not None, "a reading command does not end", result)
    expect(result.code >= 0, "a reading command dies", result)
    account.count("reading commands")
    before = specimen.answers[READS.index(arguments)]
    if result.code == 0:
        # How large the files are, and why the views were passed over, is what `status` is asked for.
        same = result.out == before or (arguments[0] == "status" and without_files(result.out) == without_files(before))
        expect(same or is_of_views, "wrong answer: a reading command answers from damaged records", result)
        account.count("reading commands that answered as before" if same else "reading commands misled by damaged views, which verify found")
    elif is_of_views and result.code in (1, 2):
        # A row that is not found where it should be.
        account.count("reading commands misled by damaged views, which verify found")
    else:
        expect(result.code == 3 and "error[" in result.err or result.code == 4, "a reading command fails without saying what is damaged", result)
        expect(WHERE.search(result.err) or result.crashed, "a reading command does not say what is damaged", result)
        account.count("reading commands that refused")


def without_files(text):
    """What `status` says of the entries themselves: files, readers, free space and what was done last may differ."""
    answer = json.loads(text)
    return [answer.get(key) for key in ("id", "name", "format", "utcOffset", "fiscalYearStart", "size", "root", "firstRecorded", "lastRecorded", "subjects")]


def mending(account, specimen):
    """What `rebuild` and `restore` bring back, and what they say cannot be brought back."""
    place = specimen.place / "mending"
    for name in ("views/data.mdb", "views/lock.mdb"):
        for kind, where in [("cut", 0), ("cut", PAGE), ("cut", 3 * PAGE + 7), ("zero", 0), ("zero", 1), ("zero", 2), ("swap", (0, 1)), ("flip", (3, 255))]:
            tool = specimen.copy(place)
            if where == (0, 1) and len(specimen.files[name]) < 2 * PAGE:
                continue
            (tool.path / name).write_bytes(damaged(specimen.files[name], kind, where))
            result = tool.run("rebuild")
            expect(result.code == 0, f"rebuild does not mend {kind} {where} of {name}", result)
            tool.check(specimen.receipts)
            intact(specimen, tool, place)
            account.count("views brought back")
    # A damaged log is restored from a backup, and the damaged one is neither touched nor needed.
    tool = specimen.copy(place)
    tool.must("backup", place / "backup")
    for page in range(len(specimen.files["log/data.mdb"]) // PAGE):
        content = damaged(specimen.files["log/data.mdb"], "zero", page)
        (tool.path / "log/data.mdb").write_bytes(content)
        verdict, _, _, result = tool.verify()
        if verdict == "intact":
            continue
        bad = tool.run("backup", place / "bad")
        expect(bad.code in (0, 1, 3), "a backup of a damaged ledger does not say what it is", bad)
        if bad.code == 0:
            # Copied record by record: where only what holds the records together is damaged, all of them are there.
            tool.check(specimen.receipts, path=place / "bad")
            shutil.rmtree(place / "bad")
            account.count("whole backups of logs with damaged pages")
        expect(not (place / "bad").exists(), "a backup that failed has the name of one", bad)
        bad = tool.run("rebuild")
        expect(bad.code == 0 or (bad.code == 3 and "error[" in bad.err), "a rebuild from a damaged log", bad)
        expect(tool.verify()[0] != "intact", "wrong intact: a rebuild hides that the log is damaged", bad)
        shutil.rmtree(place / "restored", ignore_errors=True)
        restored = tool.run("restore", place / "backup", "--ledger", place / "restored")
        expect(restored.code == 0, "a backup cannot be restored", restored)
        tool.check(specimen.receipts, path=place / "restored")
        account.count("logs restored")
