/* Preloaded: LMDB's map begins with 1 MiB instead of 1 GiB, so that it must grow. Every later change of it passes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

int mdb_env_set_mapsize(void *environment, size_t size) {
    int (*next)(void *, size_t) = (int (*)(void *, size_t)) dlsym(RTLD_NEXT, "mdb_env_set_mapsize");
    return next(environment, size == (size_t) 1 << 30 ? (size_t) 1 << 20 : size);
}
