"""log.json: a small log, entry by entry, as a store holds it after the last entry.

A plan with one indicator: baseline, target, a year's actuals, one of them entered in error and withdrawn, a
committee's opinion and the answer, the target loosened, and the name of a committee's seat redacted.
"""
import tree
from commitments import derived
from facts import touched
from statements import REASON_TEXT, day, measure, statement, subject, text, value

SECOND = 10**9
OPENED = 1461110400 * SECOND  # 2016-04-20 09:00 in Japan
INDICATOR, PROGRAMME = subject("INDICATOR", "ind-1"), subject("PROGRAMME", "prg-1")
PLAN, SECTION, BODY = subject("PLAN", "plan-1"), subject("SECTION", "sec-1"), subject("BODY", "body-1")


def fact(kind, period, value_, **extra):
    plan = {} if kind == "ACTUAL" else {"plan": "plan-1"}
    return {"kind": kind, "indicator": "ind-1", "measure": "m1", "period": period, "value": value_, **plan, **extra}


def event(number):
    """Ids of one batch share their first eight bytes."""
    first = next(first for first, entries in batches() if first <= number < first + len(entries))
    return derived("log batch", first, 8) + derived("log event", number, 8)


FIRST_DAY = {"decided": day("2016-04-20"), "origin": None}
TARGET = {"aggregation": "CUMULATIVE", "bound": "AT_LEAST"}

