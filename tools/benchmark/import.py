#!/usr/bin/env python3
"""How long `ledger import` takes for 1,000, 10,000 and 100,000 rows, and with how much memory.

usage: import.py LEDGER [DIRECTORY] [--rows N ...] [--first [--batch-size N]]     LEDGER: a release build. DIRECTORY: on a disk, not tmpfs.

Each size: a ledger is filled with as many indicators and their first year (through `append --file`, not timed), then the next
year's table is imported: one new actual a row, one batch. Printed: rows a second, the share of reading, matching and
recording (rules, hashes and the disk) as the program itself says, the peak of resident memory, and the time a row against the smallest size. The last is what
"in proportion to rows" means: about 1.

With --first: a table that an empty ledger takes in for the first time. The definition sheet that the first run writes is accepted whole by this script (not timed, the
first run's own figures are printed as `proposing`); timed is the run that records plan, sections, programmes, indicators, baselines, targets and actuals, in
slices of --batch-size entries (50,000).
"""

import argparse
import csv
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

SEED = 20_261_121
PER_PROGRAMME = 10
PER_SECTION = 100  # programmes


def when(day):
    return {"from": day, "basis": "STATED"}


def draft(day, **act):
    return json.dumps({"statement": {"recordedBy": {"kind": "ACTOR", "id": "planning"}, "decided": when(day), **act}}, ensure_ascii=False)


def value(number, cumulative):
    return {"number": str(number), "unit": "人", **({"aggregation": "CUMULATIVE"} if cumulative else {})}


