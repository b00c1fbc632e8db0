"""Ledgers to begin with, and the commands that are broken at every step."""

import base64
import hashlib
import json
import pathlib
import shutil

from harness import ROOT, Tool, copy_tree, expect

SECRET = "himitsu-" * 400
TABLES = ROOT / "tools/example/tables"


def draft(name, text=None, **act):
    """One line of NDJSON. The id follows from the name, so that the same command again is a retry."""
    statement = {
        "event": base64.b64encode(hashlib.sha256(name.encode()).digest()[:16]).decode(), "recordedBy": {"kind": "ACTOR", "id": "planning"},
        "decided": {"basis": "UNKNOWN"}, **(act or {"unitCreated": {"id": name, "name": f"課 {name}"}}),
    }
    line = {"statement": statement}
    if text is not None:
        line["texts"] = [{"field": "NOTE", "text": text}]
    return json.dumps(line, ensure_ascii=False)


def note(name, text):
    return draft(name, text, auditNoted={"subject": {"kind": "ACTOR", "id": "planning"}})


def redaction(number):
    line = json.loads(draft(f"redaction-{number}", redacted={
        "number": str(number), "field": "NOTE", "subjects": [{"kind": "ACTOR", "id": "planning"}]}))
    line["statement"]["reason"] = "OTHER"
    line["texts"] = [{"field": "REASON", "text": "例示"}]
    return json.dumps(line, ensure_ascii=False)


def drafts(folder, name, lines):
    path = pathlib.Path(folder) / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def begun(program, folder, entries=252, has_key=False, large=False):
    """A ledger of `entries` and the two (with a key, three) that open it. With 252 the next append derives the views."""
    folder.mkdir(parents=True, exist_ok=True)
    tool = Tool(program, folder)
    receipts = tool.must("init", "--name", "faults.example/kpi", "--by", "planning").receipts()
    if has_key:
        receipts += tool.must("key", "generate", "--by", "planning").receipts()
    if entries:
        lines = [note(f"n-{i}", f"本文 {i} " * (60 if large else 3)) if i % 3 else draft(f"u-{i}") for i in range(entries)]
        receipts += tool.must("append", "--file", drafts(folder, "first.ndjson", lines)).receipts()
    return tool, receipts


class Scenario:
    """A command that is run under faults, on a copy of a folder that holds what it begins with.

    `wrap` is put before the program and `extra` into its environment: what the scenario itself needs.
    """

    def __init__(self, name, program, home):
        self.name, self.program, self.home = name, program, home / name
        self.extra = {}
        self.tool, self.receipts = self.begin()
        _, self.before, _, _ = self.tool.verify(self.receipts) if self.tool.path.exists() else (None, 0, None, None)
        whole = self.copy(home / (name + "-whole"))
        result = self.run(whole)
        expect(result.code == 0, f"{name} fails without any fault", result)
        self.after = self.finish(whole)
        shutil.rmtree(whole.folder)

    def begin(self):
        return begun(self.program, self.home)

    def command(self, tool):
        """Arguments of the command under fault."""
        return ["append", "--file", drafts(tool.folder, "next.ndjson", [draft("v-1"), note("v-2", "二つ目"), draft("v-3")])]

    def copy(self, folder):
        copy_tree(self.home, folder)
        return self.tool.at(folder)

    def run(self, tool, under=(), extra=None, **options):
        return tool.run(*self.command(tool), under=under, extra={**self.extra, **(extra or {})}, **options)

    def left(self, tool, acknowledged, result):
        """What the fault left: the ledger as a whole, with everything that was acknowledged."""
        tool.check(acknowledged, {self.before, self.after_size})

    def finish(self, tool):
        """After the command ran through. Returns the size."""
        self.after_size, _ = tool.check(self.receipts)
        return self.after_size

    def trial(self, tool, under=(), extra=None):
        """The command under a fault, and what must hold after it. Returns the faulted run."""
        result = self.run(tool, under, extra)
        self.judge(tool, result)
        return result

    def judge(self, tool, result, killed=False):
        expect(result.code is not None, f"{self.name} did not end", result)
        expect(not result.crashed, f"{self.name} ended by a signal", result)
        # A copy that could not be read back is not called wrong.
        is_told = (result.code == 3 and "error[" in result.err) or (result.code == 4 and "error[not-verified]" in result.err)
        expect(result.code in (0, -9) or is_told, f"{self.name}: exit code {result.code} for a fault of the environment", result)
        acknowledged = self.receipts + result.receipts()
        self.left(tool, acknowledged, result)
        again = self.run(tool)
        expect(again.code == 0 or self.is_done(again), f"{self.name}: the same command again fails", result, again)
        self.ended(tool, acknowledged + again.receipts())

    def is_done(self, again):
        """Whether the refusal of the same command says that there is nothing left to do."""
        return False

    def ended(self, tool, acknowledged):
        tool.check(acknowledged, {self.after_size})