# (recorded, clock where it said something else, [(act, fields, rest, texts)])
BATCHES = [
    (OPENED, None, [
        ("ledger_opened", {"name": "kpi.city.shiomi.example", "incarnation": derived("incarnation", 0, 16),
                           "utc_offset_minutes": 540, "fiscal_year_first_month": 4, "format": 1}, FIRST_DAY, []),
        ("actor_registered", {"id": "acc-kikaku", "kind": "ACCOUNT"}, FIRST_DAY, [text("DISPLAY_NAME", "企画課 共用")]),
        ("unit_created", {"id": "unit-nosei", "name": "農政課"}, FIRST_DAY, []),
    ]),
    (OPENED + 60 * SECOND, None, [
        ("plan_adopted", {"id": "plan-1", "name": "汐見市総合戦略", "period": "FY2015-FY2019"},
         {"decided": day("2015-10-30"), "approvals": [{"kind": "COUNCIL"}], "backfill": True}, []),
        ("section_added", {"id": "sec-1", "plan": "plan-1", "level": "基本目標", "number": "Ⅰ", "name": "しごとをつくる",
                           "position": 1}, {"decided": day("2015-10-30"), "backfill": True}, []),
        ("programme_registered", {"id": "prg-1", "name": "新規就農者支援事業", "unit": "unit-nosei", "section": "sec-1",
                                  "position": 1}, {"decided": day("2015-10-30"), "backfill": True}, []),
        ("indicator_defined", {"id": "ind-1", "name": "新規就農者数", "type": "OUTCOME", "measures": [measure()],
                               "attached_to": [PROGRAMME]}, {"decided": day("2015-10-30"), "backfill": True},
         [text("DEFINITION", "市の支援を受けて新たに就農した人の累計。")]),
        ("fact_recorded", fact("BASELINE", "FY2014", value("0", aggregation="CUMULATIVE")),
         {"decided": day("2015-10-30"), "backfill": True}, []),
        ("fact_recorded", fact("TARGET", "FY2019", value("60", **TARGET)),
         {"decided": day("2015-10-30"), "backfill": True, "sources": [{"digest": derived("digest", 0, 32), "page": "8"}]},
         [text("DOCUMENT_TITLE", "汐見市総合戦略"), text("RAW_CELL", "60人以上(累計)")]),
    ]),
    (OPENED + 40 * 86400 * SECOND, None, [
        ("fact_recorded", fact("ACTUAL", "FY2015", value("9", aggregation="CUMULATIVE", status="P")),
         {"decided": day("2016-05-27"), "sources": [{"cell": "K12"}]}, [text("RAW_CELL", "9人(速報)")]),
    ]),
    (OPENED + 41 * 86400 * SECOND, OPENED + 39 * 86400 * SECOND, [
        ("fact_recorded", fact("ACTUAL", "FY2015", value("11", aggregation="CUMULATIVE"),
                               previous=value("9", aggregation="CUMULATIVE", status="P")),
         {"decided": day("2016-05-30"), "change": "FINALISED"}, [text("CLOCK_BEHIND", "時計を合わせ直した。")]),
    ]),
    (OPENED + 430 * 86400 * SECOND, None, [
        ("fact_recorded", fact("ACTUAL", "FY2016", value("40", aggregation="CUMULATIVE")),
         {"decided": day("2017-06-20"), "sources": [{"cell": "L12"}]},
         [text("RAW_CELL", "20.0")]),
        ("text_recorded", {"subject": PROGRAMME, "kind": "RESULTS", "period": "FY2016"}, {"decided": day("2017-06-20")},
         [text("BODY_TEXT", "就農相談会を4回開き、延べ52人が参加した。")]),
    ]),
    (OPENED + 431 * 86400 * SECOND, None, [
        ("withdrawn", {"number": 12, "subjects": [INDICATOR]}, {"decided": day("2017-06-25"), "reason": "ERROR"},
         [text("REASON", "小数点を読み違えて取り込んだ。")]),
        ("fact_recorded", fact("ACTUAL", "FY2016", value("20", aggregation="CUMULATIVE")),
         {"decided": day("2017-06-20"), "sources": [{"cell": "L12"}]},
         [text("RAW_CELL", "20.0")]),
    ]),
    (OPENED + 500 * 86400 * SECOND, None, [
        ("body_constituted", {"id": "body-1", "seats": [{"category": "学識者", "chair": True}, {"category": "公募市民"}]},
         {"decided": day("2017-08-01")},
         [text("DISPLAY_NAME", "総合戦略検証会議"), text("SEAT", "大学教授"), text("SEAT", "公募委員（氏名の記載あり）", 1)]),
        ("opinion_given", {"id": "op-1", "body": "body-1", "kind": "OPINION", "printed_number": "1", "about": [INDICATOR, PLAN],
                           "owner": "unit-nosei", "period": "FY2016"}, {"decided": day("2017-08-28")},
         [text("BODY_TEXT", "目標の水準が実態に合っているか検討すること。")]),
    ]),
    (OPENED + 710 * 86400 * SECOND, None, [
        ("fact_recorded", fact("TARGET", "FY2019", value("45", **TARGET), previous=value("60", **TARGET)),
         {"decided": day("2018-03-26"), "in_force": day("2018-04-01"), "change": "REVISED", "reason": "UNATTAINABLE",
          "approvals": [{"kind": "MAYOR", "date": day("2018-03-26")}], "causes": [{"subject": subject("OPINION", "op-1")}],
          "expected": [{"subject": INDICATOR, "rule": "EXACTLY", "version": 9}]},
         [REASON_TEXT, text("APPROVAL_DOCUMENT", "30汐企第118号")]),
        ("response_given", {"id": "res-1", "opinions": ["op-1"], "state": "DONE", "unit": "unit-nosei"},
         {"decided": day("2018-03-26")}, [text("BODY_TEXT", "最終年度の目標を45人に改めた。")]),
    ]),
    (OPENED + 720 * 86400 * SECOND, None, [
        ("redacted", {"number": 16, "field": "SEAT", "ordinal": 1, "subjects": [BODY]},
         {"decided": day("2018-04-05"), "reason": "OTHER"}, [text("REASON", "個人名の記載があったため。")]),
    ]),
]


def batches():
    first = 1
    for _, _, entries in BATCHES:
        yield first, entries
        first += len(entries)


