"""statements.json: at least one statement for every act, of an invented city.

Every field of every stored message is set somewhere; `build` fails where one is not.
"""
from commitments import commit, derived
from facts import touched

LEDGER_ID = derived("ledger", 0, 16)
BATCH_PREFIX = derived("event prefix", 0, 8)


def subject(kind, identifier):
    return {"kind": kind, "id": identifier}


def day(text):
    return {"from": text}


def text(field, content, ordinal=0, **extra):
    """A text of a statement; `extra` is what its commitment says of its class."""
    return {"field": field, "ordinal": ordinal, "text": content, **extra}


def measure(identifier="m1", label="人数", unit="人", **extra):
    return {"id": identifier, "label": label, "unit": unit, "direction": "HIGHER",
            "aggregation": "CUMULATIVE", **extra}


def value(number, unit="人", **extra):
    return {"number": number, "unit": unit, **extra}


def fact(kind, period, value_, **extra):
    return {"kind": kind, "indicator": "ind-shinki-shuno", "measure": "m1", "period": period, "value": value_,
            **({} if kind == "ACTUAL" else {"plan": "plan-sogo-1"}), **extra}


PLAN, SECTION = subject("PLAN", "plan-sogo-1"), subject("SECTION", "sec-1-2")
PROGRAMME, INDICATOR = subject("PROGRAMME", "prg-shuno-shien"), subject("INDICATOR", "ind-shinki-shuno")
OPINION_CAUSE = {"subject": subject("OPINION", "op-h29-03")}
REASON_TEXT = text("REASON", "国の地方創生推進交付金の終了に伴い、最終年度の目標を見直した。")

FULL = {
    "approvals": [
        {"kind": "COUNCIL", "post": subject("ACTOR", "post-gikai"), "date": day("2018-03-23")},
        {"kind": "MAYOR", "post": subject("ACTOR", "post-shicho"),
         "date": {"from": "2018-03-01", "to": "2018-03-31", "precision": "MONTH", "basis": "ASSUMED"}},
    ],
    "in_force": day("2018-04-01"),
    "expected": [{"subject": INDICATOR, "rule": "EXACTLY", "version": 300},
                 {"subject": subject("OPINION", "op-h29-03"), "rule": "ANY"}],
    "reason": "UNATTAINABLE",
    "causes": [OPINION_CAUSE, {"subject": PLAN, "event": derived("event", 9, 16)}],
    "sources": [
        {"digest": derived("digest", 0, 32), "page": "12", "cell": "K12", "mapping": "kpi-h29",
         "mapping_digest": derived("digest", 1, 32)},
        {"page": "資料2 3頁"},
    ],
    "backfill": True,
    "change": "REVISED",
}
FULL_TEXTS = [
    text("REASON", "新規就農者の実績が伸びず、達成が見込めないため。\n審議会の意見を踏まえた。"),
    text("OVERRIDE", "単位の数え方が前年と異なるが、内訳で確認した。"),
    text("APPROVAL_DOCUMENT", "議案第24号"), text("APPROVAL_DOCUMENT", "30汐企第118号", 1),
    text("DOCUMENT_TITLE", "汐見市まち・ひと・しごと創生総合戦略（平成30年3月改訂版）"),
    text("DOCUMENT_TITLE", "第2回検証会議 資料2", 1),
    text("FILE_NAME", "KPI一覧_H29.xlsx"), text("SHEET_NAME", "基本目標Ⅰ"), text("RAW_CELL", "1,000人以上"),
    text("NOTE", "副市長の発言による。", **{"class": "WITHHELD", "ground": "条例第7条第5号"}),
    text("CLOCK_BEHIND", "時計の電池切れのため。", **{"class": "EMBARGOED", "until": "2018-06-15"}),
]

