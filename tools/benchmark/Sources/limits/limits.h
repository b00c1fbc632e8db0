#pragma once
#include <lmdb.h>
#include <stdint.h>

void limitPut(char **), limitBatch(char **), limitScan(char **), limitGet(char **);
void limitRows(char **), limitSync(char **), limitPages(char **), limitRecords(char **);

/// Ends the program where `status` is not 0.
void demand(int status, const char *what);
uint64_t nanoseconds(void);
/// Eight bytes big-endian, as the log's keys are.
void putNumber(uint8_t bytes[8], uint64_t number);
uint64_t getNumber(const MDB_val *key);
MDB_env *openEnvironment(const char *path, unsigned flags);
