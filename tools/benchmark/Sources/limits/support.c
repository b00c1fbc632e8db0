#include "limits.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void demand(int status, const char *what) {
    if (status == 0) return;
    fprintf(stderr, "limits: %s: %s\n", what, mdb_strerror(status));
    exit(3);
}

uint64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void putNumber(uint8_t bytes[8], uint64_t number) {
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(number >> (56 - 8 * i));
}

uint64_t getNumber(const MDB_val *key) {
    uint64_t number = 0;
    if (key->mv_size != 8) demand(EINVAL, "a key that is no number");
    for (int i = 0; i < 8; i++) number = number << 8 | ((const uint8_t *)key->mv_data)[i];
    return number;
}

MDB_env *openEnvironment(const char *path, unsigned flags) {
    MDB_env *env;
    demand(mdb_env_create(&env), "create");
    demand(mdb_env_set_maxdbs(env, 32), "tables");
    demand(mdb_env_set_mapsize(env, (size_t)64 << 30), "map");
    demand(mdb_env_open(env, path, flags, 0600), path);
    return env;
}
