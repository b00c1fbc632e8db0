#!/usr/bin/env python3
"""The independent fold: answers of a store's drafts, worked out from the NDJSON alone, in plain Python that shares nothing with ledger.

    fold.py DRAFTS FOLDER [--after 2] [--indicators 200] [--tables 8] [--seed 1]

writes FOLDER/questions.txt and FOLDER/answers.txt. What the benchmark asks of ledger, SQLite and PostgreSQL must come out as the same bytes.

    indicator ID MOMENT     what held of an indicator when the log had MOMENT entries
    table PLAN MOMENT       the same of every indicator of a plan
    loosened - MOMENT       targets loosened by decision after the period's actual was known

An answer is a head line `# question`, then lines in byte order: `B FY2009 34 E`, `T FY2012 38 A`, `A FY2012 37 P` (baseline, target, actual;
period, number, status), in a table with the indicator before them; for `loosened` the entry's number, the old and the new target.
"""
import argparse
import json
import pathlib
import random
from collections import defaultdict


class Log:
    def __init__(self, path, after):
        self.facts = defaultdict(list)  # indicator: (number, kind, period, amount, status, day, change, previous)
        self.plans = defaultdict(list)
        self.lower = {}
        self.withdrawn = {}
        self.size = after
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                self.size += 1
                if '"factRecorded"' in line or '"withdrawn"' in line or '"indicatorDefined"' in line:
                    self.take(self.size, json.loads(line)["statement"])

    def take(self, number, statement):
        if "withdrawn" in statement:
            self.withdrawn[int(statement["withdrawn"]["number"])] = number
        elif "indicatorDefined" in statement:
            act = statement["indicatorDefined"]
            self.lower[act["id"]] = act["measures"][0]["direction"] == "LOWER"
        else:
            act = statement["factRecorded"]
            value = act["value"]
            self.facts[act["indicator"]].append(
                (number, act["kind"], act["period"], value["number"], value.get("status", "A"), statement["decided"]["from"],
                 statement.get("change", "FIRST"), act.get("previous", {}).get("number")))
            if act["kind"] == "BASELINE":
                self.plans[act["plan"]].append(act["indicator"])

    def stands(self, number, moment):
        return number <= moment and self.withdrawn.get(number, moment + 1) > moment

    def indicator(self, name, moment):
        held = {}
        for number, kind, period, amount, status, day, _, _ in self.facts[name]:
            if self.stands(number, moment):
                key = (kind, period)
                if key not in held or (day, number) > held[key][:2]:
                    held[key] = (day, number, amount, status)
        return [f"{kind[0]} {period} {held[kind, period][2]} {held[kind, period][3]}" for kind, period in held]

    def table(self, plan, moment):
        return [f"{name} {line}" for name in self.plans[plan] for line in self.indicator(name, moment)]

    def loosened(self, moment):
        hits = []
        for name, facts in self.facts.items():
            known = [(period, day) for number, kind, period, _, _, day, _, _ in facts if kind == "ACTUAL" and self.stands(number, moment)]
            for number, kind, period, amount, _, day, change, previous in facts:
                if kind != "TARGET" or change not in ("REVISED", "CORRECTED") or not self.stands(number, moment):
                    continue
                fell = int(amount) < int(previous)
                if int(amount) != int(previous) and fell != self.lower[name] and any(p == period and d < day for p, d in known):
                    hits.append(f"{number} {previous} {amount}")
        return hits


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("drafts")
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--after", type=int, default=2)
    arguments.add_argument("--indicators", type=int, default=200)
    arguments.add_argument("--tables", type=int, default=8)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    log = Log(options.drafts, options.after)
    rng = random.Random(options.seed)
    names = sorted(log.facts)
    # Tables of the large cities: in all stores the same kind of question.
    most = max(map(len, log.plans.values()))
    plans = sorted(plan for plan, indicators in log.plans.items() if len(indicators) == most)
    questions = [("indicator", rng.choice(names), rng.randint(3, log.size)) for _ in range(options.indicators)]
    questions += [("table", rng.choice(plans), rng.randint(3, log.size)) for _ in range(options.tables)]
    questions.append(("loosened", "-", log.size))
    with open(options.folder / "questions.txt", "w", encoding="utf-8") as asked, open(options.folder / "answers.txt", "w", encoding="utf-8") as answered:
        for kind, name, moment in questions:
            asked.write(f"{kind} {name} {moment}\n")
            lines = log.loosened(moment) if kind == "loosened" else log.table(name, moment) if kind == "table" else log.indicator(name, moment)
            answered.write("\n".join([f"# {kind} {name} {moment}", *sorted(lines, key=str.encode)]) + "\n")


if __name__ == "__main__":
    main()
