"""What every part of the fault tier shares: running the program, what was acknowledged, the check at the end of a trial, the account."""

import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import signal
import subprocess
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
CRASH_NOTICE = "pages of the store are damaged, or this is a fault of the program"


class Result:
    """One run of a command. `code` is negative where a signal ended it, None where it did not end in time."""

    def __init__(self, arguments, code, out, err):
        self.arguments, self.code, self.out, self.err = arguments, code, out, err

    @property
    def crashed(self):
        """Ended by a signal of its own making, or by the last words that stand for one."""
        return (self.code is not None and self.code < 0 and self.code != -signal.SIGKILL) or CRASH_NOTICE in self.err

    def receipts(self):
        """What was acknowledged: whole receipts on standard output, as (first, last, size, root)."""
        found, one = [], {}
        for line in self.out.split("\n")[:-1]:  # what has no end of line may be cut
            name, _, value = line.partition(" ")
            if name == "entries":
                first, _, last = value.partition("-")
                one = {"first": int(first), "last": int(last or first)}
            elif name == "size" and one:
                one["size"] = int(value)
            elif name == "root" and "size" in one and len(value) == 64:
                found.append((one["first"], one["last"], one["size"], value))
                one = {}
        return found

    def __str__(self):
        return f"`ledger {' '.join(map(str, self.arguments))}` ended with {self.code}\n    out: {self.out[-300:]!r}\n    err: {self.err[-700:]!r}"


class Failed(Exception):
    """A trial that shows a defect."""


def expect(condition, text, *results):
    if not condition:
        raise Failed("\n  ".join([text, *map(str, results)]))


class Tool:
    """The release binary, for one ledger with its keys."""

    def __init__(self, program, folder, name="kpi.ledger"):
        self.program, self.folder = str(program), pathlib.Path(folder)
        self.path = self.folder / name
        self.environment = {
            "PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LEDGER_PATH": str(self.path), "LEDGER_KEYS": str(self.folder / "keys"),
            "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC",
        }

    def run(self, *arguments, under=(), extra=None, timeout=60, program=None):
        """`under` is what runs the program: strace, faketime, setpriv with their options."""
        arguments = [str(a) for a in arguments]
        process = subprocess.Popen(
            [*under, program or self.program, *arguments], env={**self.environment, **(extra or {})}, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        try:
            out, err = process.communicate(timeout=timeout)
            code = process.returncode
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            code = None
        return Result(arguments, code, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))

    def must(self, *arguments, **options):
        result = self.run(*arguments, **options)
        expect(result.code == 0, "this must succeed", result)
        return result

    def at(self, folder):
        """The same program for a copy in another folder."""
        return Tool(self.program, folder, self.path.name)

    def verify(self, acknowledged=(), path=None):
        """Verdict of `ledger verify`, held against every receipt; with it size and root."""
        arguments = ["verify", "--json"] + (["--ledger", path] if path else [])
        for _, _, size, root in acknowledged:
            arguments += ["--expect", f"{size}:{root}"]
        result = self.run(*arguments)
        expect(result.code in (0, 1, 4) and not result.crashed, "verify gives no verdict", result)
        answer = json.loads(result.out)
        expect({"intact": 0, "broken": 1}.get(answer["verdict"], 4) == result.code, "verdict and exit code differ", result)
        return answer["verdict"], answer.get("size"), answer.get("root"), result

    def entries(self):
        """Every entry as `ledger log` tells it."""
        return [json.loads(line) for line in self.must("log").out.splitlines()]

    def check(self, acknowledged=(), sizes=None, path=None):
        """The end of every trial: intact, every acknowledged entry present, no half batch. Returns size and root."""
        verdict, size, root, result = self.verify(acknowledged, path)
        expect(verdict == "intact", "not intact after the fault", result)
        expect(sizes is None or size in sizes, f"half a batch: {size} entries, {sorted(sizes or [])} are possible", result)
        newest = max((r[2] for r in acknowledged), default=0)
        expect(size >= newest, f"acknowledged entries are lost: {newest} acknowledged, {size} there", result)
        return size, root


def copy_tree(source, target):
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True)


class Account:
    """What was tried and what came of it. Parts run their trials through `trials`."""

    def __init__(self, place, program, seed, is_full, workers):
        self.place, self.program, self.seed, self.is_full, self.workers = pathlib.Path(place), program, seed, is_full, workers
        self.counts = collections.Counter()
        self.passed, self.failures, self.skipped = 0, [], []
        self._lock = threading.Lock()

    def count(self, what, number=1):
        with self._lock:
            self.counts[what] += number

    def skip(self, what, why):
        with self._lock:
            self.skipped.append(f"{what}: not tried: {why}")

    def folder(self, name):
        path = self.place / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def trial(self, name, body, *arguments):
        """Runs one trial; a defect is noted with its name, and never ends the run."""
        try:
            body(*arguments)
        except Failed as failure:
            self._fail(name, str(failure))
        except Exception as error:  # a fault of the tier is no pass either
            self._fail(name, f"{type(error).__name__}: {error}")
        else:
            with self._lock:
                self.passed += 1
            return True
        return False

    def _fail(self, name, text):
        with self._lock:
            self.failures.append((name, text))
            lost = "acknowledged" in text or "ledger is shorter than what was kept" in text or "root is not what was kept" in text
            if lost:
                self.counts["acknowledged events lost"] += 1
            if "wrong intact" in text:
                self.counts["wrong intact"] += 1
            if len(self.failures) <= 40:
                print(f"FAILED {name}: {text}", flush=True)

    def trials(self, cases, body, workers=None):
        """`body(case, folder)` for each (name, case), on all cores; each worker has a folder of its own."""
        local = threading.local()
        numbers = iter(range(1_000_000))

        def one(name, case):
            if not hasattr(local, "folder"):
                local.folder = self.folder(f"worker-{threading.get_ident()}-{next(numbers)}")
            self.trial(name, body, case, local.folder)

        with concurrent.futures.ThreadPoolExecutor(workers or self.workers) as pool:
            for future in [pool.submit(one, name, case) for name, case in cases]:
                future.result()
        for folder in self.place.glob("worker-*"):
            shutil.rmtree(folder, ignore_errors=True)
