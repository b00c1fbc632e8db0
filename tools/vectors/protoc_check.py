#!/usr/bin/env python3
"""Holds the vectors against stock protoc: python3 tools/vectors/protoc_check.py

Each statement, leaf and record must decode with `protoc --decode`, and `protoc --encode` must give the same
bytes back, so that the encoder here is nobody's private dialect. Exit 1 at the first that differs.
"""
import json
import pathlib
import subprocess
import sys

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "schema"


def protoc(mode, message, data):
    command = ["protoc", f"--{mode}=ledger.v1.{message}", f"--proto_path={SCHEMA}", "ledger.proto"]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def load(name):
    return json.loads((SCHEMA / "vectors" / name).read_text(encoding="utf-8"))


def messages():
    for vector in load("statements.json")["statements"]:
        yield "Statement", vector["name"], vector["statement_hex"]
    for entry in load("log.json")["entries"]:
        yield "Leaf", f"entry {entry['number']}", entry["leaf_hex"]
        yield "Record", f"entry {entry['number']}", entry["record_hex"]
    for vector in load("noncanonical.json")["canonical"]:
        yield vector["message"], "canonical", vector["hex"]


count = 0
for message, name, text in messages():
    data = bytes.fromhex(text)
    decoded = protoc("decode", message, data)
    unknown = [line for line in decoded.splitlines() if line.strip()[:1].isdigit()]
    if unknown or protoc("encode", message, decoded) != data:
        sys.exit(f"{message} {name}: protoc reads it differently {unknown}")
    count += 1
print(f"{count} messages agree with protoc")
