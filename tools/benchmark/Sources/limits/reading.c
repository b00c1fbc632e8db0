#include "limits.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static MDB_txn *begin(MDB_env *env, MDB_dbi *table) {
    MDB_txn *txn;
    demand(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), "begin");
    demand(mdb_dbi_open(txn, NULL, 0, table), "table");
    return txn;
}

static uint64_t touch(const MDB_val *value) {
    uint64_t word = 0;
    memcpy(&word, value->mv_data, value->mv_size < 8 ? value->mv_size : 8);
    return word;
}

/// Keeps the compiler from leaving out what was read.
static volatile uint64_t sink;

void limitScan(char **words) {
    MDB_env *env = openEnvironment(words[0], MDB_RDONLY);
    MDB_dbi table;
    MDB_txn *txn = begin(env, &table);
    MDB_cursor *cursor;
    MDB_val key, value;
    uint64_t count = 0, sum = 0, start = nanoseconds();
    demand(mdb_cursor_open(txn, table, &cursor), "cursor");
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) {
        count++;
        sum += touch(&value);
    }
    uint64_t end = nanoseconds();
    sink = sum;
    printf("%llu %llu\n", (unsigned long long)count, (unsigned long long)(end - start));
}

void limitGet(char **words) {
    MDB_env *env = openEnvironment(words[0], MDB_RDONLY);
    MDB_dbi table;
    MDB_txn *txn = begin(env, &table);
    MDB_stat status;
    demand(mdb_stat(txn, table, &status), "stat");
    uint64_t state = strtoull(words[2], NULL, 10) * 2 + 1, sum = 0;
    int count = atoi(words[1]);
    uint64_t start = nanoseconds();
    for (int i = 0; i < count; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        uint8_t bytes[8];
        putNumber(bytes, 1 + (state >> 20) % status.ms_entries);
        MDB_val key = {8, bytes}, value;
        demand(mdb_get(txn, table, &key, &value), "get");
        sum += touch(&value);
    }
    uint64_t end = nanoseconds();
    sink = sum;
    printf("%llu\n", (unsigned long long)(end - start));
}

static uint64_t livePages(MDB_txn *txn, MDB_dbi table, MDB_stat *status) {
    demand(mdb_stat(txn, table, status), "stat");
    return (uint64_t)(status->ms_branch_pages + status->ms_leaf_pages + status->ms_overflow_pages);
}

static uint64_t content(MDB_txn *txn, MDB_dbi table) {
    MDB_cursor *cursor;
    MDB_val key, value;
    uint64_t bytes = 0;
    demand(mdb_cursor_open(txn, table, &cursor), "cursor");
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0) bytes += key.mv_size + value.mv_size;
    mdb_cursor_close(cursor);
    return bytes;
}

void limitPages(char **words) {
    MDB_env *env = openEnvironment(words[0], MDB_RDONLY);
    MDB_dbi main;
    MDB_txn *txn = begin(env, &main);
    MDB_stat status;
    MDB_cursor *cursor;
    MDB_val key, value;
    uint64_t pages = 2 + livePages(txn, main, &status), bytes = content(txn, main), pageSize = status.ms_psize;
    // Names of tables begin with a letter, the log's keys, which are numbers, with a zero.
    demand(mdb_cursor_open(txn, main, &cursor), "cursor");
    while (mdb_cursor_get(cursor, &key, &value, MDB_NEXT) == 0 && *(const uint8_t *)key.mv_data != 0) {
        char name[256] = {0};
        MDB_dbi table;
        memcpy(name, key.mv_data, key.mv_size < 255 ? key.mv_size : 255);
        if (mdb_dbi_open(txn, name, 0, &table) != 0) continue;
        pages += livePages(txn, table, &status);
        bytes += content(txn, table);
    }
    uint64_t list = livePages(txn, 0, &status);
    printf("%llu %llu %llu\n", (unsigned long long)((pages + list) * pageSize), (unsigned long long)(list * pageSize), (unsigned long long)bytes);
}

void limitRecords(char **words) {
    MDB_env *env = openEnvironment(words[0], MDB_RDONLY);
    MDB_dbi table;
    MDB_txn *txn = begin(env, &table);
    MDB_cursor *cursor;
    uint8_t bytes[8];
    MDB_val key = {8, bytes}, value;
    FILE *file = fopen(words[1], "w");
    if (!file) demand(errno, words[1]);
    putNumber(bytes, strtoull(words[2], NULL, 10));
    demand(mdb_cursor_open(txn, table, &cursor), "cursor");
    int status = mdb_cursor_get(cursor, &key, &value, MDB_SET_RANGE);
    for (; status == 0; status = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) {
        uint32_t length = (uint32_t)value.mv_size;
        fwrite(&length, 4, 1, file);
        fwrite(value.mv_data, 1, length, file);
    }
    if (fclose(file) != 0) demand(errno, words[1]);
}
