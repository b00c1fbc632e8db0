"""noncanonical.json: bytes that a strict decoder must refuse, and the canonical ones beside them.

Each case says what sort of rule it breaks: "wire" (the encoding itself), "order" (of a list) or "value"
(the length or presence that FORMAT.md asks for). Every "wire" case is tried on the strict decoder of
wire.py; "order" and "value" cases are well encoded, so that nothing else can be the reason to refuse them.
"""
from commitments import derived
from statements import FULL, FULL_TEXTS, fact, statement, subject, value
from wire import BYTES, FIXED64, VARINT, Refused, read_varint, tag, varint

EVENT = derived("event", 0, 16)


def field(number, body):
    return tag(number, BYTES) + varint(len(body)) + body


def number(field_number, raw):
    return tag(field_number, VARINT) + raw


def pieces(data):
    """A message cut into its top-level fields."""
    out, position = [], 0
    while position < len(data):
        key, end = read_varint(data, position)
        if key & 7 == FIXED64:
            end += 8
        else:
            raw, end = read_varint(data, end)
            end += raw if key & 7 == BYTES else 0
        out.append((key >> 3, data[position:end]))
        position = end
    return out


class Message:
    """Canonical bytes, and what becomes of them when a field is replaced, added or left out."""

    def __init__(self, data):
        self.data, self.fields = data, pieces(data)

    def without(self, *numbers):
        return b"".join(p for n, p in self.fields if n not in numbers)

    def put(self, field_number, *raw):
        """In place of field `field_number`, at its place in the order."""
        before = b"".join(p for n, p in self.fields if n < field_number)
        after = b"".join(p for n, p in self.fields if n > field_number)
        return before + b"".join(raw) + after

    def raw(self, field_number):
        return b"".join(p for n, p in self.fields if n == field_number)

    def body(self, field_number):
        data = self.raw(field_number)
        _, position = read_varint(data, 0)
        length, position = read_varint(data, position)
        return data[position:position + length]


