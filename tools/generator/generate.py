#!/usr/bin/env python3
"""Writes a large ledger's drafts as NDJSON: cities with plans, indicators, yearly figures, texts and opinions.

    generate.py --events 1000000 [--seed 1] > drafts.ndjson
    ledger append --file drafts.ndjson --batch-size 10000

The same seed gives the same bytes. A city has 300 indicators in 60 programmes and about 30,000 entries over
ten fiscal years, in the order in which a city would make them; every entry obeys the rules. Python's
standard library only.
"""
import argparse
import base64
import hashlib
import json
import random
import sys

INDICATORS, PROGRAMMES, SECTIONS, UNITS = 300, 60, 6, 8
FIRST_YEAR, YEARS = 2010, 10
NOUNS = ["新規就農者", "観光入込客", "地元就職者", "空き家活用", "健診受診", "図書貸出", "防災訓練参加", "創業", "子育て相談", "企業立地"]
COUNTED = [("数", "人"), ("件数", "件"), ("箇所数", "か所"), ("率", "%"), ("額", "円")]
SENTENCES = [
    "関係課と協議のうえ、計画どおり実施した。", "参加者の増加に伴い、会場を追加した。", "感染症の影響により一部を中止し、オンラインで代替した。",
    "対象を見直し、次年度から制度を拡充する。", "委託先の変更により、開始が三か月遅れた。", "広報紙とホームページで周知を図った。",
]


