// SQLite as somebody would write it who knows it: one append-only table with triggers, a SHA-256 chain, and an index for each question.
#include "peers.h"

#include <openssl/sha.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

static sqlite3 *db;
static sqlite3_stmt *begins, *commits, *head, *inserts, *asksIndicator, *asksTable, *asksLoosened;
static uint8_t chain[32];

static const char schema[] =
    "CREATE TABLE events(seq INTEGER PRIMARY KEY, event TEXT NOT NULL UNIQUE, act TEXT NOT NULL, subject TEXT NOT NULL, fact TEXT, plan TEXT, period TEXT,"
    "  amount INTEGER, status TEXT, previous INTEGER, change TEXT, decided TEXT NOT NULL, lower INTEGER, withdraws INTEGER, body TEXT NOT NULL,"
    "  hash BLOB NOT NULL) STRICT;"
    // One question, one range of one index.
    "CREATE INDEX facts ON events(subject, fact, period, decided, seq, amount, status) WHERE fact IS NOT NULL;"
    "CREATE INDEX plans ON events(plan, subject) WHERE fact = 'B';"
    "CREATE INDEX retargets ON events(seq, subject, period, amount, previous, decided) WHERE fact = 'T' AND change IN ('REVISED', 'CORRECTED');"
    "CREATE INDEX withdrawals ON events(withdraws, seq) WHERE withdraws IS NOT NULL;"
    "CREATE INDEX directions ON events(subject, lower) WHERE lower IS NOT NULL;"
    "CREATE TRIGGER no_update BEFORE UPDATE ON events BEGIN SELECT raise(ABORT, 'events are not changed'); END;"
    "CREATE TRIGGER no_delete BEFORE DELETE ON events BEGIN SELECT raise(ABORT, 'events are not deleted'); END;";

static void run(const char *sql) {
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail("sqlite: %s", sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) fail("sqlite: %s", sqlite3_errmsg(db));
    return statement;
}

static void once(sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) fail("sqlite: %s", sqlite3_errmsg(db));
    sqlite3_reset(statement);
}

static void openDatabase(const char *place, int isNew) {
    if (sqlite3_open(place, &db) != SQLITE_OK) fail("sqlite: %s", place);
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-262144; PRAGMA mmap_size=2147418112; PRAGMA temp_store=MEMORY;");
    if (isNew) run(schema);
    begins = prepare("BEGIN IMMEDIATE");
    commits = prepare("COMMIT");
    head = prepare("SELECT hash FROM events ORDER BY seq DESC LIMIT 1");
    inserts = prepare("INSERT INTO events VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    asksIndicator = prepare(
        "SELECT fact, period, amount, status FROM events e WHERE subject = ?1 AND fact IS NOT NULL AND seq <= ?2"
        " AND NOT EXISTS (SELECT 1 FROM events w WHERE w.withdraws = e.seq AND w.seq <= ?2) ORDER BY subject, fact, period, decided, seq");
    asksTable = prepare(
        "SELECT e.fact, e.period, e.amount, e.status, e.subject FROM events p CROSS JOIN events e ON e.subject = p.subject AND e.fact IS NOT NULL AND e.seq <= ?2"
        " WHERE p.plan = ?1 AND p.fact = 'B' AND NOT EXISTS (SELECT 1 FROM events w WHERE w.withdraws = e.seq AND w.seq <= ?2)"
        " ORDER BY p.subject, e.fact, e.period, e.decided, e.seq");
    asksLoosened = prepare(
        "SELECT r.seq, r.previous, r.amount FROM events r CROSS JOIN events i ON i.subject = r.subject AND i.lower IS NOT NULL"
        " WHERE r.fact = 'T' AND r.change IN ('REVISED', 'CORRECTED') AND r.seq <= ?1"
        " AND CASE i.lower WHEN 1 THEN r.amount > r.previous ELSE r.amount < r.previous END"
        " AND NOT EXISTS (SELECT 1 FROM events w WHERE w.withdraws = r.seq AND w.seq <= ?1)"
        " AND EXISTS (SELECT 1 FROM events a WHERE a.subject = r.subject AND a.fact = 'A' AND a.period = r.period AND a.decided < r.decided AND a.seq <= ?1"
        "   AND NOT EXISTS (SELECT 1 FROM events w WHERE w.withdraws = a.seq AND w.seq <= ?1))");
}

/// One writer at a time: the chain's end is read under the lock.
static void begin(void) {
    once(begins);
    memset(chain, 0, sizeof chain);
    if (sqlite3_step(head) == SQLITE_ROW) memcpy(chain, sqlite3_column_blob(head, 0), sizeof chain);
    sqlite3_reset(head);
}

