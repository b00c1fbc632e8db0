"""Articles 12–15 of Kawasaki's yearly report on its ordinance: plan, two years, opinions, lineage, next year."""

import re

from drafts import Batch, Sheet, absent, clean, month, number, subject

PLAN = "sme-activation"
UNIT = "city"  # the sheets name no bureau

BEFORE_R2 = month(2020, 3)
BEFORE_R3 = month(2021, 3)
R2_REPORT = month(2021, 8)
R3_REPORT = month(2022, 8)
SEATED = month(2022, 8, "STATED")  # 令和4年8月
FROM_R4 = {"from": "2022-04-01"}   # "from FY2022"

SECOND_NAMES = {"①", "②"}          # 工業振興関連事業 ①… is printed for the programme that follows the sign
NOT_YEARLY = {13: "", 20: "WITH_REPETITION"}  # 入居率 (not printed how), 延べ人数; all others are counts of a year
WELFARE_PARTS = {4: [("創出", "10"), ("活用", "20"), ("創造発信", "1")]}  # printed in the note of R3
REWORDED = "BODY_TEXT"


class City:
    def __init__(self, sheets, identifiers, rewordings):
        def sheet(name):
            return Sheet(sheets, f"kawasaki/{name}.csv")
        self.indicators, self.programmes = sheet("indicators-r3"), sheet("programmes-r3")
        self.opinions, self.responses = sheet("opinions-r3"), sheet("responses-r3")
        self.lineage, self.actions = sheet("lineage-r4"), sheet("plan_actions-r3")
        self.committee, self.meetings = sheet("committee-r4"), sheet("meetings-r3")
        self.read = sheet("indicators-r3.expected").rows
        self.ids, self.words = identifiers, rewordings

    def programme(self, name):
        return self.ids["programmes"][re.split("|".join(SECOND_NAMES), name)[-1].strip()]


def origin():
    return {"origin": subject("UNIT", UNIT)}


def aggregation(number_of_row):
    return NOT_YEARLY.get(number_of_row, "SINGLE_YEAR")


def plain(digits):
    return digits.replace(",", "")


# ------------------------------------------------------------------- plan --

def add_frame(city, batch):
    place = [(city.programmes, "", None)]
    batch.add("actorRegistered", {"id": "secretariat", "kind": "ACCOUNT"}, BEFORE_R2, place,
              [("DISPLAY_NAME", "報告書の事務局（例示の利用者）")])
    batch.add("unitCreated", {"id": UNIT, "name": "川崎市"}, BEFORE_R2, place)
    batch.add("planAdopted", {"id": PLAN, "name": "川崎市中小企業活性化のための成長戦略に関する条例に基づく施策",
                              "period": "FY2020-FY2022"}, BEFORE_R2, place,
              [("NOTE", "条例を計画として扱う。期間は例示データの年度に合わせた仮のもの。")], **origin())
    known = {}
    for index, row in enumerate(city.programmes.rows):
        if row["条"] in known:
            continue
        known[row["条"]] = city.ids["articles"][row["条"]]
        batch.add("sectionAdded", {"id": known[row["条"]], "plan": PLAN, "level": "条", "number": row["条"],
                                   "name": row["施策"], "position": len(known)}, BEFORE_R2,
                  [city.programmes.at(index, "条"), city.programmes.at(index, "施策")], **origin())


def add_programmes(city, batch):
    positions = {}
    for index, row in enumerate(city.programmes.rows):
        identifier, section = city.programme(row["事業名"]), city.ids["articles"][row["条"]]
        positions[section] = positions.get(section, 0) + 1
        batch.add("programmeRegistered", {"id": identifier, "name": row["事業名"].lstrip("※"), "unit": UNIT,
                                          "section": section, "position": positions[section]},
                  BEFORE_R2, [city.programmes.at(index, "事業名")], **origin())
        if row["脚注"] == "（15条）":
            batch.add("programmeListed", {"programme": identifier, "section": city.ids["articles"]["15"],
                                          "mark": "MARKED_ONLY"}, BEFORE_R2, [city.programmes.at(index, "脚注")], **origin())
    for index, row in enumerate(city.programmes.rows):
        scope = clean({"programme": city.programme(row["事業名"]), "period": "FY2021", "inScope": row["検証対象"] == "1"})
        batch.add("scopeSet", scope, BEFORE_R3, [city.programmes.at(index, "検証対象")], **origin())


