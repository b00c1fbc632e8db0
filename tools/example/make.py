#!/usr/bin/env python3
"""Makes the example data from the published tables: make.py SHEETS [OUTPUT].

SHEETS is the directory with `kitakyushu/` and `kawasaki/`. OUTPUT defaults to the directory of this
program. The same sheets give the same bytes. Nothing is written unless every check holds.
"""

import json
import pathlib
import sys

sys.dont_write_bytecode = True  # the folder holds data that is compared with a fresh run

import kawasaki
import kitakyushu
import tables
import tour

HERE = pathlib.Path(__file__).resolve().parent


def load(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def main(arguments):
    if len(arguments) not in (1, 2):
        print("usage: make.py SHEETS [OUTPUT]", file=sys.stderr)
        return 2
    sheets = pathlib.Path(arguments[0])
    output = pathlib.Path(arguments[1]) if len(arguments) == 2 else HERE
    identifiers = load("identifiers.json")
    made, city = kitakyushu.batches(sheets, identifiers["kitakyushu"])
    made |= kawasaki.batches(sheets, identifiers["kawasaki"], load("rewordings.json"))
    made |= tour.batches(city)
    for path, batch in made.items():
        batch.write(output / f"{path}.ndjson")
        print(f"{path}.ndjson: {len(batch.lines)} events")
    for path, text in tables.tables(sheets).items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text(text, encoding="utf-8", newline="")
        print(f"{path}: {text.count(chr(10)) - 1} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