/// SHA-256(hash before, number, event id, the whole draft). Every column comes from the draft.
static void extend(uint64_t number, const void *event, size_t eventLength, const void *body, size_t length) {
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, chain, sizeof chain);
    SHA256_Update(&context, &number, sizeof number);
    SHA256_Update(&context, event, eventLength);
    SHA256_Update(&context, body, length);
    SHA256_Final(chain, &context);
}

static void bind(int column, Text text) {
    if (text.length) sqlite3_bind_text(inserts, column, text.start, (int)text.length, SQLITE_STATIC);
}

static void insert(const Entry *entry) {
    char event[33];
    hexadecimal(entry->event, event);
    extend(entry->number, event, 32, entry->body.start, entry->body.length);
    sqlite3_clear_bindings(inserts);
    sqlite3_bind_int64(inserts, 1, (int64_t)entry->number);
    bind(2, (Text){event, 32});
    bind(3, entry->act);
    sqlite3_bind_text(inserts, 4, entry->subject.length ? entry->subject.start : "", (int)entry->subject.length, SQLITE_STATIC);
    if (entry->fact) {
        bind(5, (Text){&entry->fact, 1});
        bind(9, (Text){&entry->status, 1});
        sqlite3_bind_int64(inserts, 8, strtoll(entry->amount.start, NULL, 10));
        if (entry->previous.length) sqlite3_bind_int64(inserts, 10, strtoll(entry->previous.start, NULL, 10));
    }
    bind(6, entry->plan);
    bind(7, entry->period);
    bind(11, entry->change);
    bind(12, entry->decided);
    if (entry->lower >= 0) sqlite3_bind_int(inserts, 13, entry->lower);
    if (entry->withdraws) sqlite3_bind_int64(inserts, 14, (int64_t)entry->withdraws);
    bind(15, entry->body);
    sqlite3_bind_blob(inserts, 16, chain, sizeof chain, SQLITE_STATIC);
    once(inserts);
}

static void commit(void) { once(commits); }

/// Rows come by key and then in the order in which they hold: the last of each key is the answer.
static void answer(sqlite3_stmt *statement, const char *name, uint64_t moment, int hasSubject) {
    char line[256] = "", key[256] = "", next[256];
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, (int64_t)moment);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        snprintf(next, sizeof next, "%s%s%s %s", hasSubject ? (const char *)sqlite3_column_text(statement, 4) : "", hasSubject ? " " : "",
                 sqlite3_column_text(statement, 0), sqlite3_column_text(statement, 1));
        if (*key && strcmp(key, next) != 0) answerLine("%s", line);
        strcpy(key, next);
        snprintf(line, sizeof line, "%s %s %s", key, sqlite3_column_text(statement, 2), sqlite3_column_text(statement, 3));
    }
    if (*key) answerLine("%s", line);
    sqlite3_reset(statement);
}

static void indicator(const char *name, uint64_t moment) { answer(asksIndicator, name, moment, 0); }
static void table(const char *name, uint64_t moment) { answer(asksTable, name, moment, 1); }

static void loosened(uint64_t moment) {
    sqlite3_bind_int64(asksLoosened, 1, (int64_t)moment);
    while (sqlite3_step(asksLoosened) == SQLITE_ROW)
        answerLine("%s %s %s", sqlite3_column_text(asksLoosened, 0), sqlite3_column_text(asksLoosened, 1), sqlite3_column_text(asksLoosened, 2));
    sqlite3_reset(asksLoosened);
}

static void verify(void) {
    sqlite3_stmt *all = prepare("SELECT seq, event, body, hash FROM events ORDER BY seq");
    memset(chain, 0, sizeof chain);
    while (sqlite3_step(all) == SQLITE_ROW) {
        extend((uint64_t)sqlite3_column_int64(all, 0), sqlite3_column_text(all, 1), (size_t)sqlite3_column_bytes(all, 1), sqlite3_column_text(all, 2),
               (size_t)sqlite3_column_bytes(all, 2));
        if (memcmp(chain, sqlite3_column_blob(all, 3), sizeof chain) != 0) fail("sqlite: the chain breaks at %lld", sqlite3_column_int64(all, 0));
    }
    sqlite3_finalize(all);
    sqlite3_stmt *check = prepare("PRAGMA integrity_check");
    if (sqlite3_step(check) != SQLITE_ROW || strcmp((const char *)sqlite3_column_text(check, 0), "ok") != 0) fail("sqlite: integrity_check");
    sqlite3_finalize(check);
}

static uint64_t last(void) {
    sqlite3_stmt *statement = prepare("SELECT coalesce(max(seq), 0) FROM events");
    if (sqlite3_step(statement) != SQLITE_ROW) fail("sqlite: %s", sqlite3_errmsg(db));
    uint64_t number = (uint64_t)sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

static void settle(void) { run("ANALYZE"); }

static void closeDatabase(void) {
    run("PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_close_v2(db);
}

const Database sqliteDatabase = {openDatabase, begin, insert, commit, indicator, table, loosened, verify, last, settle, closeDatabase};
