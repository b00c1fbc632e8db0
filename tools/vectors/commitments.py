"""commitments.json: commitments of texts, and attempts to open one to something else."""
import hashlib
import unicodedata

TEXT = "目標値を1,200人から1,000人に改める。"


def derived(label, counter, length):
    """Bytes that stand for random ones, the same in every run."""
    return hashlib.sha256(f"ledger vectors/{label}/{counter}".encode()).digest()[:length]


def preimage(salt, event, field, ordinal, text):
    return b"\2" + salt + event + field.to_bytes(2, "big") + ordinal.to_bytes(2, "big") + text.encode()


def commit(salt, event, field, ordinal, text):
    if len(salt) != 32 or len(event) != 16:
        raise ValueError("a salt is 32 bytes and an event id 16")
    return hashlib.sha256(preimage(salt, event, field, ordinal, text)).digest()


def case(desc, salt, event, field, ordinal, text, commitment):
    try:
        holds = commit(salt, event, field, ordinal, text) == commitment
    except ValueError:
        holds = False
    return {"desc": desc, "salt": salt.hex(), "event": event.hex(), "field": field, "ordinal": ordinal,
            "text": text, "commitment": commitment.hex(), "wantErr": not holds}


def shifted(by, salt, event, field, ordinal, text):
    """The same preimage cut at other places: a salt longer or shorter by `by` bytes."""
    data = preimage(salt, event, field, ordinal, text)
    cut = 1 + 32 + by
    return (data[1:cut], data[cut:cut + 16], int.from_bytes(data[cut + 16:cut + 18], "big"),
            int.from_bytes(data[cut + 18:cut + 20], "big"), data[cut + 20:].decode())


def build():
    salt, event = derived("salt", 0, 32), derived("event", 0, 16)
    good = commit(salt, event, 1, 0, TEXT)
    cases = [
        case("reason", salt, event, 1, 0, TEXT, good),
        case("empty text", salt, event, 4, 0, "", commit(salt, event, 4, 0, "")),
        case("greatest field and ordinal", salt, event, 65535, 65535, "a", commit(salt, event, 65535, 65535, "a")),
        case("raw cell, kept as printed", salt, event, 9, 258, "△1.2㎡①\n", commit(salt, event, 9, 258, "△1.2㎡①\n")),
        case("longer than a stack buffer", salt, event, 10, 0, "意見" * 1000, commit(salt, event, 10, 0, "意見" * 1000)),
        case("zero salt is a salt", bytes(32), event, 1, 0, TEXT, commit(bytes(32), event, 1, 0, TEXT)),
        case("copied to another field", salt, event, 4, 0, TEXT, good),
        case("copied to another ordinal", salt, event, 1, 1, TEXT, good),
        case("copied to another event", salt, derived("event", 1, 16), 1, 0, TEXT, good),
        case("another salt", derived("salt", 1, 32), event, 1, 0, TEXT, good),
        case("field and ordinal exchanged", salt, event, 0, 1, TEXT, good),
        case("field little-endian", salt, event, 256, 0, TEXT, good),
        case("another number in the text", salt, event, 1, 0, TEXT.replace("1,000", "1,100"), good),
        case("newline added", salt, event, 1, 0, TEXT + "\n", good),
        case("zero byte added", salt, event, 1, 0, TEXT + "\0", good),
        case("normalised as NFKC", salt, event, 9, 258, unicodedata.normalize("NFKC", "△1.2㎡①\n"),
             commit(salt, event, 9, 258, "△1.2㎡①\n")),
        case("composed for decomposed", salt, event, 1, 0, "\u304c", commit(salt, event, 1, 0, "\u304b\u3099")),
        case("salt empty", b"", event, 1, 0, TEXT, good),
        case("event id 15 bytes", salt, event[:15], 1, 0, TEXT, good),
        case("event id 17 bytes", salt, event + b"\0", 1, 0, TEXT, good),
        case("hash without its prefix", salt, event, 1, 0, TEXT,
             hashlib.sha256(preimage(salt, event, 1, 0, TEXT)[1:]).digest()),
        case("hash with a leaf's prefix", salt, event, 1, 0, TEXT,
             hashlib.sha256(b"\0" + preimage(salt, event, 1, 0, TEXT)[1:]).digest()),
        case("zeros", salt, event, 1, 0, TEXT, bytes(32)),
    ]
    # The commitment of an ASCII text, opened to the same bytes with the salt's end moved: its hash is right.
    ascii_event = b"event-of-16bytes"
    ascii_good = commit(salt[:31] + b"s", ascii_event, 0x3031, 0x3233, "not approved")
    for by in (-1, 1, 4):
        moved = shifted(by, salt[:31] + b"s", ascii_event, 0x3031, 0x3233, "not approved")
        cases.append(case(f"salt {32 + by} bytes, same hash input, opens to another text", *moved, ascii_good))
    return {"commitments": cases}
