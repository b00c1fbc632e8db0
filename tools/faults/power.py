"""Power loss: what was written and synced is recorded, and the disk is built as it may be found after every moment.

The model is the strict one of POSIX, not of one file system. A write is durable when a sync of its file has returned (or at once through
a descriptor with O_DSYNC), a name when its folder was synced; anything else may be there or not: each sector of 512 bytes in any of its versions, the
length of a file anywhere between, the names of a folder up to any point. The lock file is changed through a map and holds anything.
"""

import copy
import os
import random
import shutil

from harness import Result, Tool, expect
from scenarios import Append, Backup, Compact, Growth, Import, Redact, Restore, Scenario, Signed

SECTOR = 512


class File:
    """Content as the disk has it, and what waits for a sync: (offset, bytes) or a length."""

    def __init__(self, content=b""):
        self.durable, self.waiting = bytearray(content), []

    def copy(self):
        other = File(self.durable)
        other.waiting = list(self.waiting)
        return other

    @staticmethod
    def apply(content, change):
        offset, bytes_ = change
        if bytes_ is None:
            if offset < len(content):
                del content[offset:]
            else:
                content.extend(bytes(offset - len(content)))
            return
        if len(content) < offset:
            content.extend(bytes(offset - len(content)))
        content[offset:offset + len(bytes_)] = bytes_

    def sync(self):
        for change in self.waiting:
            self.apply(self.durable, change)
        self.waiting = []

    def whole(self):
        content = bytearray(self.durable)
        for change in self.waiting:
            self.apply(content, change)
        return content

    def torn(self, dice):
        """Any sector in any version that it ever had since the last sync, any length that it had."""
        versions = [bytearray(self.durable)]
        for change in self.waiting:
            content = bytearray(versions[-1])
            self.apply(content, change)
            versions.append(content)
        length = len(dice.choice(versions))
        content = bytearray(length)
        mode = dice.choice(["any", "order", "one"])
        until = dice.randrange(len(versions))
        for at in range(0, length, SECTOR):
            choice = until if mode == "order" else dice.randrange(len(versions))
            if mode == "one":
                choice = len(versions) - 1 if dice.random() < 0.9 else 0
            content[at:at + SECTOR] = versions[choice][at:at + SECTOR].ljust(min(SECTOR, length - at), b"\0")
        return content


class Folder:
    """Names: as the disk has them, and the changes that wait, in order."""

    def __init__(self):
        self.durable, self.now, self.waiting = {}, {}, []

    def change(self, *steps):
        """Steps of one operation: (name, thing or None). They reach the disk together."""
        self.waiting.append(steps)
        self.step(self.now, steps)

    @staticmethod
    def step(names, steps):
        for name, thing in steps:
            if thing is None:
                names.pop(name, None)
            else:
                names[name] = thing

    def sync(self):
        self.durable, self.waiting = dict(self.now), []


class Disk:
    def __init__(self, folder):
        self.top = self.load(folder)

    def load(self, path):
        if path.is_dir():
            folder = Folder()
            folder.durable = {entry.name: self.load(entry) for entry in path.iterdir()}
            folder.now = dict(folder.durable)
            return folder
        return File(path.read_bytes())

    def find(self, path):
        thing = self.top
        for part in [p for p in path.split("/") if p not in ("", ".")]:
            thing = thing.now[part]
        return thing

    def parent(self, path):
        folder, _, name = path.rpartition("/")
        return self.find(folder), name

    def do(self, op, ignores=None):
        name, arguments, content = op
        if name in ("write", "synced-write"):
            file, change = self.find(arguments[0]), (int(arguments[1]), content)
            if name == "synced-write" and not (ignores and ignores(op)):
                file.apply(file.durable, change)
                # Earlier writes to the same bytes, still waiting, must not undo it.
                file.waiting.append(change)
            else:
                file.waiting.append(change)
        elif name == "sync":
            if not (ignores and ignores(op)):
                self.find(arguments[0]).sync()
        elif name == "length":
            self.find(arguments[0]).waiting.append((int(arguments[1]), None))
        elif name == "at-least":
            file = self.find(arguments[0])
            if len(file.whole()) < int(arguments[1]):
                file.waiting.append((int(arguments[1]), None))
        elif name in ("create", "folder"):
            folder, last = self.parent(arguments[0])
            folder.change((last, File() if name == "create" else Folder()))
        elif name == "remove":
            folder, last = self.parent(arguments[0])
            folder.change((last, None))
        elif name in ("rename", "exchange", "link"):
            (one, first), (two, second) = self.parent(arguments[0]), self.parent(arguments[1])
            expect(one is two or name != "exchange", "an exchange between two folders is not modelled")
            thing = one.now[first]
            if one is two:
                steps = [(second, thing)]
                if name == "rename":
                    steps.append((first, None))
                if name == "exchange":
                    steps.append((first, one.now[second]))
                one.change(*steps)
            else:
                two.change((second, thing))
                if name == "rename":
                    one.change((first, None))
        elif name == "msync":
            pass
        else:
            expect(name == "answer", f"the recorder knows {name}, the replay does not")

    def build(self, path, dice, thing=None):
        """Writes a state of the disk: `dice` None keeps all that was written, "none" nothing that waits, else chance decides."""
        thing = thing or self.top
        if isinstance(thing, File):
            content = thing.whole() if dice is None else thing.durable if dice == "none" else thing.torn(dice)
            if path.name == "lock.mdb" and isinstance(dice, random.Random):
                content = dice.choice([content, b"", bytes(len(content)), dice.randbytes(len(content) or 8192)])
            path.write_bytes(content)
            path.chmod(0o600)  # modes are not modelled; keys ask for this one
            return
        path.mkdir(mode=0o700)
        names = dict(thing.durable)
        if dice is None:
            names = thing.now
        elif dice != "none":
            for steps in thing.waiting[:dice.randrange(len(thing.waiting) + 1)]:
                thing.step(names, steps)
        for name, child in names.items():
            if path.name and name == "lock.mdb" and isinstance(dice, random.Random) and dice.random() < 0.2:
                continue
            self.build(path / name, dice, child)


