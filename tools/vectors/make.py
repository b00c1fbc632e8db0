#!/usr/bin/env python3
"""Writes schema/vectors/*.json: python3 tools/vectors/make.py [--check]

The same bytes in every run. With --check nothing is written; exit 1 says that the files differ from
what this program makes.
"""
import json
import pathlib
import sys

import commitments
import log
import merkle_vectors
import noncanonical
import statements
import wire

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "schema"


def main():
    schema = wire.Schema((SCHEMA / "ledger.proto").read_text(encoding="utf-8"))
    files = {
        "merkle.json": merkle_vectors.build(),
        "commitments.json": commitments.build(),
        "statements.json": statements.build(schema),
        "noncanonical.json": noncanonical.build(schema),
        "log.json": log.build(schema),
    }
    check, differing = "--check" in sys.argv[1:], []
    for name, content in files.items():
        path, text = SCHEMA / "vectors" / name, json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                differing.append(name)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"{path.relative_to(SCHEMA.parent)}: {len(text.encode())} bytes")
    if differing:
        sys.exit("differs from what make.py makes: " + ", ".join(differing))


main()
