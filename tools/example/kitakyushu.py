"""Goal Ⅰ of Kitakyushu's strategy as four batches: plan, FY2015, FY2016, and the refused second value."""

import re

import readings
from drafts import Batch, Sheet, clean, fiscal_year, month, number, subject

PLAN = "strategy-1"
GOAL = "jobs"
GRADED_YEAR = "FY2016"

ADOPTED = month(2016, 3)
FIRST_REPORT = month(2016, 8)
SECOND_REPORT = month(2017, 8)


class City:
    """The sheets, the identifiers, and what has been drafted so far."""

    def __init__(self, sheets, identifiers):
        self.h27, self.h28 = Sheet(sheets, "kitakyushu/kpi-h27.csv"), Sheet(sheets, "kitakyushu/kpi-h28.csv")
        self.scoreboard = Sheet(sheets, "kitakyushu/scoreboard-h28.csv")
        self.read = {int(r["行番号"]): r for r in Sheet(sheets, "kitakyushu/kpi-h28.expected.csv").rows}
        self.ids = identifiers
        self.places = {sheet: {int(r["行番号"]): i for i, r in enumerate(sheet.rows)} for sheet in (self.h27, self.h28)}
        self.printed = {int(r["行番号"]): r for r in self.h28.rows}
        self.programme_of = {self.printed[int(n)]["事業名"]: slug for n, slug in identifiers["programmes"].items()}
        self.values = {}      # (kind, indicator, measure, part, period) -> value
        self.covered = {}     # label of a batch -> rows
        self.positions = {}   # parent -> children so far

    def next_position(self, parent):
        self.positions[parent] = self.positions.get(parent, 0) + 1
        return self.positions[parent]

    def source(self, sheet, row, column):
        place, cell, raw = sheet.at(self.places[sheet][row], column)
        return place, cell, None if (row, column) in readings.LONG_CELLS else raw

    def unit(self, row):
        return subject("UNIT", self.ids["units"][self.printed[row]["所管局"]])

    def programme(self, row):
        return self.programme_of[self.printed[row]["事業名"]]

    def relisted(self, row):
        return self.printed[row]["再掲"] == "1"


def without_mark(name):
    """A name without the sign that points to a footnote; the raw cell keeps it."""
    return re.sub(r"[（(]※[）)]", "", name)


# ------------------------------------------------------- organisation, plan --

def add_organisation(city, batch):
    first = [city.source(city.h27, 1, "所管局")]
    for actor, kind, name in [("planning", "ACCOUNT", "企画調整局の計画担当（例示の利用者）"), ("mayor", "POST", "市長")]:
        batch.add("actorRegistered", {"id": actor, "kind": kind}, ADOPTED, [(first[0][0], "", None)],
                  [("DISPLAY_NAME", name)])
    for name, identifier in city.ids["units"].items():
        row = next(r for r in city.places[city.h27] if city.printed[r]["所管局"] == name)
        batch.add("unitCreated", {"id": identifier, "name": name}, ADOPTED, [city.source(city.h27, row, "所管局")])
    batch.add("planAdopted", {"id": PLAN, "name": "北九州市まち・ひと・しごと創生総合戦略", "period": "FY2015-FY2019"},
              ADOPTED, [(city.h27, "", None)], origin=subject("UNIT", "planning-coordination"))
    add_section(city, batch, city.source(city.h27, 1, "基本目標"), GOAL, None, "基本目標", "Ⅰ", "基本目標Ⅰ")


def add_section(city, batch, source, identifier, parent, level, printed, name):
    batch.add("sectionAdded", clean({
        "id": identifier, "plan": PLAN, "parent": parent, "level": level, "number": printed,
        "name": without_mark(name), "position": city.next_position(parent or PLAN)}), ADOPTED, [source])


def areas_of(cell):
    """⑦… / (i)… -> [(⑦, name), (⑦(i), name)], outermost first."""
    path, key = [], ""
    for part in cell.split(" / "):
        mark = re.match(r"[①-⑨]|\([ivx]+\)", part).group()
        key += mark
        path.append((key, mark, part[len(mark):]))
    return path


