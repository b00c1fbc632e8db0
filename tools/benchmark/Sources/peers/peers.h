#pragma once
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/// A piece of a line; not terminated.
typedef struct {
    const char *start;
    size_t length;
} Text;

/// What an entry's columns hold; empty texts are null there.
typedef struct {
    uint64_t number;
    Text body;  // the whole line
    Text event, act, subject, plan, period, amount, previous, change, decided;
    char fact;    // B, T, A or 0
    char status;  // of facts: A where none is stated
    int lower;    // of indicators: 1 where less is better; -1 elsewhere
    uint64_t withdraws;  // a number, or 0
} Entry;

/// Reads one draft. Ends the program where the line is no JSON object.
Entry readEntry(const char *line, size_t length, uint64_t number);
/// The id as 32 hexadecimal digits.
void hexadecimal(Text base64, char digits[33]);

/// One of the two databases.
typedef struct {
    void (*open)(const char *place, int isNew);
    void (*begin)(void);
    void (*insert)(const Entry *);
    void (*commit)(void);
    /// Calls `answerLine` for each line of the answer.
    void (*indicator)(const char *name, uint64_t moment);
    void (*table)(const char *name, uint64_t moment);
    void (*loosened)(uint64_t moment);
    /// Ends the program where something is wrong.
    void (*verify)(void);
    uint64_t (*last)(void);
    /// What its manual asks for after a large import.
    void (*settle)(void);
    void (*close)(void);
} Database;

extern const Database sqliteDatabase, postgresDatabase;

/// One line of the answer to the question that is being asked.
void answerLine(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