# (name, act, its fields, the rest of the statement, texts)
STATEMENTS = [
    ("ledger opened", "ledger_opened",
     {"name": "kpi.city.shiomi.example", "incarnation": derived("incarnation", 0, 16), "utc_offset_minutes": 540,
      "fiscal_year_first_month": 4, "format": 1}, {}, []),
    ("ledger opened west of Greenwich", "ledger_opened",
     {"name": "kpi.test", "incarnation": derived("incarnation", 1, 16), "utc_offset_minutes": -210,
      "fiscal_year_first_month": 1, "format": 1}, {}, []),
    ("actor registered", "actor_registered", {"id": "post-shicho", "kind": "POST", "unit": "unit-hisho"}, {},
     [text("DISPLAY_NAME", "市長")]),
    ("unit created", "unit_created", {"id": "unit-nosei", "name": "農政課", "parent": "unit-sangyo"}, {}, []),
    ("plan adopted", "plan_adopted",
     {"id": "plan-sogo-1", "name": "汐見市まち・ひと・しごと創生総合戦略", "period": "FY2015-FY2019"},
     {"decided": day("2015-10-30"), "approvals": [{"kind": "MEETING"}]}, []),
    ("plan revised", "plan_revised", {"plan": "plan-sogo-1", "label": "H30.3改訂"},
     {"change": "REVISED", "reason": "PLAN_CHANGE",
      "decided": {"from": "2018-03-01", "to": "2018-03-31", "precision": "MONTH", "basis": "DOCUMENT_DATE"}}, []),
    ("plan extended", "plan_extended",
     {"plan": "plan-sogo-1", "period": "FY2015-FY2020", "previous_period": "FY2015-FY2019"},
     {"change": "REVISED", "reason": "NATIONAL_PLAN"}, []),
    ("section added", "section_added",
     {"id": "sec-1-2", "plan": "plan-sogo-1", "parent": "sec-1", "level": "取組", "number": "(２)",
      "name": "農林水産業の担い手づくり", "position": 2}, {}, []),
    ("section added at the top", "section_added",
     {"id": "sec-1", "plan": "plan-sogo-1", "level": "基本目標", "number": "Ⅰ", "name": "しごとをつくる", "position": 1},
     {}, []),
    ("programme registered", "programme_registered",
     {"id": "prg-shuno-shien", "name": "新規就農者支援事業", "code": "0121", "unit": "unit-nosei", "section": "sec-1-2",
      "position": 3, "tags": ["kofukin", "hojo-1"]}, {}, []),
    ("programme registered without a section", "programme_registered",
     {"id": "prg-sonota", "name": "市史編さん事業"}, {}, []),
    ("programme listed again", "programme_listed",
     {"programme": "prg-shuno-shien", "section": "sec-3-1", "mark": "RELISTED", "position": 7}, {}, []),
    ("programme linked", "programme_linked",
     {"programme": "prg-shuno-shien", "plan": "plan-nogyo", "item": "2-(1)-③"}, {},
     [text("LINK_TARGET", "農業振興計画 2-(1)-③ 担い手の育成")]),
    ("scope set", "scope_set", {"programme": "prg-shuno-shien", "period": "FY2017", "in_scope": True}, {}, []),
    ("scope set to none", "scope_set", {"programme": "prg-shuno-shien", "period": "FY2018"}, {}, []),
    ("indicator defined", "indicator_defined",
     {"id": "ind-shinki-shuno", "name": "①新規就農者数", "code": "1-2-1", "type": "OUTCOME",
      "measures": [measure(), measure("m2", "販売額", "円", scale=8, aggregation="SINGLE_YEAR"),
                   measure("m3", "待機者数", direction="LOWER", aggregation="LEVEL")],
      "attached_to": [PROGRAMME, SECTION, PLAN]}, {}, [text("DEFINITION", "市の支援を受けて新たに就農した人の累計。")]),
    ("indicator redefined", "indicator_redefined",
     {"indicator": "ind-shinki-shuno", "aspect": "METHOD", "from_period": "FY2017", "comparability": "BREAK",
      "measures": [measure(aggregation="SINGLE_YEAR", scale=-3)]},
     {"change": "REVISED", "reason": "DEFINITION_CHANGE", "in_force": day("2017-04-01")},
     [text("REASON", "年度ごとの人数に改めた。"), text("DEFINITION", "当該年度に新たに就農した人の数。")]),
    ("attached", "attached", {"indicator": "ind-shinki-shuno", "to": PROGRAMME, "position": 2}, {}, []),
    ("detached", "attached", {"indicator": "ind-shinki-shuno", "to": SECTION, "detached": True},
     {"change": "REVISED", "reason": "REORGANISATION"}, []),
    ("renamed", "renamed", {"subject": PROGRAMME, "name": "担い手育成事業", "previous_name": "新規就農者支援事業"},
     {"change": "REVISED", "reason": "REORGANISATION"}, []),
    ("alias noted", "alias_noted", {"subject": INDICATOR, "alias": "新規就農者の数"}, {}, []),
    ("programme moved", "moved",
     {"subject": PROGRAMME, "to": subject("UNIT", "unit-norin"), "previous": subject("UNIT", "unit-nosei")},
     {"change": "REVISED", "reason": "REORGANISATION"}, []),
    ("section moved", "moved",
     {"subject": SECTION, "to": subject("SECTION", "sec-2"), "previous": subject("SECTION", "sec-1")},
     {"change": "REVISED", "reason": "PLAN_CHANGE"}, []),
    ("programmes merged into one of them", "restructured",
     {"kind": "MERGED", "from": [PROGRAMME, subject("PROGRAMME", "prg-kenshu")], "to": [PROGRAMME]},
     {"reason": "REORGANISATION", "change": "REVISED"}, [text("REASON", "事務事業の統合。")]),
    ("indicator carried over", "restructured",
     {"kind": "CARRIED_OVER", "from": [INDICATOR], "to": [subject("INDICATOR", "ind-shuno-2")], "plan": "plan-sogo-2"},
     {"reason": "PLAN_CHANGE", "change": "REVISED"}, []),
    ("indicator carried over as itself", "restructured",
     {"kind": "CARRIED_OVER", "from": [INDICATOR], "to": [INDICATOR], "plan": "plan-sogo-2"},
     {"reason": "PLAN_CHANGE", "change": "REVISED"}, []),
    ("suspended", "ended", {"subject": PROGRAMME, "kind": "SUSPENDED"}, {"reason": "DISASTER", "change": "REVISED"},
     [text("REASON", "台風第15号による施設の被災。")]),
    ("resumed", "resumed", {"subject": PROGRAMME}, {"change": "REVISED", "reason": "OTHER"},
     [text("REASON", "復旧工事が終わった。")]),
    ("baseline", "fact_recorded", fact("BASELINE", "CY2014", value("12", companion={
        "meaning": "CHANGE_FROM_PREVIOUS", "number": "-3", "unit": "人", "scale": 1})),
     {"decided": {"basis": "UNKNOWN"}}, []),
    ("target loosened", "fact_recorded",
     fact("TARGET", "FY2020", value("1000", aggregation="CUMULATIVE", bound="AT_LEAST", form="STATE_REACHED"),
          previous_period="FY2019", part="小学校",
          previous=value("1200.0", aggregation="CUMULATIVE", bound="AT_LEAST")), FULL, FULL_TEXTS),
    ("target dropped", "fact_recorded",
     {"kind": "TARGET", "indicator": "ind-shinki-shuno", "measure": "m1", "plan": "plan-sogo-1", "period": "<=FY2019",
      "previous": value("1000", bound="ABOUT"), "withdrawn_target": True},
     {"change": "REVISED", "reason": "EARLY_ATTAINMENT"}, [text("REASON", "前倒しで達成したため。")]),
    ("actual with parts", "fact_recorded",
     fact("ACTUAL", "FY2016", value("59", "件", status="P", aggregation="WITH_REPETITION", partial=True, parts=[
         {"name": "新規", "number": "38"}, {"name": "変更", "number": "21", "relation": "OF_WHICH"}])),
     {}, [text("RAW_CELL", "59 (新規38件・変更21件)")]),
    ("actual pending", "fact_recorded",
     fact("ACTUAL", "FY2017", {"absence": "PENDING", "status": "O", "expected": "2018-09-30"}),
     {"sources": [{"page": "4"}]}, [text("RAW_CELL", "調査中(9月公表)")]),
    ("actual in millions of yen", "fact_recorded", fact("ACTUAL", "FY2016", value("863.50", "円", scale=8)), {}, []),
    ("actual that is a word", "fact_recorded", fact("ACTUAL", "<=FY2019", {"word": "改定済"}), {}, []),
    ("actual corrected", "fact_recorded", fact("ACTUAL", "FY2016", value("58", "件"), previous=value("59", "件")),
     {"change": "CORRECTED", "reason": "ERROR"},
     [text("REASON", "同一案件を二重に数えていた。"), text("FOUND_BY", "監査事務局")]),
    ("actual corrected, previous unknown", "fact_recorded", fact("ACTUAL", "FY2012", value("0", "件")),
     {"change": "CORRECTED", "reason": "STATISTIC_REVISED", "previous_unknown": True},
     [text("REASON", "統計の遡及改定。")]),
    ("actual finalised", "fact_recorded", fact("ACTUAL", "FY2016", value("60", "件"), previous=value("59", "件", status="P")),
     {"change": "FINALISED"}, []),
    ("amount", "amount_recorded",
     {"subject": PROGRAMME, "period": "FY2019", "kind": "SETTLED", "value": value("15299", "円", scale=3),
      "previous": value("15300", "円", scale=3, status="F"), "carried_over": True, "included_in": SECTION},
     {"change": "REVISED", "reason": "OTHER"}, [text("REASON", "出納閉鎖後の確定。")]),
    ("amount, kind not stated", "amount_recorded",
     {"subject": PROGRAMME, "period": "FY2018", "value": value("0", "円", scale=3)}, {}, []),
    ("text", "text_recorded", {"subject": PROGRAMME, "kind": "PLANNED_ACTION", "period": "FY2018-FY2019", "number": "3"}, {},
     [text("BODY_TEXT", "就農相談会を年4回から6回に増やす。")]),
    ("text replaced, without a period", "text_recorded", {"subject": PROGRAMME, "kind": "PURPOSE"},
     {"change": "CORRECTED", "reason": "ERROR", "replaces": derived("event", 11, 16)},
     [text("REASON", "誤記。"), text("BODY_TEXT", "農業の担い手を確保する。")]),
    ("rule adopted", "rule_adopted",
     {"id": "rule-hyoka", "version": 2, "compare": "PLANNED_SHARE", "combine": "MEAN", "rounding": "HALF_UP",
      "rounding_digits": 1, "thresholds": [{"grade": "A", "at_least": "100"}, {"grade": "B", "at_least": "80.0"},
                                           {"grade": "C"}],
      "excludes_relisted": True, "as_far_as_published": True}, {"change": "REVISED", "reason": "OPINION_FOLLOWED",
                                                                "causes": [OPINION_CAUSE]}, [REASON_TEXT]),
    ("grade printed", "grade_given",
     {"subject": PROGRAMME, "plan": "plan-sogo-1", "period": "FY2016", "grade": "Ｂ", "rule": "rule-hyoka",
      "rule_version": 2, "previous_grade": "Ｃ"}, {"change": "CORRECTED", "reason": "ERROR"}, [text("REASON", "転記誤り。")]),
    ("grade derived", "grade_given",
     {"subject": INDICATOR, "plan": "plan-sogo-1", "period": "FY2016", "origin": "DERIVED", "grade": "A", "rule": "rule-hyoka",
      "rule_version": 2, "inputs": [derived("event", 12, 16), derived("event", 13, 16)]}, {}, []),
    ("no grade", "grade_given", {"subject": PROGRAMME, "period": "FY2017", "no_grade": "RELISTED"}, {}, []),
    ("control total", "control_total",
     {"subject": SECTION, "period": "FY2016", "counts": [{"grade": "A", "count": 26}, {"grade": "B", "count": 190},
                                                         {"grade": "対象外"}]}, {}, []),
    ("body constituted", "body_constituted",
     {"id": "body-bukai", "parent": "body-kensho", "seats": [{"category": "学識者", "chair": True}, {"category": "公募市民"}]},
     {}, [text("DISPLAY_NAME", "総合戦略検証会議 産業部会"), text("SEAT", "大学教授（農業経済）"), text("SEAT", "公募委員", 1)]),
    ("meeting held", "meeting_held",
     {"id": "mtg-h29-2", "body": "body-kensho", "number": 2,
      "held": {"from": "2017-08-01", "to": "2017-08-31", "precision": "MONTH"}}, {},
     [text("DISPLAY_NAME", "平成29年度第2回検証会議")]),
    ("meetings counted", "meetings_counted", {"body": "body-kensho", "period": "FY2017", "count": 3}, {}, []),
    ("opinion given", "opinion_given",
     {"id": "op-h29-03", "body": "body-kensho", "kind": "RECOMMENDATION", "printed_number": "３", "about": [INDICATOR, PLAN],
      "basis": "BY_LAYOUT", "owner": "unit-nosei", "due": "2018-03-31", "meeting": "mtg-h29-2", "restates": "op-h28-07",
      "period": "FY2016"}, {}, [text("BODY_TEXT", "目標値の根拠を示すこと。", **{"class": "EMBARGOED", "until": "ed-h29"})]),
    ("response given", "response_given",
     {"id": "res-h29-05", "opinions": ["op-h29-03", "op-h29-04"], "refers_to": ["res-h28-02"], "state": "REFUSED",
      "unit": "unit-nosei", "printed_number": "5"}, {"reason": "OTHER"},
     [text("REASON", "県の事業と重なるため。"), text("BODY_TEXT", "県の相談窓口を案内する。")]),
    ("point put", "point_put",
     {"id": "pt-1", "body": "body-kensho", "printed_number": "論点1", "meeting": "mtg-h29-2", "about": [SECTION]}, {},
     [text("BODY_TEXT", "担い手の定着をどう測るか。")]),
    ("edition published", "edition_published",
     {"id": "ed-h29", "label": "平成29年度版（訂正版）", "plans": ["plan-sogo-1", "plan-sogo-2"], "size": 129,
      "seal": derived("digest", 2, 32), "files": [{"name": "kpi-h29.csv", "digest": derived("digest", 3, 32)}],
      "supersedes": "ed-h28"}, {}, []),
    ("audit noted", "audit_noted", {"subject": INDICATOR, "event": derived("event", 14, 16)}, {},
     [text("NOTE", "根拠資料を閲覧した。")]),
    ("discrepancy noted", "discrepancy_noted",
     {"subject": INDICATOR, "kind": "ACTUAL", "measure": "m1", "part": "市内", "plan": "plan-sogo-1", "period": "FY2016",
      "printed": value("7", "件", aggregation="CUMULATIVE"), "taken": derived("event", 15, 16)}, {},
     [text("REASON", "別の頁では累計4件と印刷されている。")]),
    ("withdrawn", "withdrawn",
     {"number": 12, "event": derived("event", 16, 16), "subjects": [PROGRAMME, INDICATOR], "batch": 11},
     {"reason": "ERROR"}, [text("REASON", "別の年度の表を取り込んだ。")]),
    ("redacted", "redacted", {"number": 7, "field": "SEAT", "ordinal": 1, "subjects": [subject("BODY", "body-bukai")]},
     {"reason": "OTHER"}, [text("REASON", "個人名の記載があったため。")]),
    ("author's key registered", "key_registered",
     {"purpose": "AUTHOR", "actor": "post-shicho", "public_key": derived("key", 0, 32), "replaces": derived("key", 1, 32)}, {}, []),
    ("log's key registered", "key_registered", {"purpose": "LOG", "public_key": derived("key", 2, 32)}, {}, []),
    ("key revoked", "key_revoked", {"actor": "post-shicho", "public_key": derived("key", 0, 32)}, {"reason": "OTHER"},
     [text("REASON", "端末の紛失。")]),
    ("restored", "restored",
     {"incarnation": derived("incarnation", 2, 16), "name": "kpi2.city.shiomi.example", "lost_size": 4096,
      "lost_root": derived("digest", 4, 32)}, {"reason": "DISASTER"}, [text("REASON", "機器の故障。")]),
]


