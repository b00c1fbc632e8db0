"""How a reader understood the cells of Kitakyushu's table.

The figures come from the hand-read table; here stands what that table leaves open: how a baseline is
counted, what a dash means, which side is the better one. Row numbers are those of the report, and where
several rows print one indicator, the first of them.
"""

import re

from drafts import absent, number

PLAN_YEARS = range(2015, 2020)
AGGREGATIONS = {"cumulative": "CUMULATIVE", "annual": "SINGLE_YEAR", "level": "LEVEL", "milestone": "MILESTONE"}
BOUNDS = {"=": "EQUAL", ">=": "AT_LEAST"}

STOCKS = {59, 83, 84}              # 累計 is printed, but the baseline counts the same stock
INCREMENTS = {61: {2015: "127", 2016: "189"}}  # 127人（62人増）: the increment answers to the target
NO_BETTER_SIDE = {74, 89, 121, 127, 128, 130}  # milestones, meetings, trips: more is not plainly better
PLANNED_BASELINES = {11, 24, 25, 135}          # "baseline" of a year that was still running
CALENDAR_ROWS = {68, 69}           # H26年 and H31年 in the KPI; the heads of the actuals print no basis
PRINTED_TARGETS = {132: ("1", "円", 12), 134: ("1", "人", 4)}  # 1兆円, 1万人
PRINTED_UNITS = {136: "件"}        # the KPI counts 社, its actuals are printed in 件
MILESTONES = {74: "検討", 121: "改定済", 127: "策定済"}
LONG_CELLS = {(22, "H28実績"), (64, "H28実績"), (92, "H28実績")}  # cells with the publisher's sentences: not copied
SAME_TEXT_APART = {75, 76}         # 地域課題解決プロジェクト数 twice: two indicators
CONTRADICTED = {103}               # prints 累計7件 where row 60 prints 累計4件
ABSENCES = {                       # where the dash says more than "nothing printed"
    (3, 2015): ("NOT_STARTED", "FY2016"), (10, 2015): ("NOT_STARTED", "FY2018"), (10, 2016): ("NOT_STARTED", "FY2018"),
    (22, 2016): ("NOT_COLLECTED", "FY2017"), (24, 2015): ("NOT_STARTED", "FY2016"), (25, 2015): ("NOT_STARTED", "FY2016"),
    (70, 2015): ("NOT_STARTED", ""), (70, 2016): ("NOT_STARTED", "FY2018"), (74, 2015): ("NOT_STARTED", "FY2017"),
    (74, 2016): ("NOT_STARTED", "FY2017"), (128, 2015): ("NOT_APPLICABLE", ""), (129, 2015): ("NOT_APPLICABLE", ""),
}
STATUS_ABSENCES = {"pending": "PENDING", "not_started": "NOT_STARTED", "none": "NONE_PRINTED"}


def baseline(read, row):
    """Period, value, and why a warning is accepted (empty: nothing odd). `read` is the row of the hand-read table."""
    own = AGGREGATIONS[read["aggregation"]]
    counting = own
    if own == "CUMULATIVE" and row not in STOCKS:
        counting = "SINGLE_YEAR" if "-" in read["target_period"] else "NOT_STATED"
    if row in INCREMENTS:
        counting = "LEVEL"
    more = {"status": "F"} if row in PLANNED_BASELINES else {}
    value = number(read["baseline_value"], read["unit"], "" if counting == "NOT_STATED" else counting, **more)
    return re.sub(r"\b(\d{4})\b", r"Y\1", read["baseline_period"]), value, ""


def target(read, row):
    """As `baseline`, for the target."""
    aggregation = AGGREGATIONS[read["aggregation"]]
    if row in MILESTONES:
        value = {"word": MILESTONES[row], "aggregation": aggregation, "form": "STATE_REACHED"}
    elif row in PRINTED_TARGETS:
        digits, unit, scale = PRINTED_TARGETS[row]
        value = number(digits, unit, aggregation, scale=scale)
    else:
        value = number(read["target_value"], read["unit"], aggregation)
    if read["target_bound"] not in ("", "="):
        value["bound"] = BOUNDS[read["target_bound"]]
    if row in INCREMENTS:
        value["form"] = "INCREMENT_PER_YEAR"
    inside = int(read["target_period"][-4:]) in PLAN_YEARS
    return read["target_period"], value, "" if inside else "目標年度が計画期間の後だが、表の記載のとおりとする。"


def actual(read, row, year, printed):
    """The value of one year; `printed` is its cell."""
    digits, status = read[f"fy{year}_value"], read[f"fy{year}_status"]
    aggregation = AGGREGATIONS[read["aggregation"]]
    if (row, year) in ABSENCES:
        return absent(*ABSENCES[row, year])
    if status in STATUS_ABSENCES:
        return absent(STATUS_ABSENCES[status])
    if status == "qualitative":
        return {"word": printed, "aggregation": aggregation}
    value = number(digits, PRINTED_UNITS.get(row, read["unit"]), aggregation)
    if status == "partial":
        value |= {"status": "P", "partial": True}
    if row in INCREMENTS:
        value["companion"] = {"meaning": "CUMULATIVE_TOTAL", "number": INCREMENTS[row][year], "unit": read["unit"]}
    return value


def actual_oddities(read, row, year, value):
    """Why the warnings of the rules are accepted for an actual; empty where none is due."""
    found = []
    if "number" in value and read["target_period"].startswith("FY") and "-" in read["target_period"]:
        if year < int(read["target_period"][2:6]):
            found.append("目標期間の前の年度の実績だが、表の記載のとおりとする。")
    before = read["fy2015_value"]
    if year == 2016 and "number" in value and before not in ("", "0"):
        if not 0.1 < float(value["number"]) / float(before) < 10:
            found.append("前年度と桁が異なるが、表の記載のとおりである。")
    if row in PRINTED_UNITS:
        found.append("KPIの単位は「社」、実績の単位は「件」と印刷されている。")
    return "".join(found)
