#!/usr/bin/env python3
"""Writes a large ledger's drafts as NDJSON: municipalities with plans, indicators, yearly figures, texts and reviews.

    generate.py prefecture [--events N] [--seed 1] [--after 2] [--first 0] > drafts.ndjson
    ledger append --file drafts.ndjson --batch-size 10000

    city          30,000 entries: one city of 300 indicators in 60 programmes over ten fiscal years
    prefecture    1,000,000: 33 such cities
    nation        10,000,000: 1,788 municipalities, 30 of them such cities, the others of 52 indicators

The same arguments give the same bytes; `--events` cuts them off earlier. Entries come in the order in which they would be made: every plan
first, then year after year, and in a year city after city. Every entry obeys the rules. `--after` is how many entries the ledger holds
already (`ledger init` makes two), since withdrawals and editions name numbers; `--first` numbers the first city, so that another run adds others.
Python's standard library only; about 100,000 entries a second, so lines are put together from templates.
"""
import argparse
import base64
import hashlib
import random
import sys
from collections import Counter

FIRST_YEAR, YEARS = 2010, 10
LIVE_FROM = 8  # years from which on entries are made as things happen, not into the past
STORES = {"city": (1, 1, 30_000), "prefecture": (34, 34, 1_000_000), "nation": (1_788, 30, 10_000_000)}  # municipalities, cities, entries
NOUNS = ["新規就農者", "観光入込客", "地元就職者", "空き家活用", "健診受診", "図書貸出", "防災訓練参加", "創業", "子育て相談", "企業立地"]
COUNTED = [("数", "人"), ("件数", "件"), ("箇所数", "か所"), ("率", "%"), ("額", "円")]
SENTENCES = [
    "関係課と協議のうえ、計画どおり実施した。", "参加者の増加に伴い、会場を追加した。", "感染症の影響により一部を中止し、オンラインで代替した。",
    "対象を見直し、次年度から制度を拡充する。", "委託先の変更により、開始が三か月遅れた。", "広報紙とホームページで周知を図った。",
    "利用者への聞き取りでは、手続きの簡素化を求める声が多い。", "県の補助制度の終了を受け、市の単独事業として継続した。",
]
TEXTS = ["ACTIVITIES", "RESULTS", "OUTCOME", "ISSUES", "PLANNED_ACTION"]
REASONS = ["PLAN_CHANGE", "UNATTAINABLE", "NATIONAL_PLAN", "OPINION_FOLLOWED"]


class Numbers:
    """The number that the next entry will have."""

    def __init__(self, after):
        self.last = after


class Series:
    """One indicator: what it counts, and what the ledger says of it by now."""

    def __init__(self, n, rng):
        self.n = n
        suffix, self.unit = COUNTED[n % len(COUNTED)]
        self.name = f"{rng.choice(NOUNS)}{suffix}{n + 1}"
        self.lower = self.unit == "か所" and rng.random() < 0.9
        self.cumulative = self.unit in ("人", "件") and rng.random() < 0.4
        self.base = rng.randint(40, 60) if self.lower else rng.randint(20, 60)
        if self.unit == "%":  # with ten years' steps and a correction still no more than all
            self.base = min(self.base, 55)
        self.step = -rng.randint(1, 2) if self.lower else rng.randint(3, 4)
        self.targets, self.actuals = {}, {}
        self.tail = f'"unit":"{self.unit}","aggregation":"{"CUMULATIVE" if self.cumulative else "SINGLE_YEAR"}"'

    def value(self, number, status=""):
        said = f',"status":"{status}"' if status else ""
        return f'{{"number":"{number}",{self.tail}{said}}}'