def wire_cases(message, numeric, enum, flag, string, nested, digest):
    """What any message can suffer. The arguments are numbers of fields that it has or could have."""
    m, whole = message, message.data
    first, last = m.fields[0], m.fields[-1]
    yield "first field after the last", m.without(first[0]) + first[1]
    yield "last field before the first", last[1] + m.without(last[0])
    yield "first field twice", m.put(first[0], first[1], first[1])
    yield "message field twice", m.put(nested, m.raw(nested), m.raw(nested))
    yield "message field in two halves", m.put(nested, field(nested, m.body(nested)), field(nested, b""))
    yield "numeric field twice", m.put(numeric, number(numeric, b"\1"), number(numeric, b"\1"))
    yield "trailing zero byte", whole + b"\0"
    yield "trailing tag without a value", whole + tag(first[0], BYTES)
    yield "trailing text", whole + b"trailing"
    for cut in sorted({1, len(first[1]) - 1, len(whole) // 3, len(whole) // 2, len(whole) - 1}):
        yield f"truncated to {cut} bytes", whole[:cut]
    yield "overlong tag", bytes([first[1][0] | 128, 0]) + first[1][1:] + m.without(first[0])
    yield "overlong length", m.put(digest, tag(digest, BYTES), bytes([len(m.body(digest)) | 128, 0]), m.body(digest))
    yield "overlong number", m.put(numeric, number(numeric, b"\x81\0"))
    yield "number with ten bytes of zero", m.put(numeric, number(numeric, b"\x81" + b"\x80" * 8 + b"\0"))
    yield "number above 64 bits", m.put(numeric, number(numeric, b"\xff" * 9 + b"\2"))
    yield "number of eleven bytes", m.put(numeric, number(numeric, b"\xff" * 10 + b"\1"))
    yield "length beyond the end", m.without(last[0]) + tag(last[0], BYTES) + varint(1 << 20) + m.body(last[0])
    yield "length of nearly 2^64", m.without(last[0]) + tag(last[0], BYTES) + varint((1 << 64) - 1)
    yield "length of 2^63", m.without(last[0]) + tag(last[0], BYTES) + varint(1 << 63)
    yield "zero number written", m.put(numeric, number(numeric, b"\0"))
    yield "unknown field at the end", whole + field(1999, b"x")
    yield "unknown numeric field at the end", whole + number(1999, b"\1")
    yield "unknown fixed32 field", whole + tag(1999, 5) + b"\1\2\3\4"
    yield "unknown empty group", whole + tag(1999, 3) + tag(1999, 4)
    yield "group in place of a message", m.put(nested, tag(nested, 3), m.body(nested), tag(nested, 4))
    yield "end of a group that never began", whole + tag(1999, 4)
    yield "wire type 6", whole + tag(1999, 6)
    yield "wire type 7", whole + tag(1999, 7)
    yield "field number 0", tag(0, BYTES) + b"\0" + whole
    yield "field number above 2^29 - 1", whole + varint((1 << 29) << 3) + b"\1"
    yield "field number that wraps to a known one", varint((1 << 32 | first[0]) << 3 | BYTES) + first[1][1:] + m.without(first[0])
    yield "number as bytes", m.put(numeric, field(numeric, b"\1"))
    yield "number as fixed64", m.put(numeric, tag(numeric, FIXED64), b"\1" + bytes(7))
    yield "number as fixed32", m.put(numeric, tag(numeric, 5), b"\1" + bytes(3))
    yield "bytes as number", m.put(digest, number(digest, b"\1"))
    yield "message as number", m.put(nested, number(nested, b"\1"))
    if enum:
        yield "unknown enumeration number", m.put(enum, number(enum, varint(99)))
        yield "negative enumeration number", m.put(enum, number(enum, varint((1 << 64) - 1)))
        yield "enumeration number above 32 bits", m.put(enum, number(enum, varint((1 << 32) + 1)))
    if flag:
        yield "false written", m.put(flag, number(flag, b"\0"))
        yield "true written as 2", m.put(flag, number(flag, b"\2"))
    if string:
        act, inner = string
        for name, body in BAD_TEXT.items():
            yield f"string with {name}", m.put(act, field(act, inner(body)))
        yield "empty string written", m.put(act, field(act, inner(b"")))


BAD_TEXT = {
    "a lone continuation byte": b"a\x80",
    "a cut character": "達成".encode()[:-1],
    "an overlong slash": b"\xc0\xaf",
    "an overlong NUL": b"\xc0\x80",
    "a surrogate": b"\xed\xa0\x80",
    "a code point above U+10FFFF": b"\xf4\x90\x80\x80",
    "a byte that is never UTF-8": b"\xff",
    "CP932": "改定".encode("cp932"),
}


def statement_cases(schema, message, data):
    m = Message(data)

    def target(period):
        inner = Message(m.body(40))
        return inner.put(6, field(6, period))

    yield from (("wire", *c) for c in wire_cases(m, numeric=9, enum=9, flag=13, string=(40, target), nested=6, digest=1))
    act = Message(m.body(40))
    wrapped = lambda body: m.put(40, field(40, body))
    yield "wire", "empty bytes written", m.put(1, field(1, b""))
    yield "wire", "two acts", data + field(44, b"")
    yield "wire", "the same act twice", data + m.raw(40)
    yield "wire", "unknown act", m.without(40) + field(60, b"")
    yield "wire", "unknown field in the act", wrapped(act.data + number(99, b"\1"))
    yield "wire", "act's fields out of order", wrapped(act.without(1) + act.raw(1))
    yield "wire", "unknown enumeration number in the act", wrapped(act.put(1, number(1, b"\x09")))
    yield "wire", "zero exponent written", wrapped(act.put(8, field(8, Message(act.body(8)).put(2, number(2, b"\0")))))
    yield "wire", "exponent above 32 bits", wrapped(act.put(8, field(8, Message(act.body(8)).put(2, number(2, varint(1 << 32))))))
    yield "wire", "negative exponent in ten bytes", wrapped(
        act.put(8, field(8, Message(act.body(8)).put(2, number(2, varint((1 << 64) - 2))))))
    yield "wire", "inner length beyond the outer", wrapped(act.data[:-1])
    yield "wire", "approvals apart from each other", m.put(5, field(5, m.body(5))) + m.raw(5)
    yield "wire", "subject with an unknown kind", m.put(3, field(3, b"\x08\x0f" + field(2, b"x")))
    yield "wire", "ordinal above 32 bits", m.put(12, field(12, b"\x08\1" + number(2, varint(1 << 32)) + field(3, bytes(32))))
    yield "wire", "in force as an unknown precision", m.put(7, field(7, b"\x18\x06"))

    def changed(**replaced):
        return schema.encode("Statement", {k: v for k, v in {**message, **replaced}.items() if v is not None})

    texts = message["texts"]
    yield "order", "texts descending", changed(texts=texts[::-1])
    yield "order", "two texts of one field and ordinal", changed(texts=texts[:1] + texts)
    yield "order", "last two texts exchanged", changed(texts=texts[:-2] + [texts[-1], texts[-2]])
    yield "order", "expected subjects descending", changed(expected=message["expected"][::-1])
    yield "order", "expected subject twice", changed(expected=message["expected"][:1] * 2)
    yield "value", "ledger id 15 bytes", changed(ledger=message["ledger"][:15])
    yield "value", "event id 17 bytes", changed(event=EVENT + b"\0")
    yield "value", "no event id", changed(event=None)
    yield "value", "commitment 31 bytes", changed(texts=[{**texts[0], "hash": bytes(31)}] + texts[1:])
    yield "value", "ordinal above 16 bits", changed(texts=texts[:-1] + [{**texts[-1], "ordinal": 65536}])
    yield "value", "text without a field", changed(texts=[{"hash": bytes(32)}] + texts)
    yield "value", "source digest 20 bytes", changed(sources=[{"digest": bytes(range(20))}])
    yield "value", "cause's event 8 bytes", changed(causes=[{"event": bytes(range(8))}])
    yield "value", "no decided date", changed(decided=None)
    yield "value", "no recorder", changed(recorded_by=None)
    yield "value", "recorder of no kind", changed(recorded_by={"id": "acc-kikaku"})
    yield "value", "no act", changed(fact_recorded=None)
    yield "value", "identifier with a space", changed(recorded_by=subject("ACTOR", "acc kikaku"))
    yield "value", "identifier of 65 bytes", changed(recorded_by=subject("ACTOR", "a" * 65))
    yield "value", "decimal with a leading zero", changed(fact_recorded=fact("ACTUAL", "FY2016", value("0100")))
    yield "value", "period that does not exist", changed(fact_recorded=fact("ACTUAL", "FY2016Q5", value("1")))
    yield "value", "day that does not exist", changed(decided={"from": "2017-02-29"})


def leaf_cases(schema, leaf, data):
    m = Message(data)

    def link(identifier):
        return Message(m.body(6)).put(1, field(1, b"\x08\7" + field(2, identifier)))

    yield from (("wire", *c) for c in wire_cases(m, numeric=2, enum=0, flag=0, string=(6, link), nested=4, digest=5))
    yield "wire", "recorded time as a number", m.put(3, field(3, number(1, b"\1")))
    yield "wire", "recorded time of zero written", m.put(3, field(3, tag(1, FIXED64) + bytes(8)))
    yield "wire", "recorded time truncated", m.put(3, field(3, tag(1, FIXED64) + bytes(range(7))))
    yield "wire", "batch length of zero written", m.put(4, field(4, b"\x08\1\x10\0"))
    yield "wire", "batch length above 32 bits", m.put(4, field(4, b"\x08\1" + number(2, varint(1 << 32))))
    yield "wire", "format above 32 bits", m.put(1, number(1, varint((1 << 32) + 1)))
    inner = Message(m.body(5))
    yield "wire", "statement's fields out of order", m.put(5, field(5, inner.without(1) + inner.raw(1)))
    yield "wire", "statement with an unknown field", m.put(5, field(5, inner.data + field(99, b"x")))
    yield "wire", "links before the statement", m.without(5, 6) + m.raw(6) + m.raw(5)
    yield "wire", "signature with an unknown field", data + field(7, field(1, bytes(4)) + field(3, b"x"))

    def changed(**replaced):
        return schema.encode("Leaf", {k: v for k, v in {**leaf, **replaced}.items() if v is not None})

    links = leaf["links"]
    yield "order", "links descending", changed(links=links[::-1])
    yield "order", "link twice", changed(links=links[:1] + links)
    yield "value", "link of 31 bytes", changed(links=[{**links[0], "previous": bytes(31)}] + links[1:])
    yield "value", "link without a version", changed(links=[{k: links[0][k] for k in ("subject", "previous")}] + links[1:])
    yield "value", "link of a subject that is not touched", changed(links=links + [
        {"subject": subject("EDITION", "ed-1"), "version": 1, "previous": bytes(32)}])
    yield "value", "link of a touched subject missing", changed(links=links[1:])
    yield "value", "no links", changed(links=[])
    yield "value", "no format", changed(format=None)
    yield "value", "no number", changed(number=None)
    yield "value", "no recorded time", changed(recorded=None)
    yield "value", "no batch", changed(batch=None)
    yield "value", "no statement", changed(statement=None)
    yield "value", "number after its batch", changed(batch={"first": 40, "length": 2})
    yield "value", "key id of 5 bytes", changed(signatures=[{"key_id": b"abcde", "signature": bytes(64)}])
    yield "value", "signature of 63 bytes", changed(signatures=[{"key_id": b"abcd", "signature": bytes(63)}])


def build(schema):
    message, _ = statement(schema, EVENT, "fact_recorded", fact(
        "TARGET", "FY2020", value("1000", scale=3, bound="AT_LEAST"), previous=value("1200", scale=3)), FULL, FULL_TEXTS[:4])
    data = schema.encode("Statement", message)
    opinion, _ = statement(schema, EVENT, "opinion_given", {
        "id": "op-1", "body": "body-1", "kind": "OPINION", "about": [subject("INDICATOR", "ind-1")]}, {}, [])
    leaf = {"format": 1, "number": 42, "recorded": {"unix_ns": 1522054800 * 10**9}, "batch": {"first": 41, "length": 2},
            "statement": opinion,
            "links": [{"subject": subject(kind, i), "version": v, "previous": derived("link", v, 32) if v > 1 else bytes(32)}
                      for kind, i, v in (("INDICATOR", "ind-1", 3), ("BODY", "body-1", 300), ("OPINION", "op-1", 1))]}
    leaf_data = schema.encode("Leaf", leaf)
    cases = [("Statement", *c) for c in statement_cases(schema, message, data)]
    cases += [("Leaf", *c) for c in leaf_cases(schema, leaf, leaf_data)]
    for kind, *case in cases:
        check(schema, kind, *case)
    return {
        "canonical": [{"message": "Statement", "hex": data.hex()}, {"message": "Leaf", "hex": leaf_data.hex()}],
        "refused": [{"message": kind, "breaks": breaks, "name": name, "hex": raw.hex()} for kind, breaks, name, raw in cases],
    }


def check(schema, message, breaks, name, raw):
    try:
        accepted = schema.encode(message, schema.decode(message, raw)) == raw
    except Refused:
        accepted = False
    if accepted == (breaks == "wire"):
        raise SystemExit(f"{message}, {name}: not a case of {breaks}")
