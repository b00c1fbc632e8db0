"""Which facts of which subjects a statement touches: FORMAT.md section 4, from the statement alone.

A fact is (kind, id, key). A key is the family, then the parts of its path, joined by "/".
"""

# One rule for each act: `a` is the act's own fields, `s` the statement, `n` spells numbers.
TABLE = {}


def act(*names):
    def register(rule):
        TABLE.update({name: rule for name in names})
        return rule
    return register


def touched(schema, statement):
    """(facts, subjects) in ascending order, ids compared byte by byte."""
    [name] = [f.name for f in schema.messages["Statement"].values() if f.oneof and f.name in statement]
    numbers = Numbers(schema)
    facts = set()
    for (kind, identifier), *path in TABLE[name](statement[name], statement, numbers):
        facts.add((numbers.enum("Subject.Kind", kind), identifier, "/".join(map(str, path))))
    order = sorted(facts, key=lambda f: (f[0], f[1].encode(), f[2].encode()))
    subjects = sorted({f[:2] for f in facts}, key=lambda s: (s[0], s[1].encode()))
    return order, subjects


class Numbers:
    """Spells subjects and enumeration members as a path has them."""

    def __init__(self, schema):
        self.schema = schema

    def member(self, subject):
        return f"{self.enum('Subject.Kind', subject[0])}/{subject[1]}"

    def enum(self, name, member):
        return self.schema.enums[name][member or next(iter(self.schema.enums[name]))]


def ref(message):
    return message["kind"], message["id"]


def refs(messages):
    return [ref(m) for m in messages]


def event(statement):
    return statement["event"].hex()


LEDGER = ("LEDGER", "ledger")


@act("ledger_opened")
def _(a, s, n):
    yield LEDGER, "existence"


@act("actor_registered")
def _(a, s, n):
    yield ("ACTOR", a["id"]), "existence"


@act("unit_created")
def _(a, s, n):
    for family in ("existence", "name", "place"):
        yield ("UNIT", a["id"]), family


@act("plan_adopted")
def _(a, s, n):
    for family in ("existence", "name", "period"):
        yield ("PLAN", a["id"]), family


@act("plan_revised")
def _(a, s, n):
    yield ("PLAN", a["plan"]), "revision", event(s)


@act("plan_extended")
def _(a, s, n):
    yield ("PLAN", a["plan"]), "period"


@act("section_added")
def _(a, s, n):
    section = ("SECTION", a["id"])
    for family in ("existence", "name", "place"):
        yield section, family
    yield ("PLAN", a["plan"]), "member", n.member(section)
    if a.get("parent"):
        yield ("SECTION", a["parent"]), "member", n.member(section)


@act("programme_registered")
def _(a, s, n):
    programme = ("PROGRAMME", a["id"])
    for family in ("existence", "name", "place"):
        yield programme, family
    if a.get("section"):
        yield programme, "listing", a["section"]
        yield ("SECTION", a["section"]), "member", n.member(programme)


@act("programme_listed")
def _(a, s, n):
    programme = ("PROGRAMME", a["programme"])
    yield programme, "listing", a["section"]
    yield ("SECTION", a["section"]), "member", n.member(programme)


@act("programme_linked")
def _(a, s, n):
    yield ("PROGRAMME", a["programme"]), "link", event(s)


@act("scope_set")
def _(a, s, n):
    yield ("PROGRAMME", a["programme"]), "scope", a["period"]


@act("indicator_defined")
def _(a, s, n):
    indicator = ("INDICATOR", a["id"])
    for family in ("existence", "name", "definition"):
        yield indicator, family
    for to in refs(a.get("attached_to", [])):
        yield indicator, "attachment", n.member(to)
        yield to, "member", n.member(indicator)


@act("indicator_redefined")
def _(a, s, n):
    yield ("INDICATOR", a["indicator"]), "definition"


@act("attached")
def _(a, s, n):
    indicator, to = ("INDICATOR", a["indicator"]), ref(a["to"])
    yield indicator, "attachment", n.member(to)
    yield to, "member", n.member(indicator)


@act("renamed")
def _(a, s, n):
    yield ref(a["subject"]), "name"


@act("alias_noted")
def _(a, s, n):
    yield ref(a["subject"]), "alias", event(s)


@act("moved")
def _(a, s, n):
    subject = ref(a["subject"])
    yield subject, "place"
    if subject[0] == "SECTION":
        for end in ("to", "previous"):
            if end in a:
                yield ref(a[end]), "member", n.member(subject)