def add_sections(city, batch):
    """基本目標 > 分野 > 取組; gives the section of each 取組."""
    sections, known = {}, set()
    for row in city.places[city.h27]:
        printed, parent = city.printed[row], GOAL
        for key, mark, name in areas_of(printed["分野"]):
            identifier = city.ids["areas"][key]
            if identifier not in known:
                add_section(city, batch, city.source(city.h27, row, "分野"), identifier, parent, "分野", mark, name)
                known.add(identifier)
            parent = identifier
        effort = (printed["分野"], printed["取組"])
        if effort not in sections:
            sections[effort] = city.ids["efforts"][str(row)]
            add_section(city, batch, city.source(city.h27, row, "取組"), sections[effort], parent, "取組", "",
                        printed["取組"])
    return sections


def add_programmes(city, batch, sheet, rows, sections, decided):
    """Registers each programme where it first stands, and lists it where it stands again (再掲)."""
    known = set()
    for row in rows:
        printed, programme = city.printed[row], city.programme(row)
        section = sections[(printed["分野"], printed["取組"])]
        if (programme, section) in known:
            continue
        known.add((programme, section))
        position = city.next_position(("programmes", section))
        source = [city.source(sheet, row, "事業名")]
        if city.relisted(row):
            batch.add("programmeListed", {"programme": programme, "section": section, "mark": "RELISTED",
                                          "position": position}, decided, source, origin=city.unit(row))
            continue
        batch.add("programmeRegistered", clean({
            "id": programme, "name": without_mark(printed["事業名"]), "unit": city.unit(row)["id"], "section": section,
            "position": position, "tags": [t for t in printed["区分タグ"].split(";") if t]}),
            decided, source, origin=city.unit(row))


# ------------------------------------------------------------- indicators --

def measure_and_part(key):
    measure, _, part = key.partition("/")
    return measure, part


def labels(city, measures):
    """Name of the indicator, and what tells its measures and parts apart (the last word of their names)."""
    names = {key: city.read[rows[0]]["indicator"] for key, rows in measures.items()}
    if len(names) == 1:
        return next(iter(names.values())), {key: "" for key in names}
    split = {key: name.rsplit(" ", 1) for key, name in names.items()}
    return next(iter(split.values()))[0], {key: words[1] for key, words in split.items()}


def measure_message(city, key, row, label):
    read = city.read[row]
    value = number("", read["unit"], readings.AGGREGATIONS[read["aggregation"]])
    measure, part = measure_and_part(key)
    return clean({"id": measure, "label": "" if part else label, "unit": value.get("unit"), "scale": value.get("scale"),
                  "direction": "" if row in readings.NO_BETTER_SIDE else "HIGHER", "aggregation": value["aggregation"]})


def add_indicator(city, batch, sheet, identifier, decided):
    """Defines the indicator on its first programme and attaches it to the others that print it."""
    measures = city.ids["indicators"][identifier]
    name, label = labels(city, measures)
    defined = {}
    for key, rows in measures.items():
        defined.setdefault(measure_and_part(key)[0], measure_message(city, key, rows[0], label[key]))
    first = next(iter(measures.values()))[0]
    notes = []
    if first in readings.SAME_TEXT_APART:
        notes = [("NOTE", "同じ文言のKPIがもう一つあるが、実績が異なるため別の指標とする。")]
    batch.add("indicatorDefined", {"id": identifier, "name": name, "measures": list(defined.values()),
                                   "attachedTo": [subject("PROGRAMME", city.programme(first))]},
              decided, [city.source(sheet, rows[0], "KPI") for rows in measures.values()], notes, origin=city.unit(first))
    attached = {city.programme(first)}
    for row in sorted({row for rows in measures.values() for row in rows}):
        programme = city.programme(row)
        if programme in attached:
            continue
        attached.add(programme)
        batch.add("attached", {"indicator": identifier, "to": subject("PROGRAMME", programme)}, decided,
                  [city.source(sheet, row, "KPI")],
                  [("NOTE", "同じ文言・同じ目標が複数の事業に記載されているため、同じ指標と判断した。")], origin=city.unit(row))


# ----------------------------------------------------------------- values --