def add_aliases(city, batch):
    """The two-part names under which the table of indicators prints some programmes."""
    known = set()
    for index, row in enumerate(city.indicators.rows):
        name = row["事業名"]
        if name in known or not any(sign in name for sign in SECOND_NAMES):
            continue
        known.add(name)
        batch.add("aliasNoted", {"subject": subject("PROGRAMME", city.programme(name)), "alias": name}, BEFORE_R2,
                  [city.indicators.at(index, "事業名")], **origin())


def add_indicators(city, batch):
    for index, row in enumerate(city.indicators.rows):
        measure = clean({"id": "m1", "unit": row["単位"], "direction": "HIGHER", "aggregation": aggregation(index + 1)})
        batch.add("indicatorDefined", {"id": city.ids["indicators"][index], "name": row["指標名"], "measures": [measure],
                                       "attachedTo": [subject("PROGRAMME", city.programme(row["事業名"]))]},
                  BEFORE_R2, [city.indicators.at(index, "指標名")], **origin())
        add_target(city, batch, index, "R2", "FY2020", BEFORE_R2)


# ----------------------------------------------------------------- values --

def add_target(city, batch, index, era, period, decided):
    digits = city.read[index][f"{era.lower()}_target"]
    if plain(city.indicators.rows[index][f"{era}目標"]) != digits:
        raise ValueError(f"target of row {index + 1}: {digits}")
    value = number(digits, city.read[index]["unit"], aggregation(index + 1))
    batch.add("factRecorded", {"kind": "TARGET", "indicator": city.ids["indicators"][index], "measure": "m1", "plan": PLAN,
                               "period": period, "value": value}, decided,
              [city.indicators.at(index, f"{era}目標")], **origin())


def parts_of(city, index, era):
    """59 (新規38件・変更21件), as the hand-read table gives it."""
    if era == "R3" and index + 1 in WELFARE_PARTS:
        return [{"name": name, "number": digits} for name, digits in WELFARE_PARTS[index + 1]]
    for entry in city.read[index]["breakdown"].split("|"):
        label, _, parts = entry.partition(":")
        if label == f"{era.lower()}_actual":
            return [dict(zip(("name", "number"), part.split("="))) for part in parts.split(";")]
    return []


def add_actual(city, batch, index, era, period, decided):
    read = city.read[index]
    if read[f"{era.lower()}_status"] == "cancelled":
        value = absent("CANCELLED")
    else:
        value = number(read[f"{era.lower()}_actual"], read["unit"], aggregation(index + 1), parts=parts_of(city, index, era))
    parts = value.get("parts", [])
    if parts and sum(int(part["number"]) for part in parts) != int(value["number"]):
        raise ValueError(f"parts of row {index + 1} do not add up")
    note = city.words["notes"].get(f"{city.ids['indicators'][index]}/{period}")
    batch.add("factRecorded", {"kind": "ACTUAL", "indicator": city.ids["indicators"][index], "measure": "m1",
                               "period": period, "value": value}, decided,
              [city.indicators.at(index, f"{era}実績")], [("NOTE", note)] if note else [], **origin())


# ----------------------------------------------------------------- review --

def add_bodies(city, batch):
    parent = None
    for name, identifier in city.ids["bodies"].items():
        seats = [(i, row) for i, row in enumerate(city.committee.rows) if row["会議体"] == name]
        chair = re.compile(r"（(部)?会長）")
        texts = [("DISPLAY_NAME", name)] + [("SEAT", n, chair.sub("", row["役職"])) for n, (_, row) in enumerate(seats)]
        listed = [clean({"category": row["区分"], "chair": bool(chair.search(row["役職"]))}) for _, row in seats]
        first, last = city.committee.cell(seats[0][0], "区分"), city.committee.cell(seats[-1][0], "役職")
        batch.add("bodyConstituted", clean({"id": identifier, "parent": parent, "seats": listed}), SEATED,
                  [(city.committee, f"{first}:{last}", None)], texts, **origin())
        parent = identifier
    for index, row in enumerate(city.meetings.rows):
        batch.add("meetingsCounted", {"body": city.ids["bodies"][row["会議体"]], "period": row["year"],
                                      "count": int(row["meetings"])}, R3_REPORT, [city.meetings.at(index, "meetings")],
                  **origin())


def reworded(city, kind, programme, printed_number):
    return [(REWORDED, city.words[kind][f"{programme}/{printed_number}"])]