class City:
    """One city's invented table: programmes of ten indicators, targets over five years."""

    def __init__(self, rows):
        self.rows = rows
        numbers = random.Random(SEED)
        self.values = [(numbers.randrange(1_000, 9_000), numbers.randrange(100, 900), numbers.randrange(100, 900)) for _ in range(rows)]

    def kpi(self, i):
        return f"参加者数その{i + 1}：{self.values[i][0]:,}人（H27～31年度）"

    def drafts(self):
        decided, known = "2016-03-31", "2016-08-31"
        yield draft(decided, planAdopted={"id": "s1", "name": "総合戦略", "period": "FY2015-FY2019"})
        yield draft(decided, unitCreated={"id": "u-1", "name": "企画課"})
        yield draft(decided, sectionAdded={"id": "g-1", "plan": "s1", "level": "基本目標", "number": "Ⅰ", "name": "Ⅰ"})
        programmes = (self.rows + PER_PROGRAMME - 1) // PER_PROGRAMME
        for s in range((programmes + PER_SECTION - 1) // PER_SECTION):
            yield draft(decided, sectionAdded={"id": f"f-{s}", "plan": "s1", "parent": "g-1", "level": "分野", "name": f"分野その{s + 1}"})
            yield draft(decided, sectionAdded={"id": f"m-{s}", "plan": "s1", "parent": f"f-{s}", "level": "取組", "name": f"取組その{s + 1}"})
        for p in range(programmes):
            yield draft(decided, programmeRegistered={"id": f"p-{p}", "name": f"事業その{p + 1}", "unit": "u-1", "section": f"m-{p // PER_SECTION}"})
        for i, (target, first, _) in enumerate(self.values):
            measure = {"id": "m1", "unit": "人", "direction": "HIGHER", "aggregation": "CUMULATIVE"}
            home = {"kind": "PROGRAMME", "id": f"p-{i // PER_PROGRAMME}"}
            yield draft(decided, indicatorDefined={"id": f"k-{i}", "name": f"参加者数その{i + 1}", "measures": [measure], "attachedTo": [home]})
            fact = {"indicator": f"k-{i}", "measure": "m1"}
            yield draft(decided, factRecorded={"kind": "TARGET", **fact, "plan": "s1", "period": "FY2015-FY2019", "value": value(target, True)})
            yield draft(known, factRecorded={"kind": "ACTUAL", **fact, "period": "FY2015", "value": value(first, False)})

    def first_table(self):
        """The same rows a year earlier."""
        for i, line in enumerate(self.table()):
            yield line.rsplit(",", 1)[0] if i == 0 else line.rsplit(',"', 1)[0]

    def table(self):
        yield "基本目標,分野,取組,事業名,所管局,再掲,KPI,H27実績,H28実績"
        for i, (_, first, second) in enumerate(self.values):
            p = i // PER_PROGRAMME
            s = p // PER_SECTION
            yield f'Ⅰ,分野その{s + 1},取組その{s + 1},事業その{p + 1},企画課,0,"{self.kpi(i)}",{first}人,"累計{first + second:,}人"'


def high_water(process, seen):
    """Notes the peak of resident memory as the kernel counts it for the program itself: what wait4 gives counts this script's own, from before the exec."""
    while True:
        try:
            with open(f"/proc/{process.pid}/status") as status:
                seen.extend(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
        except (FileNotFoundError, ProcessLookupError):
            return
        if process.returncode is not None:
            return
        time.sleep(0.02)


def run(command, environment, allowed=(0,)):
    """Peak resident memory in MiB of one child, and what it said."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    seen = [0]
    watch = threading.Thread(target=high_water, args=(process, seen))
    watch.start()
    said = process.stderr.read()
    code = process.wait()
    watch.join()
    if code not in allowed:
        sys.exit(f"{' '.join(command[:3])} failed:\n{said[-2000:]}")
    return max(seen) / 1024, said


def laps(said):
    """Seconds of each step, as the program itself says them."""
    steps = {name.strip(): float(seconds) for name, seconds in re.findall(r"([a-z]+) ([0-9.]+)s", said.splitlines()[-1])}
    if "reading" not in steps:
        sys.exit(f"no timings in:\n{said[-2000:]}")
    return steps


def measure(ledger, rows, folder):
    city = City(rows)
    folder.mkdir(parents=True)
    (folder / "city.ndjson").write_text("\n".join(city.drafts()) + "\n", encoding="utf-8")
    (folder / "kpi-h28.csv").write_text("\n".join(city.table()) + "\n", encoding="utf-8")
    environment = dict(os.environ, LEDGER_PATH=str(folder / "kpi.ledger"), LANG="C.UTF-8", LC_ALL="C.UTF-8")
    run([ledger, "init", "--name", "benchmark", "--by", "planning"], environment)
    run([ledger, "append", "--file", str(folder / "city.ndjson"), "--batch-size", "10000", "--by", "planning"], environment)
    memory, said = run(
        [ledger, "import", str(folder / "kpi-h28.csv"), "--mapping", "kitakyushu", "--period", "FY2016", "--by", "planning", "--source", "benchmark",
         "--known", "2017-08-31", "--timings", "--accept-warnings", "benchmark"], environment)
    return {"peak_mib": round(memory)}, laps(said)


def accept(path):
    """Says yes to every line, and that more is better."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    columns = {heading.split(" ")[0]: i for i, heading in enumerate(rows[0])}
    for row in rows[1:]:
        row[columns["accepted"]] = "yes"
        if row[columns["kind"]] == "indicator":
            row[columns["direction"]] = "higher"
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def measure_first(ledger, rows, folder, batch_size):
    folder.mkdir(parents=True)
    (folder / "kpi-h27.csv").write_text("\n".join(City(rows).first_table()) + "\n", encoding="utf-8")
    environment = dict(os.environ, LEDGER_PATH=str(folder / "kpi.ledger"), LANG="C.UTF-8", LC_ALL="C.UTF-8")
    run([ledger, "init", "--name", "benchmark", "--by", "planning"], environment)
    command = [
        ledger, "import", str(folder / "kpi-h27.csv"), "--mapping", "kitakyushu", "--period", "FY2015", "--by", "planning", "--source", "benchmark",
        "--plan", "s1", "--new-plan", "総合戦略", "--plan-period", "FY2015-FY2019", "--definitions", str(folder / "definitions.csv"),
        "--plan-decided", "2016-03-31", "--known", "2016-08-31", "--backfill", "--timings", "--accept-warnings", "benchmark",
        "--batch-size", str(batch_size)]
    proposing, proposed = run(command, environment, allowed=(2,))
    accept(folder / "definitions.csv")
    memory, said = run(command, environment)
    proposal = {"peak_mib": round(proposing), "seconds": round(sum(laps(proposed).values()), 3)}
    entries = int(re.findall(r"Recorded as entries [0-9]+-([0-9]+)", said)[-1]) - 2
    return {"peak_mib": round(memory), "entries": entries, "proposing": proposal}, laps(said)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger")
    parser.add_argument("directory", nargs="?")
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--batch-size", type=int, default=50_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    top = pathlib.Path(options.directory or tempfile.mkdtemp(prefix="ledger-benchmark-"))
    results = []
    for rows in options.rows:
        folder = top / str(rows)
        shutil.rmtree(folder, ignore_errors=True)
        if options.first:
            figures, steps = measure_first(options.ledger, rows, folder, options.batch_size)
        else:
            figures, steps = measure(options.ledger, rows, folder)
        total = sum(steps.values())
        results.append({"rows": rows, "seconds": round(total, 3), "rows_per_second": round(rows / total), **figures,
                        "share": {name: round(seconds / total, 3) for name, seconds in steps.items()}})
        results[-1]["time_a_row_against_smallest"] = round(total / rows / (results[0]["seconds"] / results[0]["rows"]), 2)
    if options.json:
        print(json.dumps(results, indent=2))
        return
    for one in results:
        shares = ", ".join(f"{name} {share:.0%}" for name, share in one["share"].items())
        print(f"{one['rows']:>8} rows  {one['seconds']:>8.2f} s  {one['rows_per_second']:>7} rows/s  peak {one['peak_mib']:>4} MiB  "
              f"time a row x{one['time_a_row_against_smallest']}  ({shares})")
        if options.first:
            print(f"{'':>8}       {one['entries']} entries; proposing {one['proposing']['seconds']} s, peak {one['proposing']['peak_mib']} MiB")


if __name__ == "__main__":
    main()
