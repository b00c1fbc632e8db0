// PostgreSQL as somebody would write it who knows it: an append-only events table, and a history that a trigger keeps.
// Entries of a transaction go over the socket in pipeline mode, so that none waits for the answer to the one before.
#include "peers.h"

#include <postgresql/libpq-fe.h>
#include <stdlib.h>
#include <string.h>

static PGconn *connection;
static int pending;

static const char schema[] =
    "CREATE EXTENSION amcheck;"
    "CREATE TABLE events(seq bigint PRIMARY KEY, event uuid NOT NULL UNIQUE, act text NOT NULL, subject text NOT NULL, fact \"char\", plan text, period text,"
    "  amount bigint, status \"char\", previous bigint, change text, decided date NOT NULL, lower int, withdraws bigint, body text NOT NULL);"
    "CREATE INDEX retargets ON events(seq) INCLUDE (subject, period, amount, previous, decided) WHERE fact = 'T' AND change IN ('REVISED', 'CORRECTED');"
    "CREATE INDEX withdrawals ON events(withdraws) INCLUDE (seq) WHERE withdraws IS NOT NULL;"
    "CREATE TABLE indicators(id text PRIMARY KEY, plan text, lower int NOT NULL);"
    "CREATE INDEX plans ON indicators(plan);"
    // What the table said from entry `since` up to entry `upto`; an entry that came late and never held has since = upto.
    "CREATE TABLE history(subject text, fact \"char\", period text, since bigint, upto bigint, seq bigint NOT NULL, amount bigint, status \"char\", decided date NOT NULL,"
    "  PRIMARY KEY (subject, fact, period, since));"
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'events are neither changed nor deleted'; END $$;"
    "CREATE TRIGGER refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse();"
    "CREATE FUNCTION keep_fact() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN"
    "   UPDATE history SET upto = NEW.seq WHERE subject = NEW.subject AND fact = NEW.fact AND period = NEW.period AND upto IS NULL AND decided <= NEW.decided;"
    "   INSERT INTO history SELECT NEW.subject, NEW.fact, NEW.period, NEW.seq, CASE WHEN EXISTS (SELECT FROM history"
    "     WHERE subject = NEW.subject AND fact = NEW.fact AND period = NEW.period AND upto IS NULL) THEN NEW.seq END, NEW.seq, NEW.amount, NEW.status, NEW.decided;"
    "   IF NEW.fact = 'B' THEN UPDATE indicators SET plan = NEW.plan WHERE id = NEW.subject; END IF;"
    "   RETURN NULL;"
    " END $$;"
    "CREATE FUNCTION keep_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$"
    " DECLARE gone history;"
    " BEGIN"
    "   UPDATE history SET upto = NEW.seq WHERE subject = NEW.subject AND seq = NEW.withdraws AND upto IS NULL RETURNING * INTO gone;"
    "   IF FOUND THEN"
    "     INSERT INTO history SELECT h.subject, h.fact, h.period, NEW.seq, NULL, h.seq, h.amount, h.status, h.decided FROM history h"
    "     WHERE h.subject = gone.subject AND h.fact = gone.fact AND h.period = gone.period AND NOT EXISTS (SELECT FROM events w WHERE w.withdraws = h.seq)"
    "     ORDER BY h.decided DESC, h.seq DESC LIMIT 1;"
    "   END IF;"
    "   RETURN NULL;"
    " END $$;"
    "CREATE FUNCTION keep_indicator() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO indicators VALUES (NEW.subject, NULL, NEW.lower); RETURN NULL; END $$;"
    "CREATE TRIGGER facts AFTER INSERT ON events FOR EACH ROW WHEN (NEW.fact IS NOT NULL) EXECUTE FUNCTION keep_fact();"
    "CREATE TRIGGER withdrawals AFTER INSERT ON events FOR EACH ROW WHEN (NEW.withdraws IS NOT NULL) EXECUTE FUNCTION keep_withdrawal();"
    "CREATE TRIGGER indicators AFTER INSERT ON events FOR EACH ROW WHEN (NEW.lower IS NOT NULL) EXECUTE FUNCTION keep_indicator();";

static const struct {
    const char *name, *sql;
} statements[] = {
    {"insert", "INSERT INTO events VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15)"},
    {"indicator", "SELECT fact, period, amount, status FROM history WHERE subject = $1 AND since <= $2 AND (upto IS NULL OR upto > $2)"},
    {"table", "SELECT h.fact, h.period, h.amount, h.status, h.subject FROM indicators i JOIN history h ON h.subject = i.id"
              " WHERE i.plan = $1 AND h.since <= $2 AND (h.upto IS NULL OR h.upto > $2)"},
    {"loosened",
     "SELECT r.seq, r.previous, r.amount FROM events r JOIN indicators i ON i.id = r.subject"
     " WHERE r.fact = 'T' AND r.change IN ('REVISED', 'CORRECTED') AND r.seq <= $1 AND CASE i.lower WHEN 1 THEN r.amount > r.previous ELSE r.amount < r.previous END"
     " AND NOT EXISTS (SELECT FROM events w WHERE w.withdraws = r.seq AND w.seq <= $1)"
     " AND EXISTS (SELECT FROM history a WHERE a.subject = r.subject AND a.fact = 'A' AND a.period = r.period AND a.decided < r.decided AND a.seq <= $1"
     "   AND NOT EXISTS (SELECT FROM events w WHERE w.withdraws = a.seq AND w.seq <= $1))"},
};

static PGresult *demand(PGresult *result) {
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_PIPELINE_SYNC) fail("postgres: %s", PQerrorMessage(connection));
    return result;
}

static void run(const char *sql) { PQclear(demand(PQexec(connection, sql))); }

