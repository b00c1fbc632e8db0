// Just enough JSON to fill columns from a draft, in one pass and without copying: what a client in C would do that wants to be fast.
#include "peers.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *at, *end;
} Reader;

static void expect(Reader *r, char sign) {
    if (r->at >= r->end || *r->at != sign) fail("no JSON: %c expected", sign);
    r->at++;
}

static Text string(Reader *r) {
    expect(r, '"');
    Text text = {r->at, 0};
    while (r->at < r->end && *r->at != '"') r->at += *r->at == '\\' ? 2 : 1;
    text.length = (size_t)(r->at - text.start);
    expect(r, '"');
    return text;
}

/// Passes over any value and gives its bytes; of strings without their quotes.
static Text value(Reader *r) {
    if (r->at < r->end && *r->at == '"') return string(r);
    Text text = {r->at, 0};
    int depth = 0;
    while (r->at < r->end) {
        char sign = *r->at;
        if (sign == '"') { string(r); continue; }
        if (sign == '{' || sign == '[') depth++;
        if ((sign == '}' || sign == ']' || sign == ',') && depth == 0) break;
        if (sign == '}' || sign == ']') depth--;
        r->at++;
        if (depth == 0 && (sign == '}' || sign == ']')) break;
    }
    text.length = (size_t)(r->at - text.start);
    return text;
}

static int is(Text text, const char *word) { return text.length == strlen(word) && memcmp(text.start, word, text.length) == 0; }

/// The members of an object, one after the other; 0 at its end.
static int member(Reader *r, Text *name) {
    if (r->at < r->end && *r->at == '}') { r->at++; return 0; }
    if (*r->at == ',' || *r->at == '{') r->at++;
    if (*r->at == '}') { r->at++; return 0; }
    *name = string(r);
    expect(r, ':');
    return 1;
}

static Text find(Text object, const char *name) {
    Reader r = {object.start, object.start + object.length};
    Text found;
    while (r.at < r.end && member(&r, &found)) {
        Text one = value(&r);
        if (is(found, name)) return one;
    }
    return (Text){0};
}

static void readAct(Entry *entry, Text act) {
    Reader r = {act.start, act.start + act.length};
    Text name, kind = {0};
    while (r.at < r.end && member(&r, &name)) {
        Text one = value(&r);
        if (is(name, "kind")) kind = one;
        else if (is(name, "id") || is(name, "indicator") || is(name, "programme")) entry->subject = one;
        else if (is(name, "subject")) entry->subject = find(one, "id");
        else if (is(name, "subjects")) entry->subject = find((Text){one.start + 1, one.length - 2}, "id");
        else if (is(name, "plan")) entry->plan = one;
        else if (is(name, "period")) entry->period = one;
        else if (is(name, "value")) {
            entry->amount = find(one, "number");
            Text status = find(one, "status");
            entry->status = status.length ? *status.start : 'A';
        } else if (is(name, "previous")) entry->previous = *one.start == '{' ? find(one, "number") : (Text){0};
        else if (is(name, "number") && is(entry->act, "withdrawn")) entry->withdraws = strtoull(one.start, NULL, 10);
        else if (is(name, "measures")) entry->lower = is(find((Text){one.start + 1, one.length - 2}, "direction"), "LOWER");
    }
    if (is(entry->act, "factRecorded")) entry->fact = *kind.start;
}

Entry readEntry(const char *line, size_t length, uint64_t number) {
    Entry entry = {.number = number, .body = {line, length}, .lower = -1};
    Text statement = find(entry.body, "statement"), name;
    Reader r = {statement.start, statement.start + statement.length};
    while (r.at < r.end && member(&r, &name)) {
        Text one = value(&r);
        if (is(name, "event")) entry.event = one;
        else if (is(name, "decided")) entry.decided = find(one, "from");
        else if (is(name, "change")) entry.change = one;
        else if (is(name, "recordedBy") || is(name, "sources") || is(name, "approvals") || is(name, "reason") || is(name, "backfill")) continue;
        else {
            entry.act = name;
            readAct(&entry, one);
        }
    }
    return entry;
}

static int digit(char sign) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *place = strchr(alphabet, sign);
    return place && sign ? (int)(place - alphabet) : 0;
}

void hexadecimal(Text base64, char digits[33]) {
    uint8_t bytes[18] = {0};
    for (size_t i = 0, at = 0; i + 3 < base64.length && at < 16; i += 4, at += 3) {
        int group = digit(base64.start[i]) << 18 | digit(base64.start[i + 1]) << 12 | digit(base64.start[i + 2]) << 6 | digit(base64.start[i + 3]);
        bytes[at] = (uint8_t)(group >> 16), bytes[at + 1] = (uint8_t)(group >> 8), bytes[at + 2] = (uint8_t)group;
    }
    static const char signs[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) digits[2 * i] = signs[bytes[i] >> 4], digits[2 * i + 1] = signs[bytes[i] & 15];
    digits[32] = 0;
}