def statement(schema, event, act, fields, rest, texts):
    """(the statement as a message, its salted texts), lists in their canonical order."""
    numbers = schema.enums["TextField"]
    texts = sorted(texts, key=lambda t: (numbers[t["field"]], t["ordinal"]))
    salted, commitments = [], []
    for t in texts:
        salt = derived("salt of " + event.hex(), f"{t['field']}/{t['ordinal']}", 32)
        salted.append({"field": t["field"], "ordinal": t["ordinal"], "salt": salt, "text": t["text"]})
        commitments.append({**{k: v for k, v in t.items() if k != "text"},
                            "hash": commit(salt, event, numbers[t["field"]], t["ordinal"], t["text"])})
    message = {"ledger": LEDGER_ID, "event": event, "recorded_by": subject("ACTOR", "acc-kikaku"),
               "origin": subject("UNIT", "unit-nosei"), "decided": day("2018-03-26"), **rest,
               "texts": commitments, act: fields}
    return message, salted


def build(schema):
    vectors, used = [], set()
    for counter, (name, act, fields, rest, texts) in enumerate(STATEMENTS):
        event = BATCH_PREFIX + derived("event tail", counter, 8)
        message, salted = statement(schema, event, act, fields, rest, texts)
        data = schema.encode("Statement", message)
        note_used(schema, "Statement", schema.decode("Statement", data), used)
        facts, subjects = touched(schema, message)
        vectors.append({
            "name": name, "act": act, "statement_hex": data.hex(),
            "texts": [{**t, "field": schema.enums["TextField"][t["field"]], "salt": t["salt"].hex()} for t in salted],
            "subjects": subjects, "facts": facts})
    require_all_used(schema, used)
    return {"statements": vectors}


def note_used(schema, message, decoded, used):
    for name, content in decoded.items():
        used.add((message, name))
        field = schema.messages[message][name]
        if isinstance(content, dict) or (isinstance(content, list) and isinstance(content[0], dict)):
            for item in content if isinstance(content, list) else [content]:
                note_used(schema, schema.resolve(message, field.type), item, used)


def require_all_used(schema, used):
    elsewhere = {"Record", "Leaf", "Recorded", "Batch", "Link", "Signature", "SaltedText", "Draft", "DraftText"}
    missing = [(m, f) for m, fields in schema.messages.items() if m not in elsewhere for f in fields if (m, f) not in used]
    if missing:
        raise SystemExit(f"no statement sets {missing}")