@act("restructured")
def _(a, s, n):
    to = refs(a.get("to", []))
    for subject in refs(a.get("from", [])):
        if subject not in to:
            yield subject, "lineage", event(s)
            if a["kind"] != "CARRIED_OVER":
                yield subject, "life"
    for subject in to:
        yield subject, "lineage", event(s)
    if a["kind"] == "CARRIED_OVER":
        yield ("PLAN", a["plan"]), "lineage", event(s)


@act("ended", "resumed")
def _(a, s, n):
    yield ref(a["subject"]), "life"


@act("fact_recorded")
def _(a, s, n):
    indicator = ("INDICATOR", a["indicator"])
    plan, measure, part, period = (a.get(f, "") for f in ("plan", "measure", "part", "period"))
    if a["kind"] == "BASELINE":
        yield indicator, "baseline", plan, measure, part
    elif a["kind"] == "TARGET":
        yield indicator, "target", plan, measure, part, period
        if a.get("previous_period"):
            yield indicator, "target", plan, measure, part, a["previous_period"]
    else:
        yield indicator, "actual", measure, part, period


@act("amount_recorded")
def _(a, s, n):
    kind = n.enum("AmountRecorded.Kind", a.get("kind"))
    yield ref(a["subject"]), "amount", a["period"], kind, int(a.get("carried_over", False))


@act("text_recorded")
def _(a, s, n):
    kind = n.enum("TextRecorded.Kind", a["kind"])
    yield ref(a["subject"]), "text", kind, a.get("period", ""), a.get("number", "")


@act("rule_adopted")
def _(a, s, n):
    yield ("RULE", a["id"]), "definition"


@act("grade_given")
def _(a, s, n):
    origin = n.enum("GradeGiven.Origin", a.get("origin"))
    yield ref(a["subject"]), "grade", a.get("plan", ""), a["period"], origin


@act("control_total")
def _(a, s, n):
    yield ref(a["subject"]), "total", a["period"]


@act("body_constituted")
def _(a, s, n):
    body = ("BODY", a["id"])
    yield body, "definition"
    if a.get("parent"):
        yield ("BODY", a["parent"]), "member", n.member(body)


@act("meeting_held")
def _(a, s, n):
    meeting = ("MEETING", a["id"])
    yield meeting, "existence"
    yield ("BODY", a["body"]), "member", n.member(meeting)


@act("meetings_counted")
def _(a, s, n):
    yield ("BODY", a["body"]), "meetings", a["period"]


@act("opinion_given")
def _(a, s, n):
    opinion = ("OPINION", a["id"])
    yield opinion, "definition"
    yield ("BODY", a["body"]), "member", n.member(opinion)
    for subject in refs(a.get("about", [])):
        yield subject, "opinion", a["id"]
    if a.get("restates"):
        yield ("OPINION", a["restates"]), "restated", a["id"]


@act("response_given")
def _(a, s, n):
    yield ("RESPONSE", a["id"]), "definition"
    for opinion in a.get("opinions", []):
        yield ("OPINION", opinion), "response", a["id"]
    for response in a.get("refers_to", []):
        yield ("RESPONSE", response), "referred", a["id"]


@act("point_put")
def _(a, s, n):
    point = ("POINT", a["id"])
    yield point, "definition"
    yield ("BODY", a["body"]), "member", n.member(point)
    for subject in refs(a.get("about", [])):
        yield subject, "point", a["id"]


@act("edition_published")
def _(a, s, n):
    yield ("EDITION", a["id"]), "definition"
    for plan in a.get("plans", []):
        yield ("PLAN", plan), "edition", a["id"]
    if a.get("supersedes"):
        yield ("EDITION", a["supersedes"]), "superseded", a["id"]


@act("audit_noted")
def _(a, s, n):
    yield ref(a["subject"]), "note", event(s)


@act("discrepancy_noted")
def _(a, s, n):
    yield ref(a["subject"]), "discrepancy", event(s)


@act("withdrawn")
def _(a, s, n):
    for subject in refs(a["subjects"]):
        yield subject, "withdrawal", a["number"]


@act("redacted")
def _(a, s, n):
    for subject in refs(a["subjects"]):
        yield subject, "redaction", a["number"]


@act("key_registered", "key_revoked")
def _(a, s, n):
    holder = ("ACTOR", a["actor"]) if a.get("actor") else LEDGER
    yield holder, "key", a["public_key"].hex()


@act("restored")
def _(a, s, n):
    yield LEDGER, "incarnation"