class City:
    def __init__(self, number, rng, indicators, numbers):
        self.rng, self.numbers = rng, numbers
        self.prefix = f"c{number:05d}"
        self.serial = 0
        self.indicators, self.programmes = indicators, max(6, indicators // 5)
        self.sections, self.units, self.opinions = 6, 8, max(3, indicators // 15)
        digest = hashlib.sha256(self.prefix.encode()).digest()
        self.key = digest[:8]
        self.by = f'","recordedBy":{{"kind":"ACTOR","id":"{self.prefix}-planning"}},"decided":{{"from":"'
        self.source = f'"}},"sources":[{{"digest":"{base64.b64encode(digest).decode()}","cell":"K'
        self.file = f'}},"texts":[{{"field":"FILE_NAME","text":"{self.prefix}.xlsx"}}'
        self.backfill = '"backfill":true,'
        self.unit_of = [n % self.units for n in range(self.programmes)]
        self.name_of = [f"事業{n + 1}" for n in range(self.programmes)]

    def draft(self, act, decided, texts=(), more=""):
        """One line. `act` is `"name":{...}`, `more` further fields of the statement, each with its comma."""
        self.serial += 1
        self.numbers.last += 1
        self.event = base64.b64encode(self.key + self.serial.to_bytes(8, "big")).decode()
        said = "".join(f',{{"field":"{field}","text":"{text}"}}' for field, text in texts)
        return (f'{{"statement":{{"event":"{self.event}{self.by}{decided}{self.source}{self.serial % 900 + 2}"}}],'
                f'{self.backfill}{more}{act}{self.file}{said}]}}\n')

    def id(self, kind, n):
        return f"{self.prefix}-{kind}{n}"

    def subject(self, kind, letter, n):
        return f'{{"kind":"{kind}","id":"{self.prefix}-{letter}{n}"}}'

    def found(self):
        day = f"{FIRST_YEAR}-03-20"
        yield self.draft(f'"actorRegistered":{{"id":"{self.prefix}-planning","kind":"ACCOUNT"}}', day)
        yield self.draft(f'"actorRegistered":{{"id":"{self.prefix}-mayor","kind":"POST"}}', day)
        for n in range(self.units):
            yield self.draft(f'"unitCreated":{{"id":"{self.id("u", n)}","name":"第{n + 1}課"}}', day)
        self.span = f"FY{FIRST_YEAR}-FY{FIRST_YEAR + YEARS - 1}"
        yield self.draft(f'"planAdopted":{{"id":"{self.prefix}","name":"第{self.prefix}次総合戦略","period":"{self.span}"}}', day)
        for n in range(self.sections):
            yield self.draft(
                f'"sectionAdded":{{"id":"{self.id("s", n)}","plan":"{self.prefix}","level":"分野","name":"分野{n + 1}","position":{n + 1}}}', day)
        yield self.draft(f'"bodyConstituted":{{"id":"{self.id("b", 0)}","seats":[{{"category":"学識者"}},{{"category":"公募市民"}}]}}', day)
        grades = ",".join(f'{{"grade":"{g}","atLeast":"{p}"}}' for g, p in (("A", 100), ("B", 80), ("C", 60))) + ',{"grade":"D"}'
        yield self.draft(
            f'"ruleAdopted":{{"id":"{self.id("k", 0)}","version":1,"compare":"ATTAINMENT","combine":"SINGLE","thresholds":[{grades}]}}', day)
        for n in range(self.programmes):
            yield self.draft(
                f'"programmeRegistered":{{"id":"{self.id("p", n)}","name":"{self.name_of[n]}","unit":"{self.id("u", self.unit_of[n])}",'
                f'"section":"{self.id("s", n % self.sections)}","position":{n // self.sections + 1}}}', day)
        for n in range(0, self.programmes, 10):
            yield self.draft(
                f'"programmeListed":{{"programme":"{self.id("p", n)}","section":"{self.id("s", (n + 1) % self.sections)}","mark":"RELISTED","position":90}}', day)
        self.series = [Series(n, self.rng) for n in range(self.indicators)]
        for one in self.series:
            yield from self.define(one, day)

    def define(self, one, day):
        measure = f'{{"id":"m1","unit":"{one.unit}","direction":"{"LOWER" if one.lower else "HIGHER"}",{one.tail.split(",")[1]}}}'
        yield self.draft(
            f'"indicatorDefined":{{"id":"{self.id("i", one.n)}","name":"{one.name}","type":"OUTCOME","measures":[{measure}],'
            f'"attachedTo":[{self.subject("PROGRAMME", "p", one.n % self.programmes)}]}}', day, [("DEFINITION", "所管課の集計による。")])
        yield self.fact("BASELINE", one, f"FY{FIRST_YEAR - 1}", one.value(one.base, "E"), f"{one.base}{one.unit}", day)
        for year in range(YEARS):
            one.targets[year] = one.base + one.step * (year + 1)
            yield self.fact("TARGET", one, f"FY{FIRST_YEAR + year}", one.value(one.targets[year]), f"{one.targets[year]}{one.unit}", day)
        yield self.fact("TARGET", one, self.span, one.value(one.targets[YEARS - 1]), f"{one.targets[YEARS - 1]}{one.unit}", day)

    def fact(self, kind, one, period, value, cell, day, texts=(), previous="", more=""):
        plan = "" if kind == "ACTUAL" else f'"plan":"{self.prefix}",'
        before = f',"previous":{previous}' if previous else ""
        return self.draft(
            f'"factRecorded":{{"kind":"{kind}","indicator":"{self.prefix}-i{one.n}","measure":"m1",{plan}"period":"{period}","value":{value}{before}}}',
            day, [("RAW_CELL", cell), *texts], more)

    def year(self, year):
        period, following = f"FY{FIRST_YEAR + year}", FIRST_YEAR + year + 1
        if year >= LIVE_FROM:
            self.backfill = ""
        yield from self.spring(year, period)
        yield from self.amounts(year, period, following)
        for one in self.series:
            yield from self.indicator_year(one, year, period, following)
        yield from self.review(year, period, following)
        yield from self.housekeeping(year, period, following)

    def spring(self, year, period):
        """What a new year brings: a revised plan, moves, new names, which programmes are reviewed."""
        day = f"{FIRST_YEAR + year}-04-01"
        if year:
            yield self.draft(f'"planRevised":{{"plan":"{self.prefix}","label":"R{year}改訂"}}', day)
        for n in range(0, self.programmes, 5):
            yield self.draft(f'"scopeSet":{{"programme":"{self.id("p", n)}","period":"{period}","inScope":true}}', day)
        n = (year * 7 + 3) % self.programmes
        old, self.unit_of[n] = self.unit_of[n], (self.unit_of[n] + 1) % self.units
        yield self.draft(
            f'"moved":{{"subject":{self.subject("PROGRAMME", "p", n)},"to":{self.subject("UNIT", "u", self.unit_of[n])},'
            f'"previous":{self.subject("UNIT", "u", old)}}}', day, more='"reason":"REORGANISATION","change":"REVISED",')
        old, self.name_of[n] = self.name_of[n], f"{self.name_of[n]}（拡充）"
        yield self.draft(
            f'"renamed":{{"subject":{self.subject("PROGRAMME", "p", n)},"name":"{self.name_of[n]}","previousName":"{old}"}}', day,
            more='"reason":"PLAN_CHANGE","change":"REVISED",')
        yield self.draft(f'"aliasNoted":{{"subject":{self.subject("PROGRAMME", "p", n)},"alias":"{old}（予算書）"}}', day)
        for k in range(0, self.indicators, 100):
            one, to = (k + year * 3) % self.indicators, (k + year * 3 + 1) % self.programmes
            if to != one % self.programmes:
                yield self.draft(f'"attached":{{"indicator":"{self.id("i", one)}","to":{self.subject("PROGRAMME", "p", to)}}}', day)

    def amounts(self, year, period, following):
        for n in range(self.programmes):
            amount = self.rng.randint(100, 90000)
            for kind, share, day in (("INITIAL", 100, f"{FIRST_YEAR + year}-03-25"), ("AMENDED", 104, f"{FIRST_YEAR + year}-12-20"),
                                     ("SETTLED", 97, f"{following}-09-15")):
                yield self.draft(
                    f'"amountRecorded":{{"subject":{self.subject("PROGRAMME", "p", n)},"period":"{period}","kind":"{kind}",'
                    f'"value":{{"number":"{amount * share // 100}","scale":3,"unit":"円"}}}}', day)

    def indicator_year(self, one, year, period, following):
        rng = self.rng
        if rng.random() < 0.09 and year < YEARS - 1:  # before the year's actual is known
            yield self.retarget(one, year, period, f"{following}-02-14")
        if year and rng.random() < 0.02:
            yield self.correct(one, year - 1, following)
        number = one.base + one.step * (year + 1) + (0 if one.cumulative else rng.randint(-1, 1))
        first = one.value(number, "P")
        yield self.fact("ACTUAL", one, period, first, f"{number}{one.unit}", f"{following}-07-10")
        entry, event = self.numbers.last, self.event
        subject = self.subject("INDICATOR", "i", one.n)
        for kind in TEXTS:
            yield self.draft(f'"textRecorded":{{"subject":{subject},"kind":"{kind}","period":"{period}"}}', f"{following}-07-20", [("BODY_TEXT", rng.choice(SENTENCES))])
        grade = rng.choice("AAABBBCD")
        self.grades[grade] += 1
        yield self.draft(f'"gradeGiven":{{"subject":{subject},"plan":"{self.prefix}","period":"{period}","grade":"{grade}"}}', f"{following}-08-20")
        chance = rng.random()
        one.actuals[year] = (number, "P" if chance >= 0.92 else "")
        if chance < 0.9:
            yield self.fact("ACTUAL", one, period, one.value(number), f"{number}{one.unit}", f"{following}-10-05", previous=first, more='"change":"FINALISED",')
        elif chance < 0.92:
            yield self.draft(f'"withdrawn":{{"number":{entry},"event":"{event}","subjects":[{subject}]}}', f"{following}-10-20",
                             [("REASON", "入力先の誤り。")], '"reason":"ERROR",')
            yield self.fact("ACTUAL", one, period, one.value(number), f"{number}{one.unit}", f"{following}-10-20")
        if rng.random() < 0.09:  # once it is known
            yield self.retarget(one, year, period, f"{following}-11-30")

    def retarget(self, one, year, period, day):
        old = one.targets[year]
        one.targets[year] = old + self.rng.choice([-3, -2, -1, 1, 2])
        approval = f'"approvals":[{{"kind":"COUNCIL","post":{{"kind":"ACTOR","id":"{self.prefix}-mayor"}},"date":{{"from":"{day}"}}}}],' if self.rng.random() < 0.7 else ""
        return self.fact("TARGET", one, period, one.value(one.targets[year]), f"{one.targets[year]}{one.unit}", day, [("REASON", "計画の見直しによる。")],
                         one.value(old), f'{approval}"reason":"{self.rng.choice(REASONS)}","change":"REVISED",')

    def correct(self, one, year, following):
        number, status = one.actuals[year]
        one.actuals[year] = (number + 1, status)
        return self.fact("ACTUAL", one, f"FY{FIRST_YEAR + year}", one.value(number + 1, status), f"{number + 1}{one.unit}", f"{following}-05-10",
                         [("REASON", "集計の重複を除いた。")], one.value(number, status), '"reason":"ERROR","change":"CORRECTED",')

    def review(self, year, period, following):
        rng, body = self.rng, self.id("b", 0)
        for n in range(3):
            day = f"{following}-0{7 + n}-01"
            yield self.draft(f'"meetingHeld":{{"id":"{self.id("m", f"{year}-{n}")}","body":"{body}","number":{n + 1},"held":{{"from":"{day}"}}}}', day,
                             [("DISPLAY_NAME", f"第{n + 1}回会議")])
        for n in range(self.opinions):
            about = self.subject("PROGRAMME", "p", rng.randrange(self.programmes))
            if n % 4 == 3:
                yield self.draft(f'"pointPut":{{"id":"{self.id("q", f"{year}-{n}")}","body":"{body}","printedNumber":"{n + 1}","about":[{about}]}}',
                                 f"{following}-09-01", [("BODY_TEXT", rng.choice(SENTENCES))])
                continue
            opinion = self.id("o", f"{year}-{n}")
            yield self.draft(
                f'"opinionGiven":{{"id":"{opinion}","body":"{body}","kind":"OPINION","printedNumber":"{n + 1}","about":[{about}],'
                f'"owner":"{self.id("u", n % self.units)}","due":"{following + 1}-03-31","period":"{period}"}}', f"{following}-09-01", [("BODY_TEXT", rng.choice(SENTENCES))])
            if rng.random() < 0.9:
                yield self.draft(
                    f'"responseGiven":{{"id":"{self.id("r", f"{year}-{n}")}","opinions":["{opinion}"],"state":"{rng.choice(["DONE", "IN_PROGRESS", "CONSIDERING"])}"}}',
                    f"{following}-12-10", [("BODY_TEXT", rng.choice(SENTENCES))])

    def housekeeping(self, year, period, following):
        counts = ",".join(f'{{"grade":"{grade}","count":{count}}}' for grade, count in sorted(self.grades.items()))
        yield self.draft(f'"controlTotal":{{"subject":{{"kind":"PLAN","id":"{self.prefix}"}},"period":"{period}","counts":[{counts}]}}', f"{following}-12-20")
        self.grades.clear()
        one = self.series[year * 5 % self.indicators]
        subject = self.subject("INDICATOR", "i", one.n)
        yield self.draft(
            f'"discrepancyNoted":{{"subject":{subject},"kind":"ACTUAL","measure":"m1","period":"{period}","printed":{one.value(one.base + 1)}}}',
            f"{following}-12-20", [("REASON", "概要版の数値が本編と異なる。")])
        yield self.draft(f'"auditNoted":{{"subject":{subject}}}', f"{following}-12-21", [("NOTE", "監査委員の指摘を受け、原資料を確認した。")])
        if year == YEARS - 1:
            for n in range(0, self.programmes, 20):
                yield self.draft(f'"ended":{{"subject":{self.subject("PROGRAMME", "p", n)},"kind":"COMPLETED"}}', f"{following}-12-22")
        yield self.draft(
            f'"editionPublished":{{"id":"{self.id("e", year)}","label":"{FIRST_YEAR + year}年度版","plans":["{self.prefix}"],"size":{self.numbers.last}}}',
            f"{following}-12-25")


def drafts(municipalities, cities, seed, after, first):
    """Large cities are spread evenly among the others."""
    numbers = Numbers(after)
    every = municipalities // cities
    made = []
    for n in range(municipalities):
        is_large = n % every == 0 and n // every < cities
        city = City(first + n, random.Random(f"{seed}/{first + n}"), 300 if is_large else 52, numbers)
        city.grades = Counter()
        made.append(city)
        yield from city.found()
    for year in range(YEARS):
        for city in made:
            yield from city.year(year)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("store", choices=STORES)
    arguments.add_argument("--events", type=int)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--after", type=int, default=2)
    arguments.add_argument("--first", type=int, default=0)
    options = arguments.parse_args()
    municipalities, cities, events = STORES[options.store]
    write = sys.stdout.reconfigure(encoding="utf-8") or sys.stdout.write
    for count, draft in enumerate(drafts(municipalities, cities, options.seed, options.after, options.first)):
        if count == (options.events or events):
            break
        write(draft)


if __name__ == "__main__":
    main()
