// Written from schema/ by the tests with LEDGER_RECORD_GOLDEN=1, and held to it by them. Do not edit.

/// The files of schema/ that an export carries; each ends with one more line break.
enum SchemaFiles {
    static let all: [(name: String, text: String)] = [
        (
            "FORMAT.md",
            ##"""
# The stored format, version 1

This page and [`ledger.proto`](ledger.proto) are normative: a program that follows them can read, check and extend a ledger without
looking at our code. MUST, MUST NOT and MAY are meant as in RFC 2119. Where a rule has a reason that is not plain, the reason follows it.

A ledger is a directory:

| path | what it is | may be deleted |
| --- | --- | --- |
| `log/data.mdb`, `log/lock.mdb` | LMDB environment with the log: the only truth | never |
| `views/data.mdb`, `views/lock.mdb` | LMDB environment with everything derived | always; it is built again |
| `writer.lock` | taken with `flock` by whoever writes | when nobody writes |
| `log.new`, `log.old`, `views.new`, `views.old` | a compaction under way or cut off: the next writer ends it. Where `log` is missing and `log.old` is there, `log.old` is the log | never by hand |
| `clone` | in a copy of a published ledger: where it came from, and the texts that were not given to it | never |
| `last-backup`, `last-verify`, `last-drill` | what commands note for `status`, as JSON; nothing rests on it | always |

## 1 The log

The log environment has one unnamed table. Key: the sequence number, eight bytes big-endian (integer keys in host order would make the
file unreadable on another machine). Value: a `Record`. Numbers run 1, 2, 3 … without gaps. The tree index of entry *n* is *n* − 1.

A record holds the leaf, the texts with their salts, and the tree hashes that this leaf completes, in this order:
the leaf's own hash, then for each trailing one bit of the tree index the hash of the next larger complete subtree. They are the
hashes that golang/mod's dense index appends for record *n* − 1; the hash of level *l* at position *p* stands in the record of entry
(*p* + 1)·2^*l* as its *l*-th hash (from 0).

### Hashes

| what | bytes |
| --- | --- |
| leaf | SHA-256(0x00 ‖ leaf) |
| node | SHA-256(0x01 ‖ left ‖ right) |
| root | Merkle tree hash of RFC 6962 §2.1 over the leaves; the empty log's root is SHA-256 of nothing |
| commitment | SHA-256(0x02 ‖ salt ‖ event id ‖ field u16 BE ‖ ordinal u16 BE ‖ UTF-8 text) |
| author's signature | Ed25519 over `ledger/statement/v1` ‖ 0x0A ‖ statement bytes |

A salt MUST be exactly 32 random bytes; any other length is damage (with a free length one commitment would open to two texts). Event
id and field are in the commitment so that it cannot be copied to another place.

### Canonical bytes

A leaf and its statement MUST be the shortest protobuf encoding: fields ascending by number, shortest varints, no default value
(a `oneof` member that is present is written even if empty), no unknown field, no unknown enumeration number, no group, map or float.
Decoding and encoding MUST give the same bytes. Lists are in the order that the field's comment states. Texts are valid UTF-8.

### How it grows

`Leaf.format` fixes message shapes *and* rules. Every addition raises it. A reader that meets a higher number than it knows MUST NOT
append and MUST call the ledger undetermined, not broken. Entries are judged by the rules of their own number. Retired field numbers
stay reserved.

### Limits

| what | limit |
| --- | --- |
| identifier | 1–64 of `[A-Za-z0-9._-]` |
| name, unit, code, label, tag or other clear string | 1,024 bytes, no control characters |
| leaf | 16,384 bytes |
| text | 1,048,576 bytes of UTF-8 |
| texts of one entry | 256 |
| subjects of one entry | 64 |
| entries of one batch | 100,000 |
| decimal | 40 digits; scale −18 to 18 |

## 2 Small grammars

Decimal: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`. Trailing zeros are kept ("30.0" is not "30" as printed); comparison is numeric after scale.

Day: `YYYY-MM-DD`, a day of the proleptic Gregorian calendar, year 1868 to 2199.

Period:

```
period  = atom | atom "-" atom | "<=" atom | ">=" atom      ; one, a range, by the end of, from the start of
atom    = year | year "Q" ("1".."4") | YYYY "." MM | YYYY "." MM "." DD
year    = ("FY" | "CY" | "Y") YYYY                          ; fiscal, calendar, basis not printed
```

Both ends of a range have the same form. FY2016 starts on the first day of the ledger's first fiscal month in 2016. `Y` counts as a
fiscal year where an end is needed. Eras (平成31年度) are read and printed, never stored.

## 3 The statement

Everything that an author says. It exists before it has a number or a time, so its bytes can be signed.

- In clear: identifiers, codes, dates, decimals, words that are values (改定済), grades, and the names of plans, sections, programmes,
  indicators, units of measure and organisational units. Every other string that people wrote is a text: `Statement.texts` holds its commitment, `Record.texts` the
  text. Views, indexes and seals MUST NOT hold a text, only (number, field, ordinal).
- `decided` MUST be present (basis UNKNOWN without dates where nobody knows). A `When` counts from its latest day: `to`, else `from`, else the
  day (in the ledger's offset) on which it was recorded. `in_force` absent means `decided`.
- `approvals` empty means "none stated".
- Event ids are 16 bytes. Ids made together share their first eight. An imported event's id is the first 8 bytes of the file's digest followed by
  the first 8 of SHA-256(statement ‖ version u64 BE): the statement without event id, ledger and texts (it names cell, mapping and act), and the version of the first subject that it touches just
  before it. Texts stay out: an id outlives a redaction, and an unsalted hash would let a guess be confirmed.

### Same content

Two statements have the same content when they are equal after each commitment's hash is replaced by its text. An append whose id is
known and whose content is the same succeeds and changes nothing; with other content it is refused. Ids are looked up before
expected versions and rules. A batch of which only some ids are known is refused with the list.

## 4 Facts: what an act touches

An event lists every subject that it touches, and the list follows from its own bytes alone. `Leaf.links` has one link for each,
ascending by (kind, id): version (1, 2, 3 … without gaps per subject) and the leaf hash of that subject's previous event (32 zero bytes for
the first). What a subject looks like is a fold of only the events that list it.

Each touched subject gets facts under keys. A key is a family and a path.

| act | facts |
| --- | --- |
| ledger_opened | LEDGER `ledger`: existence |
| actor_registered | actor: existence |
| unit_created | unit: existence, name, place |
| plan_adopted | plan: existence, name, period |
| plan_revised | plan: revision/*event* |
| plan_extended | plan: period |
| section_added | section: existence, name, place; plan: member/*section*; parent section: member/*section* |
| programme_registered | programme: existence, name, place (its unit), listing/*section*; section: member/*programme* |
| programme_listed | programme: listing/*section*; section: member/*programme* |
| programme_linked | programme: link/*event* |
| scope_set | programme: scope/*period* |
| indicator_defined | indicator: existence, name, definition, attachment/*to* each; each *to*: member/*indicator* |
| indicator_redefined | indicator: definition |
| attached | indicator: attachment/*to*; *to*: member/*indicator* |
| renamed | subject: name |
| alias_noted | subject: alias/*event* |
| moved | subject: place; where the subject is a section: *to* and *previous*: member/*section* |
| restructured | each of `from` that is not in `to`: lineage/*event*, life; each of `to`: lineage/*event*; with CARRIED_OVER the plan: lineage/*event* (and `from` keep their life) |
| ended, resumed | subject: life |
| fact_recorded BASELINE | indicator: baseline/*plan*/*measure*/*part* |
| fact_recorded TARGET | indicator: target/*plan*/*measure*/*part*/*period*, and the same with *previous_period* |
| fact_recorded ACTUAL | indicator: actual/*measure*/*part*/*period* |
| amount_recorded | subject: amount/*period*/*kind*/*carried_over* |
| text_recorded | subject: text/*kind*/*period*/*number* |
| rule_adopted | rule: definition |
| grade_given | subject: grade/*plan*/*period*/*origin* |
| control_total | subject: total/*period* |
| body_constituted | body: definition; parent body: member/*body* |
| meeting_held | meeting: existence; body: member/*meeting* |
| meetings_counted | body: meetings/*period* |
| opinion_given | opinion: definition; body: member/*opinion*; each of `about`: opinion/*opinion*; restated opinion: restated/*opinion* |
| response_given | response: definition; each opinion: response/*response*; each response referred to: referred/*response* |
| point_put | point: definition; body: member/*point*; each of `about`: point/*point* |
| edition_published | edition: definition; each plan: edition/*edition*; superseded edition: superseded/*edition* |
| audit_noted | subject: note/*event* |
| discrepancy_noted | subject: discrepancy/*event* |
| withdrawn | each of `subjects`: withdrawal/*number* |
| redacted | each of `subjects`: redaction/*number* |
| key_registered, key_revoked | actor (AUTHOR) or ledger (LOG): key/*public key, hexadecimal* |
| restored | ledger: incarnation |

Keys are compared as bytes, and so are all stored strings: nothing is normalised. A member path is `kind/id`. "The ledger" as a subject is (LEDGER, `ledger`).

### State at (S, E, D)

Of the events with number ≤ S, in force on or before E and decided on or before D that no `withdrawn` with number ≤ S names, the event
with the greatest (in-force day, number) holds, per subject and key. Withdrawal and redaction act on S only.

The value that a revision replaces is the one in force at the revision's own in-force day. A late entry that contradicts the old value
of the next revision is refused with both shown.

## 5 Derived tables

In the `views` environment, each in a named table, all rebuilt from the log alone:

| table | key | value |
| --- | --- | --- |
| `meta` | `changes` | number up to which `changes` was kept (u64 BE) ‖ its layout version (u32 BE), now 1 ‖ its rows (u64 BE) |
| `meta` | `watermark` | number up to which everything is derived (u64 BE) ‖ hash of that entry's leaf (32) ‖ layout version (u32 BE), now 3 ‖ rows of `ids`, `rows`, `batches`, `planned` (u64 BE each) |
| `ids` | event id (16) | number (u64 BE) |
| `rows` | kind (1 byte) ‖ id ‖ 0x00 ‖ number (u64 BE) | version (u64 BE) ‖ recorded unix ns (u64 BE) ‖ batch first (u64 BE) ‖ batch length (u32 BE) ‖ the act's field in `Statement` (1 byte) ‖ statement bytes |
| `batches` | recorded unix ns (u64 BE) ‖ first number (u64 BE) | last number (u64 BE) |
| `changes` | kind (1 byte) ‖ id ‖ 0x00 of a programme, indicator, rule or plan | every change of what is asked that an audit of targets finds for it, as protobuf fields: 1 key of another subject that was read for it, 2 a change with its entries by their numbers |
| `changes` | 0xff ‖ kind ‖ id ‖ 0x00 of a subject that was read ‖ kind ‖ id ‖ 0x00 of the one for which it was read | empty |
| `planned` | plan's id ‖ 0x00 ‖ indicator's id ‖ 0x00 ‖ number (u64 BE) of an entry that gives it a baseline or a target in the plan | kind of fact (1 byte) |

`rows` lies side by side for one subject, so that what one question reads is one range of one tree, and says of each entry which act it is, so
that what the question is not about is passed over; `planned` says which subjects a plan's table is about. Readers fold the entries after the
watermark (at most 256 and the newest batch) in memory.

`changes` says what an audit of the log up to its own number finds, and follows behind the other tables: a writer brings it up as it passes each multiple of 4,096 entries, `rebuild` and
`compact` always. A reader that asks as of that number or later, with neither an in-force nor a decided day, takes from it what it says of every subject that no later entry lists and for which none was read that a
later entry lists, and looks at the others itself. Rows of another layout version, of a number after the watermark's, or other numbers of rows than `meta` says, MUST be ignored. The fields of a change are the program's own:
whoever reads the views with another program lets `changes` be.

Views whose watermark is not the hash of that entry's leaf, or whose tables hold other numbers of rows than it says, MUST be ignored. Whoever appends MUST
hold what it takes from them against the log: versions and event ids are the log's, the views only say where to look.

## 6 Rules

What may be appended follows from the entry and the facts of the subjects that it touches or names, as they stand just before it. A program that
appends MUST refuse what is listed here, and a verifier MUST report it. Codes are those that the program prints.

### What every entry needs

- Event 1, and only event 1, is `ledger_opened`. Every other entry names an actor that is registered (an actor may register itself) and has
  not ended on the day of recording as `recorded_by`.
- Every subject that is named exists (`unknown-subject`) and is of the right kind; a subject that is changed has not ended on the day that the entry comes into
  force (`subject-ended`). What brings a subject into being finds none there (`subject-exists`). After a withdrawal of that first entry the same
  thing may be entered again under the same identifier.
- `decided` is not after the day of recording (`decided-in-future`); `in_force` may be.
- REVISED, CORRECTED, a redefinition, a withdrawal, a redaction and a refused opinion carry a reason code (`reason-missing`); OTHER and CORRECTED a reason text.
- The versions in `expected` hold (`version-differs`); they are of subjects that the act touches.

### One value at a time

Families name, definition, place, period, listing, scope, attachment, baseline, target, actual, amount, text, grade, total and meetings hold one value
under a key. FIRST finds nothing in force there on its own in-force day (`fact-exists`); any other change names what it replaces (`previous-differs`,
`fact-missing`): facts and amounts by `previous`, equal in amount; names, places, plan periods and grades by their `previous_` field; everything else by
`replaces`, the event id. `previous_unknown` stands only where nothing is held. A detached attachment, a removed listing, a withdrawn target and a target that
moved to another period leave their key empty. An entry that comes before one already known must have the value that the later one names (`late-contradicts`).

| act | changes allowed |
| --- | --- |
| actual | FIRST, FINALISED, SCHEDULED, CORRECTED |
| amount | FIRST, FINALISED, SCHEDULED, CORRECTED |
| target | FIRST, REVISED, CORRECTED |
| baseline | all |
| plan_extended, renamed, moved, indicator_redefined | REVISED, CORRECTED |
| programme_listed, attached, scope_set, text_recorded, rule_adopted, grade_given, control_total, body_constituted, meetings_counted | FIRST, REVISED, CORRECTED |
| indicator_defined, opinion_given, response_given, point_put | FIRST, CORRECTED |
| everything else | FIRST |

### Values

- A value is a number, a word, a bound that needs none (維持 and the like) or a typed absence; exactly one of these. Words stand in clear.
- Its unit is that of its measure; counting words (人, 件, 社 …) may stand for one another with a reason (`counting-word-differs`), others may not (`unit-differs`).
- A number for a period that has not ended on the decided day has status F (`period-not-ended`).
- A cumulative actual is not below one of an earlier period and not above one of a later period (`cumulative-falls`) of the same sum: a sum starts anew
  with the period of a plan that the indicator has a target or baseline in, and with a redefinition that breaks the series.
- Warnings, which the text OVERRIDE lets pass: a target outside its plan's period (`outside-plan`); a number before every range that has a target (`outside-target`); ten times or a
  tenth of the period before (`ten-times`); a changed sign (`sign-changed`); more than 100 % (`over-hundred-percent`); exhaustive parts that do not add up
  (`parts-do-not-add-up`); finalising what was not provisional (`not-provisional`).

### Restructuring, review, record keeping

- Nothing is moved into a part of itself (`circular`); a section and its parent are of one plan (`other-plan`). Only what is suspended resumes (`not-ended`).
- A derived grade is one of those of its rule's version (`unknown-grade`).
- A merge and SAME have one target, a split one origin; the two sides are not the same (`merge-into-itself`). What is merged, split, reorganised or replaced has ended
  thereby; what is carried over to another plan has not.
- A response answers at least one opinion that exists (`response-to-nothing`).
- A rule's versions count up from 1.
- An edition's `size` is its own number − 1. A `seal` is the root of PROOFS.md §2 as the entries before give it (`seal-differs`), and its entry is a batch of its own (`seal-not-alone`).
  An identifier that was sealed is not used again, even after a withdrawal (`subject-exists`).
- A withdrawal names number, event id and subjects of an entry that is not withdrawn yet and is no withdrawal, redaction or `ledger_opened`
  (`nothing-to-withdraw`), and on which no live entry rests (`still-needed`): a later entry under the same key of one value or of life, or anything that touches a subject
  which it brought into being. What merely names that subject (a recorder, a unit of origin, a target's plan) stays as it was entered.
- A redaction names a text that is there. Text and salt leave the record in the transaction that stores it. LMDB keeps old bytes in free pages until
  they are used again: they are gone from a copy made record by record, which `backup` is, and which `compact` puts in the place of the log.

### Keys

- A public key is 32 bytes of Ed25519 and of no small order. As a C2SP key it has type 0x01; an actor's is named by the actor's identifier, the log's by the origin.
- `key_registered` gives an actor (AUTHOR) or the log (LOG) its key: one at a time, so that a second one names the first in `replaces` (`key-exists`, `key-unknown`), and none twice for the same subject
  (`key-used`). `key_revoked` ends the present one (`key-unknown`). None of these, and no `restored`, is withdrawn.
- From the entry after its registration, every entry that the actor is `recorded_by` carries the key's signature over the statement (`signature-missing`). So does the act that replaces an actor's key (by the old one),
  and one that replaces or revokes the log's. A lost key of an actor is revoked by an entry of somebody else; a lost key of the log begins a new incarnation.
- Signatures stand ascending by key id. Each is of a key that the entry needs, and holds (`signature-bad`).
- The origin of checkpoints is the ledger's name. `restored` begins a new incarnation with a name that the ledger never had (`origin-used`); the log has no key then until one is registered. Its text REASON says why.
- A checkpoint of *n* entries is signed under the name, and with the key where one is registered, that hold at *n*: from the entry that gives them, up to before the one that takes them.

### What "in force" means

| act | in force is |
| --- | --- |
| baselines, targets, definitions, names, places, listings, rules | the day from which they are meant to apply: 令和4年度から is 2022-04-01 |
| actuals, amounts, grades | the day from which the figure counts as the body's; as a rule the day it was decided |
| plan adopted, extended | the day from which the plan or its new period applies |
| restructured, ended, resumed | the day on which the change of identity happens |
| opinions, responses, texts, notes, meetings | the day they were given |
| withdrawn, redacted | not used: they act on the recorded axis |

## 7 Worked example

Entry 2 of [`vectors/log.json`](vectors/log.json): an account is registered, with its display name as a text. Its record is 323 bytes.

```sh
xxd -r -p > record.bin <<'HEX'
0ac601080110021a09090000a1e12ae846142204080110032a790a104001f7a1
fb16fb7e5267322f2a56fecd121083672e5f4df4bc402485f5ef0c23cc151a0e
0802120a6163632d6b696b616b75320c0a0a323031362d30342d32306224080b
1a2021e765c8970b0d70a4dd9369f9ad3be8b627d608356f4e7c94341e64f1a1
c073aa010e0a0a6163632d6b696b616b75100132340a0e0802120a6163632d6b
696b616b7510011a200000000000000000000000000000000000000000000000
0000000000000000001236080b1a20dcd6c0f61b5d0eb86f1358c4860ce83c4d
1da10b898d25c8088f3a18e90134542210e4bc81e794bbe8aab220e585b1e794
a81a40226208f47dd14c2ec6b0c49554e112afb0dbbf42b60300199dd54ec7bb
c26bf593a1da492a4359c7c2adb1c5076cfb63e8de20cb631bd0ab9961a023cc
51eaed
HEX
```

| offset | bytes | field |
| --- | --- | --- |
| 0 | `0a c601` | Record.1 leaf, 198 bytes; offsets below count from the record's start |
| 3 | `08 01` | Leaf.1 format 1 |
| 5 | `10 02` | Leaf.2 number 2, so tree index 1 |
| 7 | `1a 09` | Leaf.3 recorded, 9 bytes |
| 9 | `09 0000a1e12ae84614` | Recorded.1 unix_ns, fixed 64 bits little-endian: 1461110400000000000, 2016-04-20 00:00:00 UTC. Field 2 is absent: the clock said the same |
| 18 | `22 04` | Leaf.4 batch, 4 bytes |
| 20 | `08 01` `10 03` | Batch.1 first 1, Batch.2 length 3 |
| 24 | `2a 79` | Leaf.5 statement, 121 bytes: what an author signs |
| 26 | `0a 10` 4001f7a1…2a56fecd | Statement.1 ledger |
| 44 | `12 10` 83672e5f…0c23cc15 | Statement.2 event |
| 62 | `1a 0e` | Statement.3 recorded_by, a Subject of 14 bytes |
| 64 | `08 02` `12 0a` 6163632d6b696b616b75 | Subject.1 kind ACTOR, Subject.2 id `acc-kikaku` |
| 78 | `32 0c` | Statement.6 decided, a When of 12 bytes |
| 80 | `0a 0a` 323031362d30342d3230 | When.1 from `2016-04-20`; a single day, stated: fields 2 to 4 are absent |
| 92 | `62 24` | Statement.12, the only one of texts, a Commitment of 36 bytes |
| 94 | `08 0b` | Commitment.1 field DISPLAY_NAME (11); ordinal 0 is absent |
| 96 | `1a 20` 21e765c8…f1a1c073 | Commitment.3 hash |
| 130 | `aa01 0e` | Statement.21 actor_registered, 14 bytes |
| 133 | `0a 0a` 6163632d6b696b616b75 `10 01` | its id `acc-kikaku`, its kind ACCOUNT |
| 147 | `32 34` | Leaf.6, the only link, 52 bytes: section 4 gives `actor_registered` one subject |
| 149 | `0a 0e` `08 02` `12 0a` 6163632d6b696b616b75 | Link.1 subject (ACTOR, `acc-kikaku`) |
| 165 | `10 01` | Link.2 version 1 |
| 167 | `1a 20` 00000000…00000000 | Link.3 previous: no earlier event, 32 zero bytes |
| 201 | `12 36` | Record.2, the only one of texts, 54 bytes |
| 203 | `08 0b` | SaltedText.1 field DISPLAY_NAME; ordinal 0 is absent |
| 205 | `1a 20` dcd6c0f6…e9013454 | SaltedText.3 salt |
| 239 | `22 10` e4bc81e794bbe8aab220e585b1e794a8 | SaltedText.4 text `企画課 共用`, 16 bytes of UTF-8 |
| 257 | `1a 40` | Record.3 hashes, 64 bytes: tree index 1 ends in one one bit, so two hashes |
| 259 | 226208f4…bbc26bf5 | hash of this leaf |
| 291 | 93a1da49…cc51eaed | hash of the subtree over entries 1 and 2 |

Stock `protoc` reads it, from the repository's top folder (`Leaf` reads the leaf alone):

```sh
protoc --decode=ledger.v1.Record --proto_path=schema ledger.proto < record.bin
tail -c +4 record.bin | head -c 198 > leaf.bin
protoc --decode=ledger.v1.Leaf --proto_path=schema ledger.proto < leaf.bin
```

The leaf's hash, which must be the first of the record's hashes:

```sh
(printf '\000'; cat leaf.bin) | sha256sum
# 226208f47dd14c2ec6b0c49554e112afb0dbbf42b60300199dd54ec7bbc26bf5  -
tail -c +260 record.bin | head -c 32 | xxd -p -c 32
# 226208f47dd14c2ec6b0c49554e112afb0dbbf42b60300199dd54ec7bbc26bf5
```

The commitment of the text: prefix, salt, event id, field 11, ordinal 0, text. It must be the hash at offset 98.

```sh
(printf '\002'; tail -c +208 record.bin | head -c 32; tail -c +47 record.bin | head -c 16; printf '\000\013\000\000'; printf '企画課 共用') | sha256sum
# 21e765c8970b0d70a4dd9369f9ad3be8b627d608356f4e7c94341e64f1a1c073  -
tail -c +99 record.bin | head -c 32 | xxd -p -c 32
# 21e765c8970b0d70a4dd9369f9ad3be8b627d608356f4e7c94341e64f1a1c073
```

The root over two entries: entry 1's leaf hash, then this one. It must be the second of the record's hashes, since two leaves are a complete
subtree.

```sh
(printf '\001'; echo c45a2a59ec617df0fd2670f15ae56daf116cb1838039924ecedf7a379db9158a | xxd -r -p; tail -c +260 record.bin | head -c 32) | sha256sum
# 93a1da492a4359c7c2adb1c5076cfb63e8de20cb631bd0ab9961a023cc51eaed  -
tail -c +292 record.bin | xxd -p -c 32
# 93a1da492a4359c7c2adb1c5076cfb63e8de20cb631bd0ab9961a023cc51eaed
```

Redacting the text removes the 56 bytes from offset 201 (Record.2) and nothing else: the leaf, and with it every hash, stays.

```sh
(head -c 201 record.bin; tail -c +258 record.bin) | protoc --decode=ledger.v1.Record --proto_path=schema ledger.proto | grep -o '^[a-z]*'
# leaf
# hashes
```
"""##
        ),
        (
            "export-entry.schema.json",
            ##"""
{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "export-entry.schema.json",
  "title": "A line of entries.ndjson in an export",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "number": {
      "type": "integer",
      "minimum": 1
    },
    "leaf": {
      "type": "string",
      "contentEncoding": "base64",
      "pattern": "^[A-Za-z0-9+/]*={0,2}$"
    },
    "texts": {
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "properties": {
          "field": {
            "type": "integer",
            "minimum": 0
          },
          "ordinal": {
            "type": "integer",
            "minimum": 0
          },
          "salt": {
            "type": "string",
            "contentEncoding": "base64",
            "pattern": "^[A-Za-z0-9+/]*={0,2}$"
          },
          "text": {
            "type": "string"
          }
        },
        "required": [
          "field",
          "ordinal",
          "salt",
          "text"
        ]
      }
    }
  },
  "required": [
    "leaf",
    "number",
    "texts"
  ]
}
"""##
        ),
        (
            "ledger.proto",
            ##"""
// The stored format of `ledger`, format 1: message shapes.
//
// Normative together with FORMAT.md, which holds what a .proto cannot say:
// canonical form, limits, hashes, keys, tables, and the facts that each act
// touches. Field numbers are never used again once retired. A leaf's format
// number fixes these shapes and the rules of its time; every addition raises it.
//
// Conventions: `Date` strings are ISO 8601 days (2018-03-31). `Period` strings
// and decimals have their grammar in FORMAT.md. Identifiers are 1 to 64 of
// [A-Za-z0-9._-]. Enumerations nest so that their JSON names stay short; zero
// is either the common case or UNSPECIFIED, which is never stored where a
// value is required.
syntax = "proto3";

package ledger.v1;

option swift_prefix = "";

// ---------------------------------------------------------------- the log --

// What LMDB stores under the sequence number (eight bytes, big-endian).
message Record {
  Leaf leaf = 1;                 // exact bytes are hashed: SHA-256(0x00 || leaf)
  repeated SaltedText texts = 2; // ascending (field, ordinal); redacted ones are absent
  bytes hashes = 3;              // the 1 + trailing-ones tree hashes that this leaf completes, 32 bytes each
}

// One entry of the log; also the entry of a published tile.
message Leaf {
  uint32 format = 1;    // 1
  uint64 number = 2;    // 1, 2, 3 ... without gaps; tree index + 1
  Recorded recorded = 3;
  Batch batch = 4;
  Statement statement = 5;
  repeated Link links = 6;           // one for each subject touched, ascending (kind, id)
  repeated Signature signatures = 7; // over "ledger/statement/v1\n" || statement bytes
}

// When the ledger learned it. One instant for a whole batch; never goes back.
message Recorded {
  fixed64 unix_ns = 1;
  fixed64 clock_ns = 2; // what the clock said, where that was not unix_ns
}

// The transaction that an entry came with.
message Batch {
  uint64 first = 1;
  uint32 length = 2; // 1 to 100,000
}

// The hash chain of one subject.
message Link {
  Subject subject = 1;
  uint64 version = 2;  // 1 for the subject's first event
  bytes previous = 3;  // leaf hash of the subject's previous event; 32 zero bytes at first
}

message Signature {
  bytes key_id = 1;    // 4 bytes, C2SP signed-note key id
  bytes signature = 2; // 64 bytes, Ed25519
}

// A text that people wrote, with the salt of its commitment.
message SaltedText {
  TextField field = 1;
  uint32 ordinal = 2;
  bytes salt = 3;      // exactly 32 bytes
  string text = 4;     // at most 1 MiB
}

// ----------------------------------------------------------- the statement --

// All that an author says, encoded before a number or a time exists.
message Statement {
  bytes ledger = 1;                  // 16 bytes, from event 1
  bytes event = 2;                   // 16 bytes; also the idempotency key
  Subject recorded_by = 3;           // ACTOR: account, post or person that entered it
  Subject origin = 4;                // UNIT that drafted or supplied it
  repeated Approval approvals = 5;   // none: "none stated"
  When decided = 6;                  // for an actual: the day the body first had it
  When in_force = 7;                 // absent: as decided
  repeated Expected expected = 8;    // ascending subjects; those not named: any version
  Reason reason = 9;
  repeated Cause causes = 10;        // what led to it
  repeated Source sources = 11;      // where it stands
  repeated Commitment texts = 12;    // ascending (field, ordinal)
  bool backfill = 13;                // entered into the past on purpose
  Change change = 14;                // how this relates to what stood before
  bool previous_unknown = 15;        // a change whose replaced fact the ledger does not hold
  bytes replaces = 16;               // event id of the fact that is changed, where the act carries no old value

  oneof act {
    LedgerOpened ledger_opened = 20;
    ActorRegistered actor_registered = 21;
    UnitCreated unit_created = 22;
    PlanAdopted plan_adopted = 23;
    PlanRevised plan_revised = 24;
    PlanExtended plan_extended = 25;
    SectionAdded section_added = 26;
    ProgrammeRegistered programme_registered = 27;
    ProgrammeListed programme_listed = 28;
    ProgrammeLinked programme_linked = 29;
    ScopeSet scope_set = 30;
    IndicatorDefined indicator_defined = 31;
    IndicatorRedefined indicator_redefined = 32;
    Attached attached = 33;
    Renamed renamed = 34;
    AliasNoted alias_noted = 35;
    Moved moved = 36;
    Restructured restructured = 37;
    Ended ended = 38;
    Resumed resumed = 39;
    FactRecorded fact_recorded = 40;
    AmountRecorded amount_recorded = 41;
    TextRecorded text_recorded = 42;
    RuleAdopted rule_adopted = 43;
    GradeGiven grade_given = 44;
    ControlTotal control_total = 45;
    BodyConstituted body_constituted = 46;
    MeetingHeld meeting_held = 47;
    MeetingsCounted meetings_counted = 48;
    OpinionGiven opinion_given = 49;
    ResponseGiven response_given = 50;
    PointPut point_put = 51;
    EditionPublished edition_published = 52;
    AuditNoted audit_noted = 53;
    DiscrepancyNoted discrepancy_noted = 54;
    Withdrawn withdrawn = 55;
    Redacted redacted = 56;
    KeyRegistered key_registered = 57;
    KeyRevoked key_revoked = 58;
    Restored restored = 59;
  }
}

// Whatever has a history of its own. The identifier is chosen once and never reused.
message Subject {
  enum Kind {
    UNSPECIFIED = 0;
    LEDGER = 1;
    ACTOR = 2;      // account, post or person
    UNIT = 3;       // 課, 局
    PLAN = 4;       // 計画, 総合戦略
    SECTION = 5;    // 基本目標, 分野, 取組, 条
    PROGRAMME = 6;  // 事務事業
    INDICATOR = 7;  // 指標
    BODY = 8;       // 会議体
    MEETING = 9;
    OPINION = 10;   // 意見
    RESPONSE = 11;  // 対応, 措置
    POINT = 12;     // 論点
    RULE = 13;      // 評価基準
    EDITION = 14;   // 版
  }
  Kind kind = 1;
  string id = 2;
}

// How an act relates to the fact that stood before it under the same key.
enum Change {
  FIRST = 0;      // nothing stood there
  FINALISED = 1;  // 確報化: provisional becomes final; no error implied
  SCHEDULED = 2;  // a later release of the same statistic, as announced
  REVISED = 3;    // by decision: 目標改定, 改訂
  CORRECTED = 4;  // 訂正: there was an error
}

enum Reason {
  NO_REASON = 0;
  EARLY_ATTAINMENT = 1;
  UNATTAINABLE = 2;
  PLAN_CHANGE = 3;       // an approved change of the plan
  NATIONAL_PLAN = 4;
  DEFINITION_CHANGE = 5;
  STATISTIC_REVISED = 6;
  REORGANISATION = 7;
  DISASTER = 8;
  ERROR = 9;
  OPINION_FOLLOWED = 10;
  OTHER = 11;            // needs a reason text
}

// A day, or an interval where the day is not known exactly. It counts from its latest day.
message When {
  enum Precision {
    DAY = 0;
    MONTH = 1;
    QUARTER = 2;
    YEAR = 3;         // calendar year
    FISCAL_YEAR = 4;
    RANGE = 5;
  }
  enum Basis {
    STATED = 0;         // stated in the document
    DOCUMENT_DATE = 1;  // the document's own date
    ASSUMED = 2;
    UNKNOWN = 3;        // no date; counts from the day it was recorded
  }
  string from = 1;
  string to = 2;      // absent for a single day
  Precision precision = 3;
  Basis basis = 4;
}

message Approval {
  enum Kind {
    UNSPECIFIED = 0;
    COUNCIL = 1;    // 議決
    MAYOR = 2;      // 市長決裁
    DELEGATED = 3;  // 専決
    ACTING = 4;     // 代決
    MEETING = 5;    // 会議了承
  }
  Kind kind = 1;
  Subject post = 2;   // ACTOR
  When date = 3;      // the document's number is the text APPROVAL_DOCUMENT with this approval's ordinal
}

message Expected {
  enum Rule {
    ANY = 0;
    NONE = 1;     // the subject does not exist yet
    EXACTLY = 2;
  }
  Subject subject = 1;
  Rule rule = 2;
  uint64 version = 3; // with EXACTLY
}

// What led to an act: an opinion, a response, a plan's revision, another event.
message Cause {
  Subject subject = 1;
  bytes event = 2; // 16 bytes, where a single act is meant
}

// Where it stands. Texts with this source's ordinal: DOCUMENT_TITLE, FILE_NAME, SHEET_NAME, RAW_CELL.
message Source {
  bytes digest = 1;         // SHA-256 of the file, 32 bytes, or absent
  string page = 2;          // printed page, or absent
  string cell = 3;          // K12
  string mapping = 4;       // name of the mapping that read it
  bytes mapping_digest = 5; // SHA-256 of the mapping
}

// SHA-256(0x02 || salt || event id || field u16 BE || ordinal u16 BE || UTF-8 text)
message Commitment {
  enum Class {
    OPEN = 0;
    WITHHELD = 1;   // 非公開
    EMBARGOED = 2;  // 議会報告前
  }
  TextField field = 1;
  uint32 ordinal = 2; // at most 65,535
  bytes hash = 3;     // 32 bytes
  Class class = 4;
  string ground = 5;  // why withheld: a code or an article
  string until = 6;   // embargoed until: a day, or an edition's id
}

// What a text is. Numbers enter the commitment.
enum TextField {
  NO_FIELD = 0;
  REASON = 1;             // why; what was wrong
  FOUND_BY = 2;           // who found the error
  OVERRIDE = 3;           // why a warning is accepted
  NOTE = 4;
  APPROVAL_DOCUMENT = 5;  // ordinal: approval
  DOCUMENT_TITLE = 6;     // ordinal: source
  FILE_NAME = 7;
  SHEET_NAME = 8;
  RAW_CELL = 9;
  BODY_TEXT = 10;         // the text of an opinion, a response, a point, a purpose, a note
  DISPLAY_NAME = 11;      // of an actor, a body, a meeting
  SEAT = 12;              // ordinal: seat
  DEFINITION = 13;        // what an indicator counts, and how
  CLOCK_BEHIND = 14;      // why the clock was accepted though behind the last entry
  LINK_TARGET = 15;       // item of another plan
}

// -------------------------------------------------------------------- acts --
// FORMAT.md says for each act which facts of which subjects it touches.

// Event 1, and only event 1.
message LedgerOpened {
  string name = 1;                      // later the origin of checkpoints
  bytes incarnation = 2;                // 16 random bytes; a new one after a restore with loss
  sint32 utc_offset_minutes = 3;        // fixed; what "the end of a day" means
  uint32 fiscal_year_first_month = 4;   // 1 to 12
  uint32 format = 5;                    // 1
}

message ActorRegistered {
  enum Kind {
    UNSPECIFIED = 0;
    ACCOUNT = 1;
    POST = 2;
    PERSON = 3;
  }
  string id = 1;
  Kind kind = 2;
  string unit = 3; // unit id, where it belongs to one
}

message UnitCreated {
  string id = 1;
  string name = 2;
  string parent = 3; // unit id
}

message PlanAdopted {
  string id = 1;
  string name = 2;
  string period = 3;
}

// 改訂. The acts that it caused name it among their causes.
message PlanRevised {
  string plan = 1;
  string label = 2; // as printed on the edition, "H28.3改訂"
}

message PlanExtended {
  string plan = 1;
  string period = 2;
  string previous_period = 3;
}

message SectionAdded {
  string id = 1;
  string plan = 2;
  string parent = 3;  // section id
  string level = 4;   // 基本目標, 分野, 取組, 条 ...
  string number = 5;  // as printed
  string name = 6;
  uint32 position = 7; // place among its siblings, from 1
}

message ProgrammeRegistered {
  string id = 1;
  string name = 2;
  string code = 3;     // as printed, where there is one
  string unit = 4;     // unit id
  string section = 5;  // where it is listed first
  uint32 position = 6;
  repeated string tags = 7; // printed marks of the programme (funding and the like), as codes
}

message ProgrammeListed {
  enum Mark {
    LISTED = 0;
    RELISTED = 1;     // 再掲, listed again
    MARKED_ONLY = 2;  // a reference without a row
    REMOVED = 3;      // no longer listed there
  }
  string programme = 1;
  string section = 2;
  Mark mark = 3;
  uint32 position = 4;
}

message ProgrammeLinked {
  string programme = 1;
  string plan = 2;      // plan id in this ledger, or absent: the text LINK_TARGET names it
  string item = 3;      // number of the item as printed
}

// 検証対象 of a year.
message ScopeSet {
  string programme = 1;
  string period = 2;
  bool in_scope = 3;
}

// What one indicator counts. 累計10件・46人 has two.
message Measure {
  enum Direction {
    UNKNOWN_DIRECTION = 0; // cannot be told
    HIGHER = 1;
    LOWER = 2;
    KEEP = 3;
  }
  string id = 1;            // short, unique within the indicator
  string label = 2;
  string unit = 3;          // 人, 件, t; empty for a milestone
  sint32 scale = 4;         // power of ten: 千 3, 万 4, 億 8
  Direction direction = 5;
  Aggregation aggregation = 6;
}

enum Aggregation {
  NOT_STATED = 0;
  SINGLE_YEAR = 1;
  CUMULATIVE = 2;      // 累計: a sum over the years of a plan
  LEVEL = 3;           // at a date
  AVERAGE = 4;
  MILESTONE = 5;
  WITH_REPETITION = 6; // 延べ
}

message IndicatorDefined {
  enum Type {
    UNSPECIFIED = 0;
    OUTPUT = 1;  // 活動指標
    OUTCOME = 2; // 成果指標
  }
  string id = 1;
  string name = 2;
  string code = 3;
  Type type = 4;
  repeated Measure measures = 5;
  repeated Subject attached_to = 6; // programmes, sections or plans that it serves from the start
}

message IndicatorRedefined {
  enum Aspect {
    UNSPECIFIED = 0;
    MEANING = 1;   // 定義
    METHOD = 2;    // 算定方法
    PRACTICE = 3;  // 運用
  }
  enum Comparability {
    UNSAID = 0;
    COMPARABLE = 1;
    BREAK = 2;
  }
  string indicator = 1;
  Aspect aspect = 2;
  string from_period = 3;
  Comparability comparability = 4;
  repeated Measure measures = 5;  // as they are from then on
}

message Attached {
  string indicator = 1;
  Subject to = 2;      // PROGRAMME, SECTION or PLAN
  bool detached = 3;
  uint32 position = 4;
}

message Renamed {
  Subject subject = 1;
  string name = 2;
  string previous_name = 3;
}

// Another name under which it is printed somewhere.
message AliasNoted {
  Subject subject = 1;
  string alias = 2;
}

// A programme to another unit, a section to another parent, a unit to another unit.
message Moved {
  Subject subject = 1;
  Subject to = 2;
  Subject previous = 3;
}

message Restructured {
  enum Kind {
    UNSPECIFIED = 0;
    MERGED = 1;        // 統合
    SPLIT = 2;         // 分割
    REORGANISED = 3;   // N into M, the pairing unsaid
    REPLACED = 4;      // 承継
    CARRIED_OVER = 5;  // to another plan
    SAME = 6;          // two identifiers turned out to be one thing; the first of `to` goes on
  }
  Kind kind = 1;
  repeated Subject from = 2;
  repeated Subject to = 3;
  string plan = 4; // with CARRIED_OVER: the plan that takes it over
}

message Ended {
  enum Kind {
    UNSPECIFIED = 0;
    COMPLETED = 1;  // 終了
    ABOLISHED = 2;  // 廃止
    SUSPENDED = 3;  // 休止
  }
  Subject subject = 1;
  Kind kind = 2;
}

message Resumed {
  Subject subject = 1;
}

// -- values ------------------------------------------------------------------

// A baseline, a target or an actual.
message FactRecorded {
  enum Kind {
    UNSPECIFIED = 0;
    BASELINE = 1;
    TARGET = 2;
    ACTUAL = 3;
  }
  Kind kind = 1;
  string indicator = 2;
  string measure = 3;
  string part = 4;             // of a measure that has parts of its own: 小学校
  string plan = 5;             // baselines and targets
  string period = 6;
  string previous_period = 7;  // a revision that moves a target from another period
  Value value = 8;
  Value previous = 9;          // the value that it replaces
  bool withdrawn_target = 10;  // 目標の取り下げ: no target from now on (value absent)
}

message Value {
  enum Bound {
    EQUAL = 0;
    AT_LEAST = 1;
    MORE_THAN = 2;
    AT_MOST = 3;
    LESS_THAN = 4;
    ABOUT = 5;
    MAINTAIN = 6;          // 維持
    INCREASE = 7;          // 増加
    NOT_BELOW_PREVIOUS = 8;// 前年度以上
    ALL = 9;               // 全校
  }
  enum Form {
    LEVEL = 0;
    INCREMENT_PER_YEAR = 1;
    STATE_REACHED = 2;
  }
  enum Absence {
    PRESENT = 0;
    PENDING = 1;        // 調査中
    CANCELLED = 2;      // 中止
    NOT_STARTED = 3;    // 未実施, まだ始まらない
    NOT_APPLICABLE = 4; // 該当なし
    EXCLUDED = 5;       // 対象外
    SUPPRESSED = 6;     // 秘匿
    NOT_COLLECTED = 7;  // 3年毎の調査
    UNKNOWN = 8;
    NONE_PRINTED = 9;   // the cell is blank, or a dash whose meaning nobody gives
    UNREAD = 10;        // printed, but not understood; the raw cell says what
  }
  string number = 1;    // exact decimal with the digits as printed
  sint32 scale = 2;     // power of ten, -18 to 18
  string unit = 3;
  Aggregation aggregation = 4;
  Bound bound = 5;      // targets
  Form form = 6;        // targets
  Absence absence = 7;
  Status status = 8;
  string word = 9;      // a value that is a word: 改定済
  string expected = 10; // with an absence: the day or period when it starts or is next measured
  repeated Part parts = 11;
  Companion companion = 12;
  bool partial = 13;    // a number of which a part is still pending: 1,537億円 一部調査中
}

// SDMX CL_OBS_STATUS; "revised" is not among them, it follows from the ledger.
enum Status {
  A = 0;  // normal
  P = 1;  // provisional
  E = 2;  // estimated
  F = 3;  // forecast, 見込
  B = 4;  // break
  D = 5;  // definition differs
  K = 6;  // merged with another, included there
  W = 7;  // includes another
  L = 8;  // not collected
  M = 9;  // cannot exist
  O = 10; // missing
  Q = 11; // suppressed
  S = 12; // special event
  U = 13; // low reliability
}

// 59 (新規38件・変更21件)
message Part {
  enum Relation {
    EXHAUSTIVE = 0; // the parts add up
    OF_WHICH = 1;   // () 内は外国人
  }
  string name = 1;
  string number = 2;
  Relation relation = 3;
}

// 127人（62人増）
message Companion {
  enum Meaning {
    UNSPECIFIED = 0;
    CHANGE_FROM_PREVIOUS = 1;
    CUMULATIVE_TOTAL = 2;
    SINGLE_YEAR_FIGURE = 3;
    RATIO = 4;
  }
  Meaning meaning = 1;
  string number = 2;
  sint32 scale = 3;
  string unit = 4;
}

message AmountRecorded {
  enum Kind {
    NOT_STATED = 0;
    INITIAL = 1;    // 当初
    AMENDED = 2;    // 補正後
    ESTIMATED = 3;  // 決算見込
    SETTLED = 4;    // 決算
  }
  Subject subject = 1;      // PROGRAMME, SECTION or PLAN
  string period = 2;
  Kind kind = 3;
  Value value = 4;
  Value previous = 5;
  bool carried_over = 6;    // 繰越
  Subject included_in = 7;  // a lump sum printed elsewhere
}

// -- texts -------------------------------------------------------------------

// The text itself is BODY_TEXT.
message TextRecorded {
  enum Kind {
    UNSPECIFIED = 0;
    PURPOSE = 1;
    OUTLINE = 2;
    PLAN = 3;
    ACTIVITIES = 4;
    RESULTS = 5;
    OUTCOME = 6;
    ISSUES = 7;
    NOTE = 8;
    FOOTNOTE = 9;
    PLANNED_ACTION = 10; // for a coming year
  }
  Subject subject = 1;
  Kind kind = 2;
  string period = 3;   // a year or a range of years; absent: without one
  string number = 4;   // printed number, where a subject has several
}

// -- judgement ---------------------------------------------------------------

message RuleAdopted {
  enum Compare {
    UNSPECIFIED = 0;
    ATTAINMENT = 1;     // actual / target
    PROGRESS = 2;       // (actual - baseline) / (target - baseline)
    PLANNED_SHARE = 3;  // actual / planned share of a cumulative target
  }
  enum Combine {
    SINGLE = 0;
    MEAN = 1;
    BEST = 2;
    WORST = 3;
  }
  enum Rounding {
    NONE = 0;
    HALF_UP = 1;
    DOWN = 2;
  }
  message Threshold {
    string grade = 1;
    string at_least = 2; // decimal, in percent; absent for the lowest grade
  }
  string id = 1;
  uint32 version = 2;
  Compare compare = 3;
  Combine combine = 4;
  Rounding rounding = 5;
  uint32 rounding_digits = 6;
  repeated Threshold thresholds = 7; // best first
  bool excludes_relisted = 8;
  bool as_far_as_published = 9;      // the body prints only a part of its rule
}

message GradeGiven {
  enum Origin {
    PRINTED = 0; // by the body
    DERIVED = 1; // by the ledger
  }
  enum NoGrade {
    GRADED = 0;
    EXCLUDED = 1;  // 対象外
    PENDING = 2;   // 調査中
    ENDED = 3;     // 終了
    RELISTED = 4;  // 再掲
  }
  Subject subject = 1; // PROGRAMME or INDICATOR
  string plan = 2;
  string period = 3;
  Origin origin = 4;
  string grade = 5;
  NoGrade no_grade = 6;
  string rule = 7;
  uint32 rule_version = 8;
  repeated bytes inputs = 9; // event ids, with DERIVED
  string previous_grade = 10;
}

// A scoreboard as published.
message ControlTotal {
  message Count {
    string grade = 1;
    uint32 count = 2;
  }
  Subject subject = 1; // PLAN or SECTION
  string period = 2;
  repeated Count counts = 3;
}

// -- review ------------------------------------------------------------------

message BodyConstituted {
  message Seat {
    string category = 1; // 学識者
    bool chair = 2;
  }
  string id = 1;
  string parent = 2; // body id
  repeated Seat seats = 3; // the post is the text SEAT with this seat's ordinal
}

message MeetingHeld {
  string id = 1;
  string body = 2;
  uint32 number = 3;
  When held = 4;
}

message MeetingsCounted {
  string body = 1;
  string period = 2;
  uint32 count = 3;
}

// The text is BODY_TEXT.
message OpinionGiven {
  enum Kind {
    UNSPECIFIED = 0;
    FINDING = 1;         // 指摘
    RECOMMENDATION = 2;  // 勧告
    REQUEST = 3;         // 要望
    OPINION = 4;         // 意見
    QUESTION = 5;        // 質問
  }
  enum Basis {
    STATED = 0;
    BY_LAYOUT = 1; // follows from where it is printed
  }
  string id = 1;
  string body = 2;
  Kind kind = 3;
  string printed_number = 4;
  repeated Subject about = 5;
  Basis basis = 6;
  string owner = 7;     // unit id
  string due = 8;       // day
  string meeting = 9;   // meeting id
  string restates = 10; // opinion id
  string period = 11;   // the year that was reviewed
}

// The text is BODY_TEXT. Many to many.
message ResponseGiven {
  enum State {
    UNSAID = 0;
    DONE = 1;        // 措置済
    IN_PROGRESS = 2; // 対応中
    CONSIDERING = 3; // 検討
    REFUSED = 4;     // 対応しない; needs a reason
  }
  string id = 1;
  repeated string opinions = 2;
  repeated string refers_to = 3; // response ids
  State state = 4;
  string unit = 5;
  string printed_number = 6;
}

// 論点: put to a body, never counted as an opinion. The text is BODY_TEXT.
message PointPut {
  string id = 1;
  string body = 2;
  string printed_number = 3;
  string meeting = 4;
  repeated Subject about = 5;
}

// -- record keeping ----------------------------------------------------------

message EditionPublished {
  message File {
    string name = 1;
    bytes digest = 2; // SHA-256
  }
  string id = 1;
  string label = 2;
  repeated string plans = 3;
  uint64 size = 4;          // its own number - 1
  bytes seal = 5;           // root over the subjects of these plans; absent where nothing is sealed
  repeated File files = 6;
  string supersedes = 7;    // edition id
}

// The text is NOTE.
message AuditNoted {
  Subject subject = 1;
  bytes event = 2;
}

// What a document prints and why it was not taken. The reason is the text REASON.
message DiscrepancyNoted {
  Subject subject = 1;
  FactRecorded.Kind kind = 2; // with an indicator
  string measure = 3;
  string part = 4;
  string plan = 5;
  string period = 6;
  Value printed = 7;
  bytes taken = 8;            // event id of what the ledger holds instead
}

// An entry that was made in error. Its facts no longer hold; it stays readable.
message Withdrawn {
  uint64 number = 1;
  bytes event = 2;
  repeated Subject subjects = 3; // those of the entry that is withdrawn, ascending
  uint64 batch = 4;              // first number of the batch, where a whole batch is withdrawn
}

// Destroys a text and its salt in the same transaction.
message Redacted {
  uint64 number = 1;
  TextField field = 2;
  uint32 ordinal = 3;
  repeated Subject subjects = 4; // those of the entry that held it, ascending
}

message KeyRegistered {
  enum Purpose {
    UNSPECIFIED = 0;
    LOG = 1;
    AUTHOR = 2;
  }
  Purpose purpose = 1;
  string actor = 2;        // with AUTHOR
  bytes public_key = 3;    // 32 bytes, Ed25519
  bytes replaces = 4;      // public key that it replaces
}

message KeyRevoked {
  string actor = 1;
  bytes public_key = 2;
}

message Restored {
  bytes incarnation = 1;
  string name = 2;
  uint64 lost_size = 3;    // of the checkpoint that is known to have existed
  bytes lost_root = 4;
}

// ------------------------------------------------------------ not stored --

// What a machine hands to `ledger append --file` (protobuf's JSON mapping, one a line). The
// program fills in the ledger, the commitments and, where absent, the event id and recorded_by.
message Draft {
  Statement statement = 1;
  repeated DraftText texts = 2;
}

message DraftText {
  TextField field = 1;
  uint32 ordinal = 2;
  string text = 3;
  Commitment.Class class = 4;
  string ground = 5;
  string until = 6;
}
"""##
        ),
    ]
}