def figures(read, kind, column):
    """What two rows must have in common to hold the same fact."""
    names = {"BASELINE": ["baseline_value", "baseline_period"], "TARGET": ["target_value", "target_bound", "target_period"],
             "ACTUAL": [f"fy{1988 + int(column[1:3])}_{part}" for part in ("value", "status")] if kind == "ACTUAL" else []}
    return tuple(read[name] for name in ["unit", "aggregation", *names[kind]])


def add_fact(city, batch, sheet, kind, column, key, rows, reading, decided, label):
    """One fact for all rows that print it. The rows must agree, apart from the noted contradiction."""
    identifier, measure, part = key
    rows = [row for row in rows if row in city.places[sheet]]
    agreeing = [row for row in rows if not (kind == "ACTUAL" and row in readings.CONTRADICTED and label == "h28")]
    if len({figures(city.read[row], kind, column) for row in agreeing}) != 1:
        raise ValueError(f"{kind} of rows {agreeing}: the figures differ")
    period, value, odd = reading(rows[0])
    content = {"kind": kind, "indicator": identifier, "measure": measure, "part": part,
               "plan": "" if kind == "ACTUAL" else PLAN, "period": period, "value": value}
    event = batch.add("factRecorded", clean(content), decided, [city.source(sheet, row, column) for row in agreeing],
                      [("OVERRIDE", odd)] if odd else [], origin=city.unit(agreeing[0]))
    city.values[(kind, *key, period)] = value
    city.covered.setdefault(label, set()).update(agreeing)
    return event


def readings_of(city, reader):
    return lambda row: reader(city.read[row], row)


def add_plan_facts(city, batch, sheet, identifier, decided, label):
    for key, rows in city.ids["indicators"][identifier].items():
        path = (identifier, *measure_and_part(key))
        if city.read[rows[0]]["baseline_value"]:
            add_fact(city, batch, sheet, "BASELINE", "KPI", path, rows, readings_of(city, readings.baseline), decided, label)
        add_fact(city, batch, sheet, "TARGET", "KPI", path, rows, readings_of(city, readings.target), decided, label)


def add_actual(city, batch, sheet, identifier, year, decided, label):
    """The actuals of one year; gives the event ids."""
    column, events = f"H{year - 1988}実績", []
    for key, rows in city.ids["indicators"][identifier].items():
        def reading(row):
            printed = city.printed[row][column]
            value = readings.actual(city.read[row], row, year, printed)
            odd = readings.actual_oddities(city.read[row], row, year, value)
            return f"{'Y' if row in readings.CALENDAR_ROWS else 'FY'}{year}", value, odd
        events.append(add_fact(city, batch, sheet, "ACTUAL", column, (identifier, *measure_and_part(key)), rows, reading,
                               decided, label))
    return events


# ---------------------------------------------------------------- batches --

def split_indicators(city):
    """Indicators of the first table, and those that the report dates to FY2016."""
    old, new = [], []
    for identifier, measures in city.ids["indicators"].items():
        rows = {row for group in measures.values() for row in group}
        (old if rows <= city.places[city.h27].keys() else new).append(identifier)
    return old, new


def plan_batch(city, old):
    batch = Batch("planning")
    add_organisation(city, batch)
    city.sections = add_sections(city, batch)
    add_programmes(city, batch, city.h27, city.places[city.h27], city.sections, ADOPTED)
    for identifier in old:
        add_indicator(city, batch, city.h27, identifier, ADOPTED)
        add_plan_facts(city, batch, city.h27, identifier, ADOPTED, "plan")
    return batch


def h27_batch(city, old):
    batch = Batch("planning")
    for identifier in old:
        add_actual(city, batch, city.h27, identifier, 2015, FIRST_REPORT, "h27")
    return batch