class Log:
    def __init__(self, schema):
        self.schema, self.leaves, self.entries, self.roots, self.subjects = schema, [], [], [], {}

    def append(self, first, length, recorded, message, texts):
        number = len(self.leaves) + 1
        facts, subjects = touched(self.schema, message)
        links = []
        for kind, identifier in subjects:
            version, previous = self.subjects.get((kind, identifier), (0, bytes(32)))
            links.append({"subject": {"kind": self.kind(kind), "id": identifier}, "version": version + 1,
                          "previous": previous})
        leaf = {"format": 1, "number": number, "recorded": recorded, "batch": {"first": first, "length": length},
                "statement": message, "links": links}
        data = self.schema.encode("Leaf", leaf)
        if self.schema.encode("Leaf", self.schema.decode("Leaf", data)) != data:
            raise SystemExit(f"entry {number} is not canonical")
        self.leaves.append(tree.leaf_hash(data))
        for link in links:
            key = (self.schema.enums["Subject.Kind"][link["subject"]["kind"]], link["subject"]["id"])
            self.subjects[key] = (link["version"], self.leaves[-1])
        self.entries.append({"leaf": data, "links": links, "texts": texts, "message": message,
                             "hashes": b"".join(tree.completed(number - 1, self.leaves))})
        self.roots.append(tree.root(self.leaves))

    def kind(self, number):
        return next(name for name, n in self.schema.enums["Subject.Kind"].items() if n == number)

    def record(self, entry):
        return self.schema.encode("Record", {"leaf": entry["leaf"], "texts": entry["texts"], "hashes": entry["hashes"]})

    def vector(self, number):
        entry = self.entries[number - 1]
        return {
            "number": number,
            "act": next(f.name for f in self.schema.messages["Statement"].values() if f.oneof and f.name in entry["message"]),
            "event": entry["message"]["event"].hex(),
            "leaf_hex": entry["leaf"].hex(),
            "leaf_hash": self.leaves[number - 1].hex(),
            "links": [[self.schema.enums["Subject.Kind"][l["subject"]["kind"]], l["subject"]["id"], l["version"],
                       l["previous"].hex()] for l in entry["links"]],
            "texts": [[self.schema.enums["TextField"][t["field"]], t["ordinal"], t["salt"].hex(), t["text"]]
                      for t in entry["texts"]],
            "hashes": [entry["hashes"][i:i + 32].hex() for i in range(0, len(entry["hashes"]), 32)],
            "root": self.roots[number - 1].hex(),
            "record_hex": self.record(entry).hex(),
        }


def build(schema):
    log, redactions = Log(schema), []
    for (first, entries), (unix_ns, clock_ns, _) in zip(batches(), BATCHES):
        recorded = {"unix_ns": unix_ns, **({"clock_ns": clock_ns} if clock_ns else {})}
        for offset, (act, fields, rest, texts) in enumerate(entries):
            fields = dict(fields)
            if act == "withdrawn":
                fields["event"] = event(fields["number"])
            message, salted = statement(schema, event(first + offset), act, fields, rest, texts)
            message = {k: v for k, v in message.items() if v is not None}
            log.append(first, len(entries), recorded, message, salted)
            if act == "redacted":
                redactions.append(redact(log, fields, first + offset))
    return {"ledger": log.entries[0]["message"]["ledger"].hex(), "size": len(log.leaves), "root": log.roots[-1].hex(),
            "redactions": redactions, "entries": [log.vector(n + 1) for n in range(len(log.leaves))]}


def redact(log, fields, by):
    """Takes the text out of its record; the leaf stays as it was."""
    entry = log.entries[fields["number"] - 1]
    before = log.record(entry)
    entry["texts"] = [t for t in entry["texts"] if (t["field"], t["ordinal"]) != (fields["field"], fields["ordinal"])]
    return {"number": fields["number"], "field": log.schema.enums["TextField"][fields["field"]],
            "ordinal": fields["ordinal"], "by": by, "record_before_hex": before.hex()}