def parsed(record):
    """Operations in order: (name, arguments, data)."""
    ops, at = [], 0
    while at < len(record):
        end = record.index(b"\n", at)
        name, *arguments = record[at:end].decode().split("\t")
        at, content = end + 1, b""
        if name in ("write", "synced-write", "answer"):
            length = int(arguments[-1])
            content, at = record[at:at + length], at + length + 1
        ops.append((name, arguments, content))
    return ops


def recorded(scenario, folder, library):
    """Runs the scenario under the recorder. Returns the operations, once they are known to be all."""
    tool = scenario.copy(folder / "t")
    scenario.command(tool)  # its own files are no part of what is recorded
    start = Disk(tool.folder)
    record = folder / "record"
    preload = " ".join(filter(None, [str(library), scenario.extra.get("LD_PRELOAD")]))
    result = scenario.run(tool, extra={"LD_PRELOAD": preload, "FAULTS_ROOT": str(tool.folder), "FAULTS_RECORD": str(record)})
    expect(result.code == 0, f"{scenario.name} fails under the recorder", result)
    ops, disk = parsed(record.read_bytes()), start
    for op in ops:
        disk.do(op)
    built = folder / "built"
    shutil.rmtree(built, ignore_errors=True)
    disk.build(built, None)
    for path in tool.folder.rglob("*"):
        if path.is_file() and path.name != "lock.mdb":
            other = built / path.relative_to(tool.folder)
            expect(other.exists() and other.read_bytes() == path.read_bytes(), f"the record of {scenario.name} is not complete: {path.relative_to(tool.folder)}")
    return ops


class Init(Scenario):
    """A ledger is opened: there is nothing before it."""

    def begin(self):
        self.home.mkdir(parents=True)
        return Tool(self.program, self.home), []

    def command(self, tool):
        return ["init", "--name", "faults.example/kpi", "--by", "planning"]

    def left(self, tool, acknowledged, result):
        if acknowledged:
            tool.check(acknowledged, {2})

    def judge(self, tool, result, killed=False):
        acknowledged = result.receipts()
        expect(result.code in (0, 3, -9) and not result.crashed, "init: exit code", result)
        self.left(tool, acknowledged, result)
        again = self.run(tool)
        there = again.code == 3 and "error[ledger-exists]" in again.err and tool.verify()[1] == 2
        expect(again.code == 0 or there, "init: the same command again fails", result, again)
        tool.check(acknowledged or again.receipts(), {2})


def scenarios(account, small_map):
    home = account.folder("power")
    make = [("init", Init), ("append", Append), ("checkpoint", Signed), ("redact", Redact), ("compact", Compact), ("backup", Backup), ("restore", Restore),
            ("import", Import)]
    return [kind(name, account.program, home) for name, kind in make] + [Growth("growth", account.program, home, small_map)]


def run(account, recorder, small_map, ignores=None, only=None):
    """`ignores` makes the disk forget to carry out a sync: the canary."""
    for scenario in scenarios(account, small_map):
        if only and scenario.name not in only:
            continue
        folder = account.folder(f"record-{scenario.name}")
        ops = recorded(scenario, folder, recorder)
        syncs = sum(op[0] in ("sync", "synced-write") for op in ops)
        states = list(moments(scenario, folder / "t-start", ops, account, ignores))
        account.trials([(f"power lost: {scenario.name} after {k} of {len(ops)}, {how}", (scenario, disk, how, answered, k)) for k, how, disk, answered in states],
                       trial_for(account))
        print(f"  {scenario.name}: {len(ops)} operations, {syncs} syncs, {len(states)} disks", flush=True)


def moments(scenario, folder, ops, account, ignores):
    """States of the disk after each operation. One disk is replayed as it goes; each state is a copy of it."""
    tool = scenario.copy(folder)
    scenario.command(tool)
    disk, answered = Disk(tool.folder), b""
    shutil.rmtree(tool.folder)
    chances = 4 if account.is_full else 1
    step = 1 if account.is_full or len(ops) < 40 else len(ops) // 40
    for k, op in enumerate(ops):
        if op[0] == "sync" or k % step == 0:
            ways = ["none"] + list(range(chances))
            snapshot = copy.deepcopy(disk)
            for how in ways:
                yield k, how, snapshot, answered
        disk.do(op, ignores)
        if op[0] == "answer":
            answered += op[2]
    for how in ["none"] + list(range(chances)):
        yield len(ops), how, copy.deepcopy(disk), answered


def trial_for(account):
    def trial(case, folder):
        scenario, disk, how, answered, k = case
        target = folder / "t"
        shutil.rmtree(target, ignore_errors=True)
        disk.build(target, how if how == "none" else random.Random(f"{account.seed} {scenario.name} {k} {how}"))
        account.count("power losses")
        tool = scenario.tool.at(target)
        os.makedirs(target, exist_ok=True)
        scenario.judge(tool, Result(["(power lost)"], -9, answered.decode("utf-8", "replace"), ""))
    return trial
