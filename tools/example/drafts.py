"""Sheets in, drafts out: the parts that both cities' example data share.

A draft is one line of NDJSON, the message `Draft` of schema/ledger.proto in
protobuf's JSON mapping. Fields that hold their default value are left out.
"""

import base64
import calendar
import csv
import hashlib
import io
import json
import pathlib

# Numbers of TextField: drafts list their texts by (field, ordinal).
TEXT_FIELDS = {
    "REASON": 1, "FOUND_BY": 2, "OVERRIDE": 3, "NOTE": 4, "APPROVAL_DOCUMENT": 5, "DOCUMENT_TITLE": 6,
    "FILE_NAME": 7, "SHEET_NAME": 8, "RAW_CELL": 9, "BODY_TEXT": 10, "DISPLAY_NAME": 11, "SEAT": 12,
}

# SDMX status of each typed absence.
ABSENCE_STATUS = {
    "PENDING": "O", "NONE_PRINTED": "O", "NOT_COLLECTED": "L",
    "NOT_STARTED": "M", "NOT_APPLICABLE": "M", "CANCELLED": "M",
}

# Printed unit -> (unit, power of ten).
SCALED_UNITS = {
    "万人": ("人", 4), "千t": ("t", 3), "千トン": ("トン", 3), "千TEU": ("TEU", 3), "億円": ("円", 8),
}


class Sheet:
    """One CSV file: its rows by column name, its digest and its cell addresses."""

    def __init__(self, directory, name):
        data = (pathlib.Path(directory) / name).read_bytes()
        self.name = pathlib.Path(name).name
        self.digest = hashlib.sha256(data).digest()
        table = list(csv.reader(io.StringIO(data.decode("utf-8"))))
        self.columns = table[0]
        self.rows = [dict(zip(self.columns, row)) for row in table[1:]]

    def cell(self, row, column):
        """Address as a spreadsheet shows it; `row` counts from 0 below the header."""
        return f"{chr(ord('A') + self.columns.index(column))}{row + 2}"

    def at(self, row, column):
        """A source: this sheet, the cell's address, and the cell verbatim."""
        return (self, self.cell(row, column), self.rows[row][column])


class Document:
    """A paper without a file: named by its title and a page."""

    digest = None

    def __init__(self, title):
        self.name = title


def subject(kind, identifier):
    return {"kind": kind, "id": identifier}


def month(year, number, basis="ASSUMED"):
    last = calendar.monthrange(year, number)[1]
    stated = {} if basis == "STATED" else {"basis": basis}
    return {"from": f"{year}-{number:02}-01", "to": f"{year}-{number:02}-{last}", "precision": "MONTH"} | stated


def fiscal_year(year, basis="ASSUMED"):
    return {"from": f"{year}-04-01", "to": f"{year + 1}-03-31", "precision": "FISCAL_YEAR", "basis": basis}


def day(iso):
    return {"from": iso}


def clean(message):
    """Without the fields that hold their default value."""
    return {name: field for name, field in message.items() if field not in (None, "", 0, False, [], {})}


def scaled(unit):
    return SCALED_UNITS.get(unit, (unit, 0))


def number(digits, unit, aggregation, **more):
    unit, scale = scaled(unit)
    return clean({"number": digits, "scale": scale, "unit": unit, "aggregation": aggregation} | more)


def absent(kind, expected=""):
    return clean({"absence": kind, "status": ABSENCE_STATUS[kind], "expected": expected})


def canonical(message):
    """What an event id is computed over: the same for equal content, whatever the order of the fields."""
    return json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def event_id(prefix, sheet, cell, act, content):
    """16 bytes: 8 of the file's digest, then 8 over the place, the act and its content."""
    tail = hashlib.sha256("\0".join([sheet, cell, act, canonical(content)]).encode()).digest()
    return base64.b64encode(prefix[:8] + tail[:8]).decode()


def source_message(place, cell):
    if place.digest is None:
        return {"page": cell}
    return clean({"digest": base64.b64encode(place.digest).decode(), "cell": cell})


class Batch:
    """The drafts of one file. `recorded_by` is the id of an ACTOR; `backfill` marks every event."""

    def __init__(self, recorded_by):
        self.recorded_by = recorded_by
        self.lines = []
        self.ids = set()

    def add(self, act, content, decided, sources, texts=(), **statement):
        """Appends one event and gives its id.

        `sources` are from `Sheet.at`, or (Document, page, None); a cell's text given as None is not
        copied. The first source enters the event id. `texts` are (field, text) or (field, ordinal, text).
        """
        all_texts = [entry if len(entry) == 3 else (entry[0], 0, entry[1]) for entry in texts]
        listed = []
        for ordinal, (place, cell, raw) in enumerate(sources):
            listed.append(source_message(place, cell))
            all_texts.append(("FILE_NAME" if place.digest else "DOCUMENT_TITLE", ordinal, place.name))
            if raw:
                all_texts.append(("RAW_CELL", ordinal, raw))
        body = {"recordedBy": subject("ACTOR", self.recorded_by), "decided": decided, "sources": listed,
                "backfill": True} | statement | {act: content}
        body = {name: field for name, field in body.items() if field not in (None, [], "")}
        drafted = [clean({"field": field, "ordinal": ordinal, "text": text})
                   for field, ordinal, text in sorted(all_texts, key=lambda t: (TEXT_FIELDS[t[0]], t[1]))]
        place, cell, _ = sources[0]
        prefix = place.digest or hashlib.sha256(place.name.encode()).digest()
        identifier = event_id(prefix, place.name, cell, act, {"statement": body, "texts": drafted})
        if identifier in self.ids:
            raise ValueError(f"two equal events: {act} {content}")
        self.ids.add(identifier)
        self.lines.append({"statement": {"event": identifier} | body} | ({"texts": drafted} if drafted else {}))
        return identifier

    def write(self, path):
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in self.lines)
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
