#include "limits.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/// Records in memory, gone through in a circle.
typedef struct {
    uint8_t *bytes;
    size_t size, at;
} Records;

static Records readRecords(const char *path) {
    Records records = {0};
    struct stat status;
    int file = open(path, O_RDONLY);
    if (file < 0 || fstat(file, &status) != 0) demand(errno, path);
    records.size = (size_t)status.st_size;
    records.bytes = malloc(records.size);
    for (size_t at = 0; at < records.size;) {
        ssize_t count = read(file, records.bytes + at, records.size - at);
        if (count <= 0) demand(EIO, path);
        at += (size_t)count;
    }
    close(file);
    return records;
}

static MDB_val next(Records *records) {
    uint32_t length;
    if (records->at >= records->size) records->at = 0;
    memcpy(&length, records->bytes + records->at, 4);
    MDB_val value = {length, records->bytes + records->at + 4};
    records->at += 4 + length;
    return value;
}

static uint64_t lastNumber(MDB_env *env, MDB_dbi *table) {
    MDB_txn *txn;
    MDB_cursor *cursor;
    MDB_val key, value;
    demand(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), "begin");
    demand(mdb_dbi_open(txn, NULL, 0, table), "table");
    demand(mdb_cursor_open(txn, *table, &cursor), "cursor");
    demand(mdb_cursor_get(cursor, &key, &value, MDB_LAST), "last");
    uint64_t number = getNumber(&key);
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
    return number;
}

static void putTransactions(const char *path, const char *file, int length, int count) {
    Records records = readRecords(file);
    MDB_env *env = openEnvironment(path, 0);
    MDB_dbi table;
    uint64_t number = lastNumber(env, &table);
    for (int i = 0; i < count; i++) {
        MDB_txn *txn;
        uint64_t start = nanoseconds();
        demand(mdb_txn_begin(env, NULL, 0, &txn), "begin");
        for (int k = 0; k < length; k++) {
            uint8_t bytes[8];
            putNumber(bytes, ++number);
            MDB_val key = {8, bytes}, value = next(&records);
            demand(mdb_put(txn, table, &key, &value, MDB_APPEND), "put");
        }
        demand(mdb_txn_commit(txn), "commit");
        printf("%llu\n", (unsigned long long)(nanoseconds() - start));
    }
    mdb_env_close(env);
}

void limitPut(char **words) { putTransactions(words[0], words[1], 1, atoi(words[2])); }
void limitBatch(char **words) { putTransactions(words[0], words[1], atoi(words[2]), atoi(words[3])); }

void limitSync(char **words) {
    static uint8_t page[4096];
    int file = open(words[0], O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0) demand(errno, words[0]);
    for (int i = 0; i < atoi(words[1]); i++) {
        uint64_t start = nanoseconds();
        memset(page, i, sizeof page);
        if (write(file, page, sizeof page) != sizeof page || fdatasync(file) != 0) demand(errno, "write");
        printf("%llu\n", (unsigned long long)(nanoseconds() - start));
    }
    close(file);
    unlink(words[0]);
}

/// Rows of one transaction.
enum { slice = 100000 };

static uint64_t copyTable(MDB_txn *from, const char *name, MDB_env *to) {
    MDB_dbi source, target;
    MDB_cursor *cursor;
    MDB_txn *txn;
    MDB_val key, value;
    uint64_t rows = 0;
    demand(mdb_dbi_open(from, name, 0, &source), name);
    demand(mdb_cursor_open(from, source, &cursor), "cursor");
    demand(mdb_txn_begin(to, NULL, 0, &txn), "begin");
    demand(mdb_dbi_open(txn, name, MDB_CREATE, &target), "new table");
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
        demand(mdb_put(txn, target, &key, &value, MDB_APPEND), "put");
        if (++rows % slice) continue;
        demand(mdb_txn_commit(txn), "commit");
        demand(mdb_txn_begin(to, NULL, 0, &txn), "begin");
    }
    demand(mdb_txn_commit(txn), "commit");
    mdb_cursor_close(cursor);
    return rows;
}

void limitRows(char **words) {
    MDB_env *env = openEnvironment(words[0], MDB_RDONLY), *new = openEnvironment(words[1], 0);
    MDB_txn *txn;
    MDB_dbi main;
    MDB_cursor *cursor;
    MDB_val key, value;
    uint64_t rows = 0, start = nanoseconds();
    demand(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), "begin");
    demand(mdb_dbi_open(txn, NULL, 0, &main), "main");
    demand(mdb_cursor_open(txn, main, &cursor), "cursor");
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
        char name[256] = {0};
        memcpy(name, key.mv_data, key.mv_size < 255 ? key.mv_size : 255);
        rows += copyTable(txn, name, new);
    }
    printf("%llu %llu\n", (unsigned long long)rows, (unsigned long long)(nanoseconds() - start));
    mdb_cursor_close(cursor);
    mdb_txn_abort(txn);
    mdb_env_close(env);
    mdb_env_close(new);
}
