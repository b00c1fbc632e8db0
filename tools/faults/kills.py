"""SIGKILL at random moments, with readers beside it. What the driver was told goes to a file of its own, and all of it must be found."""

import random
import signal
import statistics
import subprocess
import threading
import time

from harness import Failed, Result, expect
from scenarios import begun, drafts, note

READS = [["verify"], ["log"], ["status", "--json"], ["replay"], ["history", "actor:planning"]]


class Driver:
    """Appends to one ledger in processes that it kills, and keeps what was acknowledged."""

    def __init__(self, account, folder, seed):
        self.account, self.random = account, random.Random(seed)
        self.tool, receipts = begun(account.program, folder, entries=40, has_key=True)
        self.file = folder / "acknowledged"
        self.receipts = []
        self.number = 0
        for receipt in receipts:
            self.acknowledge(receipt)

    def acknowledge(self, receipt):
        with open(self.file, "a") as file:
            file.write(" ".join(map(str, receipt)) + "\n")
        self.receipts.append(receipt)

    def acknowledged(self):
        """As the file says."""
        lines = [line.split() for line in self.file.read_text().splitlines()]
        found = [(int(first), int(last), int(size), root) for first, last, size, root in lines]
        expect(found == self.receipts, "the driver's own file is not what it wrote")
        return found

    def command(self):
        kind = self.random.choices(["append", "compact", "rebuild", "backup"], [88, 5, 4, 3])[0]
        if kind != "append":
            return [kind] + (["copy"] if kind == "backup" else [])
        self.number += 1
        lines = [note(f"k-{self.number}-{i}", "書" * self.random.randrange(1, 2_000)) for i in range(self.random.randrange(1, 5))]
        return ["append", "--file", drafts(self.tool.folder, f"batch-{self.number}.ndjson", lines)]

    def typical(self):
        """Seconds that an append takes here and now."""
        times = []
        for _ in range(5):
            start = time.monotonic()
            for receipt in self.tool.must(*self.command_append()).receipts():
                self.acknowledge(receipt)
            times.append(time.monotonic() - start)
        return statistics.median(times)

    def command_append(self):
        while True:
            command = self.command()
            if command[0] == "append":
                return command

    def kill_one(self, longest):
        command = self.command()
        process = subprocess.Popen(
            [self.tool.program, *map(str, command)], env=self.tool.environment, cwd=self.tool.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        time.sleep(self.random.uniform(0, longest * (3 if command[0] != "append" else 1)))
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
        killed = process.returncode == -signal.SIGKILL
        self.account.count("kills", killed)
        text = out.decode()
        if command[0] != "append":
            return
        result = Result(command, process.returncode, text, err.decode())
        expect(killed or process.returncode == 0, "an append that was not killed failed", result)
        for receipt in result.receipts():
            self.acknowledge(receipt)
        if self.random.random() < 0.5:
            # Whether it was stored or not, the same again succeeds.
            for receipt in self.tool.must(*command).receipts():
                self.acknowledge(receipt)
        command[2].unlink()

    def check(self):
        size, _ = self.tool.check(self.acknowledged())
        return size


def reader(driver, stop, fault):
    """Reads all the time, is killed now and then, and never sees the ledger grow smaller."""
    size, dice = 0, random.Random(driver.random.random())
    while not stop.is_set():
        try:
            command = dice.choice(READS)
            if dice.random() < 0.2:
                process = subprocess.Popen([driver.tool.program, *command], env=driver.tool.environment, cwd=driver.tool.folder, stdout=subprocess.DEVNULL,
                                           stderr=subprocess.DEVNULL)
                time.sleep(dice.uniform(0, 0.03))
                process.kill()
                process.wait()
                driver.account.count("readers killed")
                continue
            result = driver.tool.run(*command)
            expect(result.code == 0, "a reader fails beside writers that are killed", result)
            driver.account.count("reads beside kills")
            if command == ["log"]:
                now = result.out.count("\n")
                expect(now >= size, f"a reader saw {size} entries, then {now}", result)
                size = now
        except Failed as failure:
            fault.append(failure)
            return


def run(account):
    rounds = 1_500 if account.is_full else 60
    cases = [(f"kills, worker {i}", i) for i in range(account.workers)]

    def trial(i, folder):
        driver = Driver(account, folder / "kills", account.seed + i)
        stop, fault = threading.Event(), []
        thread = threading.Thread(target=reader, args=(driver, stop, fault))
        thread.start()
        try:
            longest = 1.3 * driver.typical()
            before = driver.check()
            for k in range(1, rounds + 1):
                driver.kill_one(longest)
                if k % 25 == 0:
                    driver.check()
                    longest = 1.3 * driver.typical()
        finally:
            stop.set()
            thread.join()
        if fault:
            raise fault[0]
        size = driver.check()
        ids = [entry["number"] for entry in driver.tool.entries()]
        expect(ids == list(range(1, size + 1)), "numbers are not without gaps")
        expect(size > before, "nothing was written before the kills came")
        account.count("acknowledged batches found again", len(driver.receipts))

    account.trials(cases, trial)