class Append(Scenario):
    pass


class Signed(Scenario):
    """Every append signs a checkpoint and keeps it beside the key."""

    def begin(self):
        return begun(self.program, self.home, entries=20, has_key=True)


class Import(Scenario):
    """A table with the definition sheet that a person has worked on."""

    FILES = ["kpi-h27.csv", "definitions-h27.csv"]

    def begin(self):
        begun_ = begun(self.program, self.home, entries=0)
        for name in self.FILES:
            shutil.copy(TABLES / name, self.home / name)
        return begun_

    def left(self, tool, acknowledged, result):
        super().left(tool, acknowledged, result)
        for name in self.FILES:
            expect((tool.folder / name).read_bytes() == (TABLES / name).read_bytes(), f"{name} is not what it was", result)

    def command(self, tool):
        return ["import", tool.folder / "kpi-h27.csv", "--mapping", "kitakyushu", "--period", "FY2015", "--by", "planning", "--source", "達成状況報告書", "--plan",
                "strategy-1", "--backfill", "--plan-decided", "2016-03", "--known", "2016-08", "--new-plan", "総合戦略", "--plan-period", "FY2015-FY2019",
                "--definitions", tool.folder / "definitions-h27.csv", "--accept-warnings", "表の記載のとおり"]


class Backup(Scenario):
    def begin(self):
        return begun(self.program, self.home, entries=40)

    def command(self, tool):
        return ["backup", tool.folder / "copy.ledger"]

    def left(self, tool, acknowledged, result):
        tool.check(self.receipts, {self.before})
        expect("root " not in result.out or (tool.folder / "copy.ledger").exists(), "an acknowledged copy is not there", result)
        if (tool.folder / "copy.ledger").exists():
            tool.check(self.receipts, {self.before}, path=tool.folder / "copy.ledger")

    def is_done(self, again):
        return again.code == 3 and "error[ledger-exists]" in again.err

    def finish(self, tool):
        self.after_size = self.before
        self.ended(tool, self.receipts)
        return self.before

    def ended(self, tool, acknowledged):
        tool.check(self.receipts, {self.before})
        tool.check(self.receipts, {self.before}, path=tool.folder / "copy.ledger")
        left = sorted(p.name for p in tool.folder.iterdir() if "copy.ledger" in p.name)
        expect(left == ["copy.ledger"], f"left over beside the copy: {left}")


class Restore(Backup):
    def begin(self):
        tool, receipts = super().begin()
        tool.must("backup", tool.folder / "backup")
        return tool, receipts

    def command(self, tool):
        return ["restore", tool.folder / "backup", "--ledger", tool.folder / "copy.ledger"]

    def left(self, tool, acknowledged, result):
        super().left(tool, acknowledged, result)
        tool.check(self.receipts, {self.before}, path=tool.folder / "backup")


class Redact(Scenario):
    """A text leaves its record in the transaction that stores the redaction."""

    def begin(self):
        tool, receipts = begun(self.program, self.home, entries=20)
        secret = tool.must("append", "--file", drafts(self.home, "secret.ndjson", [note("secret", SECRET)])).receipts()
        self.number = secret[0][0]
        return tool, receipts + secret

    def command(self, tool):
        return ["append", "--file", drafts(tool.folder, "redact.ndjson", [redaction(self.number)])]


class Compact(Redact):
    def begin(self):
        tool, receipts = super().begin()
        receipts += self.redact(tool)
        return tool, receipts

    def redact(self, tool):
        return tool.must(*Redact.command(self, tool)).receipts()

    def command(self, tool):
        return ["compact"]

    def ended(self, tool, acknowledged):
        super().ended(tool, self.receipts)
        # `verify` and `backup` leave word of themselves in the ledger's folder.
        expect(sorted(p.name for p in tool.path.iterdir() if not p.name.startswith("last-")) == ["log", "views", "writer.lock"], "folders left over")
        for file in tool.path.rglob("*"):
            expect(not file.is_file() or b"himitsu" not in file.read_bytes(), f"the redacted text is still in {file.name}")


class Growth(Scenario):
    """The map begins with 1 MiB (a preloaded library sees to it) and grows in the midst of the batch."""

    def __init__(self, name, program, home, library):
        self.library = library
        super().__init__(name, program, home)

    def begin(self):
        self.extra = {"LD_PRELOAD": str(self.library)}
        return begun(self.program, self.home, entries=20)

    def command(self, tool):
        lines = [note(f"g-{i}", f"{i} " + "大きな本文" * 4_000) for i in range(40)]
        return ["append", "--file", drafts(tool.folder, "grow.ndjson", lines)]
