// The same facts in SQLite and in PostgreSQL, by prepared statements from C.
//
//   peers sqlite|postgres load PLACE DRAFTS                      a new database; 10,000 entries a transaction; nanoseconds
//   peers sqlite|postgres append PLACE DRAFTS SKIP LENGTH COUNT  nanoseconds of each of COUNT transactions of LENGTH
//   peers sqlite|postgres ask PLACE QUESTIONS KIND ANSWERS       nanoseconds of each question of that kind
//   peers sqlite|postgres verify PLACE                           nanoseconds
//
// PLACE: a file, or a connection string. Entries are numbered on from the last one; the first is 3, as in a ledger that was just made.
#define _GNU_SOURCE
#include "peers.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const Database *database;
static FILE *answers;
static char *lines;
static size_t used, room;

void fail(const char *format, ...) {
    va_list list;
    va_start(list, format);
    fprintf(stderr, "peers: ");
    vfprintf(stderr, format, list);
    fprintf(stderr, "\n");
    exit(3);
}

void answerLine(const char *format, ...) {
    if (room - used < 512) {
        room = room * 2 + 65536;
        lines = realloc(lines, room);
        if (!lines) fail("no memory");
    }
    va_list list;
    va_start(list, format);
    used += (size_t)vsnprintf(lines + used, 512, format, list) + 1;
    va_end(list);
}

static uint64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void tell(uint64_t start) { printf("%llu\n", (unsigned long long)(nanoseconds() - start)); }

static FILE *openFile(const char *path, const char *how) {
    FILE *file = fopen(path, how);
    if (!file) fail("%s cannot be opened", path);
    return file;
}

static void load(char **words) {
    FILE *drafts = openFile(words[1], "r");
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    uint64_t number = 2;
    database->open(words[0], 1);
    uint64_t start = nanoseconds();
    database->begin();
    while ((length = getline(&line, &size, drafts)) > 0) {
        Entry entry = readEntry(line, (size_t)length - 1, ++number);
        database->insert(&entry);
        if (number % 10000) continue;
        database->commit();
        database->begin();
    }
    database->commit();
    tell(start);
    database->settle();
}

static void append(char **words) {
    FILE *drafts = openFile(words[1], "r");
    long skip = atol(words[2]), length = atol(words[3]), count = atol(words[4]);
    char **held = calloc((size_t)length, sizeof *held);
    size_t *room = calloc((size_t)length, sizeof *room);
    ssize_t *lengths = calloc((size_t)length, sizeof *lengths);
    if (!held || !room || !lengths) fail("no memory");
    for (long i = 0; i < skip; i++)
        if (getline(&held[0], &room[0], drafts) < 0) fail("not enough drafts");
    database->open(words[0], 0);
    uint64_t number = database->last();
    for (long i = 0; i < count; i++) {
        for (long k = 0; k < length; k++)
            if ((lengths[k] = getline(&held[k], &room[k], drafts)) < 0) fail("not enough drafts");
        uint64_t start = nanoseconds();
        database->begin();
        for (long k = 0; k < length; k++) {
            Entry entry = readEntry(held[k], (size_t)lengths[k] - 1, ++number);
            database->insert(&entry);
        }
        database->commit();
        tell(start);
    }
}

static int byBytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void writeAnswer(const char *question) {
    size_t count = 0;
    for (size_t at = 0; at < used; at += strlen(lines + at) + 1) count++;
    char **sorted = calloc(count + 1, sizeof *sorted);
    if (!sorted) fail("no memory");
    size_t i = 0;
    for (size_t at = 0; at < used; at += strlen(lines + at) + 1) sorted[i++] = lines + at;
    qsort(sorted, count, sizeof *sorted, byBytes);
    fprintf(answers, "# %s\n", question);
    for (i = 0; i < count; i++) fprintf(answers, "%s\n", sorted[i]);
    free(sorted);
}

static void ask(char **words) {
    FILE *questions = openFile(words[1], "r");
    answers = openFile(words[3], "w");
    char question[256], kind[32], name[128];
    unsigned long long moment;
    database->open(words[0], 0);
    while (fgets(question, sizeof question, questions)) {
        question[strcspn(question, "\n")] = 0;
        if (sscanf(question, "%31s %127s %llu", kind, name, &moment) != 3) fail("question: %s", question);
        if (strcmp(kind, words[2]) != 0) continue;
        used = 0;
        uint64_t start = nanoseconds();
        if (*kind == 'i') database->indicator(name, moment);
        else if (*kind == 't') database->table(name, moment);
        else database->loosened(moment);
        tell(start);
        writeAnswer(question);
    }
    if (fclose(answers) != 0) fail("%s", words[3]);
}

static void verify(char **words) {
    database->open(words[0], 0);
    uint64_t start = nanoseconds();
    database->verify();
    tell(start);
}

int main(int count, char **words) {
    static const struct {
        const char *name;
        int arguments;
        void (*run)(char **);
    } commands[] = {{"load", 2, load}, {"append", 5, append}, {"ask", 4, ask}, {"verify", 1, verify}};
    if (count < 4) fail("usage: see main.c");
    database = strcmp(words[1], "sqlite") == 0 ? &sqliteDatabase : &postgresDatabase;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(commands[i].name, words[2]) != 0 || commands[i].arguments + 3 != count) continue;
        commands[i].run(words + 3);
        database->close();
        return fflush(stdout) == 0 ? 0 : 3;
    }
    fail("unknown command");
}
