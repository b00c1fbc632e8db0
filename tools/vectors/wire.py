"""A small protobuf codec that takes its shapes from ledger.proto itself.

Messages are dictionaries: {"field": value}, enumeration members by name. Encoding gives the canonical
bytes of schema/FORMAT.md. Decoding is strict and says what is wrong. Only what the schema uses is known.
"""
import re

VARINT, FIXED64, BYTES = 0, 1, 2
SCALARS = {"uint32": VARINT, "uint64": VARINT, "sint32": VARINT, "bool": VARINT, "fixed64": FIXED64,
           "string": BYTES, "bytes": BYTES}


class Refused(Exception):
    """Bytes that are not canonical."""


class Field:
    def __init__(self, name, number, type_, repeated, oneof):
        self.name, self.number, self.type = name, number, type_
        self.repeated, self.oneof = repeated, oneof


class Schema:
    """messages: full name -> fields by name; enums: full name -> number by member name."""

    def __init__(self, text):
        self.messages, self.enums = {}, {}
        tokens = re.findall(r'"[^"]*"|[A-Za-z_][\w.]*|\d+|[{}=;]', re.sub(r"//.*", "", text))
        self._block(tokens, 0, "", None)

    def _block(self, tokens, i, scope, oneof):
        while i < len(tokens) and tokens[i] != "}":
            word = tokens[i]
            if word in ("syntax", "package", "option"):
                i = tokens.index(";", i) + 1
            elif word in ("message", "enum", "oneof"):
                name = f"{scope}.{tokens[i + 1]}".lstrip(".")
                if word == "message":
                    self.messages[name] = {}
                    i = self._block(tokens, i + 3, name, None)
                elif word == "enum":
                    i = self._enum(tokens, i + 3, name)
                else:
                    i = self._block(tokens, i + 3, scope, tokens[i + 1])
            else:
                repeated = word == "repeated"
                type_, name, _, number, _ = tokens[i + repeated:i + repeated + 5]
                self.messages[scope][name] = Field(name, int(number), type_, repeated, oneof)
                i += 5 + repeated
        return i + 1

    def _enum(self, tokens, i, name):
        members = self.enums[name] = {}
        while tokens[i] != "}":
            members[tokens[i]] = int(tokens[i + 2])
            i += 4
        return i + 1

    def resolve(self, scope, type_):
        """The full name of a message or enumeration as seen from within `scope`."""
        parts = scope.split(".")
        for depth in range(len(parts), -1, -1):
            name = ".".join(parts[:depth] + [type_])
            if name in self.messages or name in self.enums:
                return name
        raise KeyError(type_)

    # -- encoding

    def encode(self, message, value):
        fields = self.messages[message]
        unknown = set(value) - set(fields)
        if unknown:
            raise KeyError(f"{message} has no {unknown}")
        out = b""
        for field in sorted(fields.values(), key=lambda f: f.number):
            if field.name in value:
                items = value[field.name] if field.repeated else [value[field.name]]
                for item in items:
                    out += self._field(message, field, item)
        return out

    def _field(self, message, field, item):
        if field.type in SCALARS:
            if not item and not field.repeated:
                return b""
            wire = SCALARS[field.type]
            return tag(field.number, wire) + scalar(field.type, item)
        name = self.resolve(message, field.type)
        if name in self.enums:
            number = self.enums[name][item]
            return tag(field.number, VARINT) + varint(number) if number else b""
        body = item if isinstance(item, bytes) else self.encode(name, item)
        return tag(field.number, BYTES) + varint(len(body)) + body

    # -- strict decoding

    def decode(self, message, data):
        """The message, or Refused. What it accepts, `encode` gives back byte for byte."""
        by_number = {f.number: f for f in self.messages[message].values()}
        value, position, last, oneofs = {}, 0, 0, set()
        while position < len(data):
            key, position = read_varint(data, position)
            number, wire = key >> 3, key & 7
            field = by_number.get(number)
            if field is None:
                raise Refused(f"{message} has no field {number}")
            if number < last:
                raise Refused(f"field {number} after {last}")
            if number == last and not field.repeated:
                raise Refused(f"field {number} twice")
            if field.oneof and field.oneof in oneofs:
                raise Refused(f"two of {field.oneof}")
            oneofs |= {field.oneof} - {None}
            last = number
            item, position = self._value(message, field, wire, data, position)
            if field.repeated:
                value.setdefault(field.name, []).append(item)
            else:
                value[field.name] = item
        return value

    def _value(self, message, field, wire, data, position):
        name = None if field.type in SCALARS else self.resolve(message, field.type)
        expected = SCALARS[field.type] if name is None else VARINT if name in self.enums else BYTES
        if wire != expected:
            raise Refused(f"field {field.number} has wire type {wire}")
        if wire == FIXED64:
            if position + 8 > len(data):
                raise Refused("truncated")
            return nonzero(int.from_bytes(data[position:position + 8], "little")), position + 8
        raw, position = read_varint(data, position)
        if wire == VARINT:
            return self._number(field, name, raw), position
        if position + raw > len(data):
            raise Refused("truncated")
        body, position = data[position:position + raw], position + raw
        if name is not None:
            return self.decode(name, body), position
        if not body and not field.repeated:
            raise Refused("default value written")
        if field.type == "string":
            try:
                return body.decode("utf-8"), position
            except UnicodeDecodeError as error:
                raise Refused("not UTF-8") from error
        return body, position

    def _number(self, field, name, raw):
        nonzero(raw)
        if name is not None:
            names = {number: member for member, number in self.enums[name].items()}
            if raw not in names:
                raise Refused(f"{name} has no {raw}")
            return names[raw]
        if field.type == "bool" and raw != 1:
            raise Refused("a bool is 1")
        if field.type in ("uint32", "sint32") and raw >= 1 << 32:
            raise Refused("more than 32 bits")
        if field.type == "sint32":
            return (raw >> 1) ^ -(raw & 1)
        return bool(raw) if field.type == "bool" else raw


def nonzero(raw):
    if raw == 0:
        raise Refused("default value written")
    return raw


def varint(number):
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def tag(number, wire):
    return varint(number << 3 | wire)


def scalar(type_, item):
    if type_ == "fixed64":
        return item.to_bytes(8, "little")
    if type_ == "sint32":
        return varint(item << 1 if item >= 0 else (-item << 1) - 1)
    if type_ in ("string", "bytes"):
        body = item.encode("utf-8") if type_ == "string" else item
        return varint(len(body)) + body
    return varint(int(item))


def read_varint(data, position):
    number = 0
    for length in range(10):
        if position + length >= len(data):
            raise Refused("truncated")
        byte = data[position + length]
        number |= (byte & 127) << 7 * length
        if byte < 128:
            if byte == 0 and length:
                raise Refused("overlong varint")
            if number >= 1 << 64:
                raise Refused("more than 64 bits")
            return number, position + length + 1
    raise Refused("more than 64 bits")