class City:
    def __init__(self, number, rng):
        self.rng = rng
        self.prefix = f"c{number:05d}"
        self.serial = 0
        self.digest = hashlib.sha256(self.prefix.encode()).digest()

    def draft(self, act, body, decided, texts=(), **more):
        self.serial += 1
        event = self.digest[:8] + self.serial.to_bytes(8, "big")
        statement = {
            "event": base64.b64encode(event).decode(),
            "recordedBy": {"kind": "ACTOR", "id": f"{self.prefix}-planning"},
            "decided": {"from": decided},
            "sources": [{"digest": base64.b64encode(self.digest).decode(), "cell": f"K{self.serial % 900 + 2}"}],
            "backfill": True,
            **more,
            act: body,
        }
        fields = [{"field": "FILE_NAME", "text": f"{self.prefix}.xlsx"}] + [{"field": f, "text": t} for f, t in texts]
        return {"statement": statement, "texts": fields}

    def id(self, kind, n):
        return f"{self.prefix}-{kind}{n}"

    def found(self):
        day = f"{FIRST_YEAR}-03-20"
        yield self.draft("actorRegistered", {"id": f"{self.prefix}-planning", "kind": "ACCOUNT"}, day)
        for n in range(UNITS):
            yield self.draft("unitCreated", {"id": self.id("u", n), "name": f"第{n + 1}課"}, day)
        period = f"FY{FIRST_YEAR}-FY{FIRST_YEAR + YEARS - 1}"
        yield self.draft("planAdopted", {"id": self.prefix, "name": f"第{self.prefix}次総合戦略", "period": period}, day)
        for n in range(SECTIONS):
            body = {"id": self.id("s", n), "plan": self.prefix, "level": "分野", "name": f"分野{n + 1}", "position": n + 1}
            yield self.draft("sectionAdded", body, day)
        yield self.draft("bodyConstituted", {"id": self.id("b", 0), "seats": [{"category": "学識者"}]}, day)
        for n in range(PROGRAMMES):
            body = {"id": self.id("p", n), "name": f"事業{n + 1}", "unit": self.id("u", n % UNITS),
                    "section": self.id("s", n % SECTIONS), "position": n // SECTIONS + 1}
            yield self.draft("programmeRegistered", body, day)
        self.series = []
        for n in range(INDICATORS):
            yield from self.indicator(n, day)

    def indicator(self, n, day):
        suffix, unit = COUNTED[n % len(COUNTED)]
        name = NOUNS[self.rng.randrange(len(NOUNS))] + suffix
        cumulative = unit in ("人", "件") and self.rng.random() < 0.4
        aggregation = "CUMULATIVE" if cumulative else "SINGLE_YEAR"
        base = self.rng.randint(20, 60)
        step = self.rng.randint(1, 3)
        self.series.append((unit, aggregation, base, step))
        measure = {"id": "m1", "unit": unit, "direction": "HIGHER", "aggregation": aggregation}
        body = {"id": self.id("i", n), "name": f"{name}{n + 1}", "type": "OUTCOME", "measures": [measure],
                "attachedTo": [{"kind": "PROGRAMME", "id": self.id("p", n % PROGRAMMES)}]}
        yield self.draft("indicatorDefined", body, day, [("DEFINITION", "所管課の集計による。")])
        yield self.fact("BASELINE", n, f"FY{FIRST_YEAR - 1}", self.value(n, base), day, plan=self.prefix, value_status="E")
        for year in range(YEARS):
            yield self.fact("TARGET", n, f"FY{FIRST_YEAR + year}", self.value(n, base + step * (year + 1)), day, plan=self.prefix)

    def value(self, n, number, **more):
        unit, aggregation, _, _ = self.series[n]
        return {"number": str(number), "unit": unit, "aggregation": aggregation, **more}

    def fact(self, kind, n, period, value, day, plan="", value_status="", texts=(), previous=None, **more):
        if value_status:
            value = {**value, "status": value_status}
        body = {"kind": kind, "indicator": self.id("i", n), "measure": "m1", "period": period, "value": value}
        if plan:
            body["plan"] = plan
        if previous:
            body["previous"] = previous
        cell = f"{value['number']}{value['unit']}"
        return self.draft("factRecorded", body, day, [("RAW_CELL", cell), *texts], **more)

    def year(self, year):
        period = f"FY{FIRST_YEAR + year}"
        following = FIRST_YEAR + year + 1
        for n in range(PROGRAMMES):
            subject = {"kind": "PROGRAMME", "id": self.id("p", n)}
            amount = self.rng.randint(100, 90000)
            for kind, share, month in (("INITIAL", 100, "03-25"), ("AMENDED", 104, "12-20"), ("SETTLED", 97, "09-15")):
                value = {"number": str(amount * share // 100), "scale": 3, "unit": "円"}
                at = FIRST_YEAR + year if kind != "SETTLED" else following
                yield self.draft("amountRecorded", {"subject": subject, "period": period, "kind": kind, "value": value}, f"{at}-{month}")
        for n in range(INDICATORS):
            yield from self.indicator_year(n, year, period, following)
        yield from self.review(year, period, following)

    def indicator_year(self, n, year, period, following):
        _, _, base, step = self.series[n]
        number = base + step * (year + 1) + self.rng.randint(-1, 1) if self.series[n][1] != "CUMULATIVE" else base + step * (year + 1)
        first = self.value(n, number, status="P")
        yield self.fact("ACTUAL", n, period, first, f"{following}-07-10")
        subject = {"kind": "INDICATOR", "id": self.id("i", n)}
        for kind in ("ACTIVITIES", "RESULTS", "ISSUES"):
            body = {"subject": subject, "kind": kind, "period": period}
            yield self.draft("textRecorded", body, f"{following}-07-20", [("BODY_TEXT", self.rng.choice(SENTENCES))])
        grade = {"subject": subject, "plan": self.prefix, "period": period, "grade": self.rng.choice("AAABBBCD")}
        yield self.draft("gradeGiven", grade, f"{following}-08-20")
        if self.rng.random() < 0.9:
            yield self.fact("ACTUAL", n, period, self.value(n, number), f"{following}-10-05", previous=first, change="FINALISED")
        if year < YEARS - 1 and self.rng.random() < 0.12:
            old = self.value(n, base + step * (year + 1))
            new = self.value(n, base + step * (year + 1) + self.rng.choice([-2, -1, 1]))
            yield self.fact(
                "TARGET", n, period, new, f"{following}-{self.rng.choice(['02-14', '11-30'])}", plan=self.prefix, previous=old,
                texts=[("REASON", "計画の見直しによる。")], change="REVISED", reason=self.rng.choice(["PLAN_CHANGE", "UNATTAINABLE", "NATIONAL_PLAN"]))

    def review(self, year, period, following):
        for n in range(20):
            opinion = self.id("o", f"{year}-{n}")
            about = [{"kind": "PROGRAMME", "id": self.id("p", self.rng.randrange(PROGRAMMES))}]
            body = {"id": opinion, "body": self.id("b", 0), "kind": "OPINION", "printedNumber": str(n + 1), "about": about,
                    "owner": self.id("u", n % UNITS), "due": f"{following + 1}-03-31", "period": period}
            yield self.draft("opinionGiven", body, f"{following}-09-01", [("BODY_TEXT", self.rng.choice(SENTENCES))])
            if self.rng.random() < 0.9:
                body = {"id": self.id("r", f"{year}-{n}"), "opinions": [opinion], "state": self.rng.choice(["DONE", "IN_PROGRESS", "CONSIDERING"])}
                yield self.draft("responseGiven", body, f"{following}-12-10", [("BODY_TEXT", self.rng.choice(SENTENCES))])


def drafts(seed):
    number = 0
    while True:
        city = City(number, random.Random(f"{seed}/{number}"))
        yield from city.found()
        for year in range(YEARS):
            yield from city.year(year)
        number += 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--events", type=int, required=True)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    for count, draft in enumerate(drafts(options.seed)):
        if count == options.events:
            break
        sys.stdout.write(json.dumps(draft, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
