// What the machine allows: LMDB, the disk and nothing else, on the bytes of a ledger that exists.
//
//   limits put ENV RECORDS COUNT           durable, one a transaction, after the last key; nanoseconds of each, one a line
//   limits batch ENV RECORDS LENGTH COUNT  durable, LENGTH a transaction, MDB_APPEND; nanoseconds of each transaction
//   limits scan ENV                        a cursor over every entry, eight bytes of each value touched; entries, nanoseconds
//   limits get ENV COUNT SEED              entries under random numbers, eight bytes touched; nanoseconds of all
//   limits rows ENV NEW                    every row of every named table into a new environment, MDB_APPEND, durable; rows, nanoseconds
//   limits fsync FILE COUNT                4 KiB appended and synced (fdatasync); nanoseconds of each
//   limits pages ENV                       bytes of live pages, of them in the free list, and of keys and values
//   limits records ENV FILE FIRST          entries from FIRST on as a file: length (u32, this machine's order) and bytes of each
//
// ENV of put and batch is written to: a copy. RECORDS is what `records` writes; it is gone through again and again.
#include "limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    int arguments;
    void (*run)(char **);
} commands[] = {
    {"put", 3, limitPut}, {"batch", 4, limitBatch}, {"scan", 1, limitScan}, {"get", 3, limitGet},
    {"rows", 2, limitRows}, {"fsync", 2, limitSync}, {"pages", 1, limitPages}, {"records", 3, limitRecords},
};

int main(int count, char **words) {
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (count != commands[i].arguments + 2 || strcmp(words[1], commands[i].name) != 0) continue;
        commands[i].run(words + 2);
        return fflush(stdout) == 0 ? 0 : 3;
    }
    fprintf(stderr, "limits: unknown command\n");
    return 2;
}