def add_opinions(city, batch):
    for index, row in enumerate(city.opinions.rows):
        programme = city.programme(row["事業名"])
        batch.add("opinionGiven", {
            "id": f"opinion-{programme}-{row['番号']}", "body": "sme-subcommittee", "kind": "OPINION",
            "printedNumber": row["番号"], "about": [subject("PROGRAMME", programme)], "basis": "BY_LAYOUT",
            "period": "FY2021"}, R3_REPORT, [(city.opinions, city.opinions.cell(index, "意見"), None)],
            reworded(city, "opinions", programme, row["番号"]))


def add_responses(city, batch):
    for index, row in enumerate(city.responses.rows):
        programme, numbers = city.programme(row["事業名"]), row["番号"].split(";")
        batch.add("responseGiven", {
            "id": f"response-{programme}-{numbers[0]}", "opinions": [f"opinion-{programme}-{n}" for n in numbers],
            "unit": UNIT, "printedNumber": row["番号"]}, R3_REPORT,
            [(city.responses, city.responses.cell(index, "対応"), None)],
            reworded(city, "responses", programme, numbers[0]), **origin())


def add_lineage(city, batch):
    """Merges from FY2022. A name that no table of FY2021 holds is registered first, as in force from then."""
    pairs = {}
    for index, row in enumerate(city.lineage.rows):
        pairs.setdefault((row["to_name"], row["kind"]), []).append((index, row["from_name"]))
    registered = {row["事業名"]: row["条"] for row in city.programmes.rows}
    for (to, kind), sources in pairs.items():
        cells = [city.lineage.at(index, column) for index, _ in sources for column in ("from_name", "to_name")]
        if to not in registered:
            section = city.ids["articles"][registered[sources[0][1]]]
            batch.add("programmeRegistered", {"id": city.programme(to), "name": to, "unit": UNIT, "section": section},
                      R3_REPORT, cells[1:2], inForce=FROM_R4, **origin())
        notes = [("NOTE", "統合と同時に名称が変わった。")] if kind == "merged_and_renamed" else []
        batch.add("restructured", {
            "kind": "MERGED", "from": [subject("PROGRAMME", city.programme(name)) for _, name in sources],
            "to": [subject("PROGRAMME", city.programme(to))]}, R3_REPORT, cells,
            [("REASON", "令和4年度からの事業の再編による。")] + notes, inForce=FROM_R4, reason="REORGANISATION", **origin())


def add_actions(city, batch):
    for index, row in enumerate(city.actions.rows):
        programme = city.programme(row["事業名"])
        text = city.words["actions"].get(f"{programme}/{row['番号']}")
        if text:
            batch.add("textRecorded", {"subject": subject("PROGRAMME", programme), "kind": "PLANNED_ACTION",
                                       "period": "FY2022", "number": row["番号"]}, R3_REPORT,
                      [(city.actions, city.actions.cell(index, "計画"), None)], [(REWORDED, text)], **origin())


# ---------------------------------------------------------------- batches --

def year_batch(city, era, period, report):
    batch = Batch("secretariat")
    for index in range(len(city.indicators.rows)):
        if era == "R3":
            add_target(city, batch, index, era, period, BEFORE_R3)
        add_actual(city, batch, index, era, period, report)
    return batch


def batch_of(city, *steps):
    batch = Batch("secretariat")
    for step in steps:
        step(city, batch)
    return batch


def check(made):
    def count(path, act):
        return sum(act in line["statement"] for line in made[path].lines)
    wanted = {("1-plan", "indicatorDefined"): 21, ("2-r2", "factRecorded"): 21, ("3-r3", "factRecorded"): 42,
              ("4-opinions", "opinionGiven"): 24, ("4-opinions", "responseGiven"): 22, ("5-lineage", "restructured"): 6}
    for (path, act), expected in wanted.items():
        if count(f"kawasaki/{path}", act) != expected:
            raise ValueError(f"{path}: {count(f'kawasaki/{path}', act)} of {act}, not {expected}")


def batches(sheets, identifiers, rewordings):
    city = City(sheets, identifiers, rewordings)
    r3 = year_batch(city, "R3", "FY2021", R3_REPORT)
    add_bodies(city, r3)
    made = {
        "kawasaki/1-plan": batch_of(city, add_frame, add_programmes, add_aliases, add_indicators),
        "kawasaki/2-r2": year_batch(city, "R2", "FY2020", R2_REPORT),
        "kawasaki/3-r3": r3,
        "kawasaki/4-opinions": batch_of(city, add_opinions, add_responses),
        "kawasaki/5-lineage": batch_of(city, add_lineage),
        "kawasaki/6-next": batch_of(city, add_actions),
    }
    check(made)
    return made