def h28_batch(city, old, new):
    """The second yearly update; gives the batch and the event that holds 企業等との共同研究."""
    batch = Batch("planning")
    later = [row for row in city.places[city.h28] if row not in city.places[city.h27]]
    fresh = [row for row in later if city.programme(row) not in {city.programme(r) for r in city.places[city.h27]}]
    add_programmes(city, batch, city.h28, fresh, city.sections, fiscal_year(2016))
    for identifier in new:
        first = next(iter(city.ids["indicators"][identifier].values()))[0]
        added = month(2016, 12, "STATED") if "H28.12" in city.printed[first]["H27実績"] else fiscal_year(2016)
        add_indicator(city, batch, city.h28, identifier, added)
        add_plan_facts(city, batch, city.h28, identifier, added, "h28-plan")
        add_actual(city, batch, city.h28, identifier, 2015, SECOND_REPORT, "h28-late")
    taken = {}
    for identifier in old + new:
        taken[identifier] = add_actual(city, batch, city.h28, identifier, 2016, SECOND_REPORT, "h28")[0]
    add_discrepancy(city, batch, taken["joint-research"])
    add_grades(city, batch)
    return batch


def second_value(city):
    return number(city.read[103]["fy2016_value"], city.read[103]["unit"], "CUMULATIVE")


def add_discrepancy(city, batch, taken):
    batch.add("discrepancyNoted", {
        "subject": subject("INDICATOR", "joint-research"), "kind": "ACTUAL", "measure": "m1", "period": "FY2016",
        "printed": second_value(city), "taken": taken}, SECOND_REPORT,
        [city.source(city.h28, 103, "H28実績"), city.source(city.h28, 60, "H28実績")],
        [("REASON", "同じKPIが二か所に異なる実績で印刷されている。先に記載された累計4件を採り、累計7件は採らない。")],
        reason="OTHER", origin=city.unit(103))
    city.covered["h28"].add(103)


def add_grades(city, batch):
    """One printed grade a programme, from where it is listed first; a 再掲 row is not graded again."""
    graded, city.grades = set(), {}
    for row in city.places[city.h28]:
        programme, printed = city.programme(row), city.printed[row]["評価"]
        if city.relisted(row) or programme in graded:
            continue
        graded.add(programme)
        none = {"対象外": "EXCLUDED", "－": "PENDING"}.get(printed)
        city.grades[none or printed] = city.grades.get(none or printed, 0) + 1
        batch.add("gradeGiven", {"subject": subject("PROGRAMME", programme), "plan": PLAN, "period": GRADED_YEAR}
                  | ({"noGrade": none} if none else {"grade": printed}),
                  SECOND_REPORT, [city.source(city.h28, row, "評価")], origin=city.unit(row))
    counts = [{"grade": g, "count": int(city.scoreboard.rows[0][g])} for g in "ABCD"]
    batch.add("controlTotal", {"subject": subject("SECTION", GOAL), "period": GRADED_YEAR, "counts": counts}, SECOND_REPORT,
              [city.scoreboard.at(0, g) for g in "ABCD"], [("NOTE", "再掲、対象外、調査中の事業は数えていない。")])


def conflict_batch(city):
    """The second value of 企業等との共同研究 as if it were a first report: refused by the ledger."""
    batch = Batch("planning")
    batch.add("factRecorded", {"kind": "ACTUAL", "indicator": "joint-research", "measure": "m1", "period": "FY2016",
                               "value": second_value(city)}, SECOND_REPORT,
              [city.source(city.h28, 103, "H28実績")], origin=city.unit(103))
    return batch


def check(city):
    expected_rows = {"plan": 132, "h27": 132, "h28": 137}
    for label, count in expected_rows.items():
        if len(city.covered[label]) != count:
            raise ValueError(f"{label}: {len(city.covered[label])} rows covered, not {count}")
    if len(city.programme_of) != 68 or len(set(city.programme_of.values())) != 68:
        raise ValueError("not 68 programmes")
    printed = {g: int(city.scoreboard.rows[0][g]) for g in "ABCD"}
    if {g: city.grades[g] for g in "ABCD"} != printed or sum(city.grades.values()) != 68:
        raise ValueError(f"grades {city.grades} are not the scoreboard's {printed}")


def batches(sheets, identifiers):
    """Path -> batch, and the city whose values the tour revises."""
    city = City(sheets, identifiers)
    old, new = split_indicators(city)
    made = {"kitakyushu/1-plan": plan_batch(city, old), "kitakyushu/2-h27": h27_batch(city, old),
            "kitakyushu/3-h28": h28_batch(city, old, new), "kitakyushu/3x-conflict": conflict_batch(city)}
    check(city)
    return made, city
