"""Acts that the tour needs and no city did: invented, and marked 例示 in every reason and title.

One target is loosened after its actual was known, one while the latest actual was behind the planned
path, one in disguise (the same number, two years later), and one is tightened.
"""

from drafts import Batch, Document, day, number, subject
from kitakyushu import PLAN

MARK = "例示："
PAPER = [(Document("例示：案内のために作った決定（実在しない）"), "1", None)]


def mayor(iso, number_of_document):
    """An approval by 市長決裁, and its document's number."""
    approval = {"kind": "MAYOR", "post": subject("ACTOR", "mayor"), "date": day(iso)}
    return {"approvals": [approval]}, [("APPROVAL_DOCUMENT", f"例示第{number_of_document}号")]


def target(indicator, period, value, **more):
    return {"kind": "TARGET", "indicator": indicator, "measure": "m1", "plan": PLAN, "period": period,
            "value": value} | more


def yearly_batch():
    """A target for FY2016, set before that year's actual was known."""
    batch = Batch("planning")
    value = number("280", "人", "LEVEL")
    batch.add("factRecorded", target("internship-participants", "FY2016", value), day("2016-04-20"), PAPER,
              [("NOTE", MARK + "年度ごとの目標を置いたことにする。")], origin=subject("UNIT", "industry-economy"))
    return batch, value


def revise(batch, content, iso, code, text, approved, unit, override=""):
    statement, texts = approved
    texts = [("REASON", MARK + text), *texts]
    if override:
        texts.append(("OVERRIDE", override))
    batch.add("factRecorded", content, day(iso), PAPER, texts, change="REVISED", reason=code,
              origin=subject("UNIT", unit), **statement)


def revisions_batch(city, yearly):
    def current(indicator, period):
        return city.values["TARGET", indicator, "m1", "", period]
    batch = Batch("planning")
    revise(batch, target("internship-participants", "FY2016", yearly | {"number": "220"}, previous=yearly),
           "2017-10-02", "UNATTAINABLE", "平成28年度の実績が出た後に、その年度の目標を下げた。", ({}, []), "industry-economy")
    hires = current("uij-turn-hires", "FY2015-FY2019")
    revise(batch, target("uij-turn-hires", "FY2015-FY2019", hires | {"number": "800"}, previous=hires),
           "2018-02-14", "UNATTAINABLE", "計画より遅れているため、5年間の目標を下げた。", mayor("2018-02-14", 1),
           "industry-economy")
    robots = current("robot-specialists", "FY2019")
    revise(batch, target("robot-specialists", "FY2021", robots, previousPeriod="FY2019", previous=robots),
           "2018-02-14", "PLAN_CHANGE", "数値はそのままで、目標年度を2年遅らせた。", mayor("2018-02-14", 2),
           "industry-economy", "目標年度が計画期間の後になる（例示）。")
    users = current("job-station-users", "FY2019")
    revise(batch, target("job-station-users", "FY2019", users | {"number": "3000"}, previous=users),
           "2018-02-14", "EARLY_ATTAINMENT", "すでに目標を超えたため、目標を上げた。", mayor("2018-02-14", 3),
           "planning-coordination")
    return batch


def batches(city):
    yearly, value = yearly_batch()
    return {"tour/1-yearly-target": yearly, "tour/2-revisions": revisions_batch(city, value)}