static void openDatabase(const char *place, int isNew) {
    connection = PQconnectdb(place);
    if (PQstatus(connection) != CONNECTION_OK) fail("postgres: %s", PQerrorMessage(connection));
    if (isNew) run(schema);
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) PQclear(demand(PQprepare(connection, statements[i].name, statements[i].sql, 0, NULL)));
}

/// Reads the answers to everything that was sent.
static void drain(void) {
    if (!PQpipelineSync(connection)) fail("postgres: %s", PQerrorMessage(connection));
    for (; pending > 0; pending--) {
        PQclear(demand(PQgetResult(connection)));
        PQclear(PQgetResult(connection));  // the end of that statement's results
    }
    PQclear(demand(PQgetResult(connection)));
}

static void send(const char *sql) {
    if (!PQsendQueryParams(connection, sql, 0, NULL, NULL, NULL, NULL, 0)) fail("postgres: %s", PQerrorMessage(connection));
    pending++;
}

static void begin(void) {
    if (!PQenterPipelineMode(connection)) fail("postgres: pipeline");
    send("BEGIN");
}

enum { columns = 15, window = 512 };

static void insert(const Entry *entry) {
    static char store[65536];
    char *at = store;
    const char *values[columns] = {0};
    char digits[33];
    hexadecimal(entry->event, digits);
    // Parameters are strings that end with a zero byte.
#define put(column, ...) (values[column - 1] = at, at += snprintf(at, (size_t)(store + sizeof store - at), __VA_ARGS__) + 1)
#define text(column, field) \
    if (entry->field.length) put(column, "%.*s", (int)entry->field.length, entry->field.start)
    put(1, "%llu", (unsigned long long)entry->number);
    put(2, "%s", digits);
    text(3, act);
    put(4, "%.*s", (int)entry->subject.length, entry->subject.start ? entry->subject.start : "");
    if (entry->fact) {
        put(5, "%c", entry->fact);
        put(9, "%c", entry->status);
        text(8, amount);
        text(10, previous);
    }
    text(6, plan);
    text(7, period);
    text(11, change);
    text(12, decided);
    if (entry->lower >= 0) put(13, "%d", entry->lower);
    if (entry->withdraws) put(14, "%llu", (unsigned long long)entry->withdraws);
    text(15, body);
    if (!PQsendQueryPrepared(connection, "insert", columns, values, NULL, NULL, 0)) fail("postgres: %s", PQerrorMessage(connection));
    // Both sides' buffers are finite: answers are taken in between.
    if (++pending >= window) drain();
}

static void commit(void) {
    send("COMMIT");
    drain();
    if (!PQexitPipelineMode(connection)) fail("postgres: pipeline");
}

static PGresult *asked(const char *statement, const char *name, uint64_t moment) {
    char number[32];
    snprintf(number, sizeof number, "%llu", (unsigned long long)moment);
    const char *both[] = {name, number}, *one[] = {number};
    return demand(PQexecPrepared(connection, statement, name ? 2 : 1, name ? both : one, NULL, NULL, 0));
}

static void answer(const char *statement, const char *name, uint64_t moment) {
    PGresult *result = asked(statement, name, moment);
    int hasSubject = PQnfields(result) == 5;
    for (int i = 0; i < PQntuples(result); i++)
        answerLine("%s%s%s %s %s %s", hasSubject ? PQgetvalue(result, i, 4) : "", hasSubject ? " " : "", PQgetvalue(result, i, 0), PQgetvalue(result, i, 1),
                   PQgetvalue(result, i, 2), PQgetvalue(result, i, 3));
    PQclear(result);
}

static void indicator(const char *name, uint64_t moment) { answer("indicator", name, moment); }
static void table(const char *name, uint64_t moment) { answer("table", name, moment); }

static void loosened(uint64_t moment) {
    PGresult *result = asked("loosened", NULL, moment);
    for (int i = 0; i < PQntuples(result); i++) answerLine("%s %s %s", PQgetvalue(result, i, 0), PQgetvalue(result, i, 1), PQgetvalue(result, i, 2));
    PQclear(result);
}

/// The history against the events, and every index against its table. Blind to an event whose bytes were altered: there is no chain.
static void verify(void) {
    PGresult *result = demand(PQexec(connection,
        "SELECT count(*) FROM (SELECT DISTINCT ON (subject, fact, period) subject, fact, period, seq, amount FROM events e WHERE fact IS NOT NULL"
        "  AND NOT EXISTS (SELECT FROM events w WHERE w.withdraws = e.seq) ORDER BY subject, fact, period, decided DESC, seq DESC) e"
        " FULL JOIN (SELECT * FROM history WHERE upto IS NULL) h ON (h.subject, h.fact, h.period) = (e.subject, e.fact, e.period)"
        " WHERE e.seq IS DISTINCT FROM h.seq OR e.amount IS DISTINCT FROM h.amount"));
    if (strcmp(PQgetvalue(result, 0, 0), "0") != 0) fail("postgres: %s facts differ from the history", PQgetvalue(result, 0, 0));
    PQclear(result);
    run("SELECT bt_index_check(index => c.oid, heapallindexed => true) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " WHERE i.indrelid IN ('events'::regclass, 'history'::regclass, 'indicators'::regclass)");
}

static uint64_t last(void) {
    PGresult *result = demand(PQexec(connection, "SELECT coalesce(max(seq), 2) FROM events"));
    uint64_t number = strtoull(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return number;
}

static void settle(void) {
    run("VACUUM ANALYZE");
    run("CHECKPOINT");
}

static void closeDatabase(void) { PQfinish(connection); }

const Database postgresDatabase = {openDatabase, begin, insert, commit, indicator, table, loosened, verify, last, settle, closeDatabase};
