/* Preloaded: records what a program does to the files below $FAULTS_ROOT, in order, as lines that `power.py` replays.
 *
 * A line is words and numbers, tab-separated; data follow a write on the next bytes: "<op>\t...\t<length>\n<length bytes>\n".
 * Reads and maps are not recorded: without MDB_WRITEMAP LMDB changes its data file with pwrite and pwritev alone. The lock file
 * is changed through a map; the replay gives it arbitrary content.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int out = -1;
static char root[PATH_MAX];
static size_t root_length;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *names[1024]; /* what a descriptor leads to; NULL where it is none of ours */

#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("FAULTS_ROOT"), *file = getenv("FAULTS_RECORD");
    if (!where || !file || !realpath(where, root)) return;
    root_length = strlen(root);
    int opened = NEXT(open)(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    out = fcntl(opened, F_DUPFD_CLOEXEC, 1000); /* out of the way of the program's own descriptors */
    NEXT(close)(opened);
}

static void put(const struct iovec *parts, int count) {
    ssize_t (*next)(int, const struct iovec *, int) = NEXT(writev);
    size_t wanted = 0;
    for (int i = 0; i < count; i++) wanted += parts[i].iov_len;
    if (next(out, parts, count) != (ssize_t) wanted) abort(); /* a record with a hole proves nothing */
}

/* Absolute name below the root, or NULL. The last component may not exist. */
static char *below_root(int folder, const char *path, char *buffer) {
    if (out < 0 || !path) return NULL;
    char whole[2 * PATH_MAX], parent[PATH_MAX];
    if (path[0] == '/') snprintf(whole, sizeof whole, "%s", path);
    else if (folder == AT_FDCWD) snprintf(whole, sizeof whole, "./%s", path);
    else if (folder >= 0 && folder < 1024 && names[folder]) snprintf(whole, sizeof whole, "%s/%s", names[folder], path);
    else return NULL;
    char *slash = strrchr(whole, '/');
    while (slash > whole && !slash[1]) { *slash = 0; slash = strrchr(whole, '/'); }
    char *base = slash + 1;
    char saved = *base;
    *base = 0;
    if (!realpath(whole, parent)) return NULL;
    *base = saved;
    snprintf(buffer, 2 * PATH_MAX, "%s/%s", strcmp(parent, "/") ? parent : "", base);
    if (strncmp(buffer, root, root_length) || (buffer[root_length] && buffer[root_length] != '/')) return NULL;
    return buffer;
}

static char *short_name(char *name) { return name[root_length] ? name + root_length + 1 : "."; }

static void line(const char *format, ...) {
    if (out < 0) return;
    int saved = errno;
    char text[3 * PATH_MAX];
    va_list list;
    va_start(list, format);
    int length = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    struct iovec part = { text, (size_t) length };
    put(&part, 1);
    errno = saved;
}

static void data(const char *op, const char *name, long long offset, const void *bytes, size_t length) {
    int saved = errno;
    char head[2 * PATH_MAX];
    int n = snprintf(head, sizeof head, "%s\t%s\t%lld\t%zu\n", op, name, offset, length);
    struct iovec parts[] = { { head, (size_t) n }, { (void *) bytes, length }, { "\n", 1 } };
    put(parts, 3);
    errno = saved;
}

static char *name_of(int descriptor) { return descriptor >= 0 && descriptor < 1024 ? names[descriptor] : NULL; }

static void forget(int descriptor) {
    if (name_of(descriptor)) { free(names[descriptor]); names[descriptor] = NULL; }
}

/* A write through a descriptor: where it was, and whether it is durable by itself. */
static void wrote(int descriptor, long long offset, const void *bytes, size_t length) {
    if (out < 0) return;
    if (descriptor == STDOUT_FILENO) return data("answer", "-", 0, bytes, length);
    if (!name_of(descriptor)) return;
    int is_synced = fcntl(descriptor, F_GETFL) & O_DSYNC;
    data(is_synced ? "synced-write" : "write", short_name(names[descriptor]), offset, bytes, length);
}

/* MARK: opening */

static int opened(int descriptor, int folder, const char *path, int flags, int existed) {
    char buffer[2 * PATH_MAX];
    if (descriptor < 0 || descriptor >= 1024) return descriptor;
    int saved = errno;
    forget(descriptor);
    char *name = below_root(folder, path, buffer);
    if (name) {
        names[descriptor] = strdup(name);
        if (flags & O_CREAT && !existed) line("create\t%s\n", short_name(name));
        else if (flags & O_TRUNC) line("length\t%s\t0\n", short_name(name));
    }
    errno = saved;
    return descriptor;
}

static int exists(int folder, const char *path) {
    struct stat status;
    int saved = errno;
    int answer = fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0;
    errno = saved;
    return answer;
}

#define OPENING(name, before, call, folder, path) \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); mode = va_arg(list, mode_t); va_end(list); } \
    pthread_mutex_lock(&lock); \
    int existed = exists(folder, path); \
    int descriptor = opened(call, folder, path, flags, existed); \
    pthread_mutex_unlock(&lock); \
    return descriptor;

int open(const char *path, int flags, ...) { OPENING(open, , NEXT(open)(path, flags, mode), AT_FDCWD, path) }
int open64(const char *path, int flags, ...) { OPENING(open64, , NEXT(open64)(path, flags, mode), AT_FDCWD, path) }
int openat(int folder, const char *path, int flags, ...) { OPENING(openat, , NEXT(openat)(folder, path, flags, mode), folder, path) }
int openat64(int folder, const char *path, int flags, ...) { OPENING(openat64, , NEXT(openat64)(folder, path, flags, mode), folder, path) }

int close(int descriptor) {
    pthread_mutex_lock(&lock);
    if (descriptor != out) forget(descriptor);
    pthread_mutex_unlock(&lock);
    return NEXT(close)(descriptor);
}

int dup(int descriptor) {
    int copy = NEXT(dup)(descriptor);
    pthread_mutex_lock(&lock);
    forget(copy);
    if (copy >= 0 && copy < 1024 && name_of(descriptor)) names[copy] = strdup(names[descriptor]);
    pthread_mutex_unlock(&lock);
    return copy;
}

/* MARK: writing */

#define WRITING(type, call, record) \
    pthread_mutex_lock(&lock); \
    type written = call; \
    if (written > 0) { record; } \
    pthread_mutex_unlock(&lock); \
    return written;

static long long here(int descriptor) { return name_of(descriptor) ? (long long) lseek(descriptor, 0, SEEK_CUR) : 0; }

static void wrote_parts(int descriptor, long long offset, const struct iovec *parts, int count, ssize_t written) {
    for (int i = 0; i < count && written > 0; i++) {
        size_t length = parts[i].iov_len < (size_t) written ? parts[i].iov_len : (size_t) written;
        wrote(descriptor, offset, parts[i].iov_base, length);
        offset += length;
        written -= length;
    }
}

ssize_t write(int d, const void *bytes, size_t length) {
    WRITING(ssize_t, NEXT(write)(d, bytes, length), wrote(d, here(d) - written, bytes, written))
}
ssize_t pwrite(int d, const void *bytes, size_t length, off_t offset) {
    WRITING(ssize_t, NEXT(pwrite)(d, bytes, length, offset), wrote(d, offset, bytes, written))
}
ssize_t pwrite64(int d, const void *bytes, size_t length, off64_t offset) {
    WRITING(ssize_t, NEXT(pwrite64)(d, bytes, length, offset), wrote(d, offset, bytes, written))
}
ssize_t writev(int d, const struct iovec *parts, int count) {
    WRITING(ssize_t, NEXT(writev)(d, parts, count), wrote_parts(d, here(d) - written, parts, count, written))
}
ssize_t pwritev(int d, const struct iovec *parts, int count, off_t offset) {
    WRITING(ssize_t, NEXT(pwritev)(d, parts, count, offset), wrote_parts(d, offset, parts, count, written))
}
ssize_t pwritev64(int d, const struct iovec *parts, int count, off64_t offset) {
    WRITING(ssize_t, NEXT(pwritev64)(d, parts, count, offset), wrote_parts(d, offset, parts, count, written))
}

/* MARK: everything else: `on` is a descriptor's name, `at` a path's */

#define RECORDING(type, call, record) \
    pthread_mutex_lock(&lock); \
    type answer = call; \
    if (answer == 0 && out >= 0) { int saved = errno; record; errno = saved; } \
    pthread_mutex_unlock(&lock); \
    return answer;
#define ON(d, format, ...) { char *name = name_of(d); if (name) line(format, short_name(name), ##__VA_ARGS__); }
#define AT(folder, path, format, ...) { \
    char b[2 * PATH_MAX], *name = below_root(folder, path, b); if (name) line(format, short_name(name), ##__VA_ARGS__); }
#define AT_TWO(f1, p1, f2, p2, format) { \
    char b1[2 * PATH_MAX], b2[2 * PATH_MAX], *one = below_root(f1, p1, b1), *two = below_root(f2, p2, b2); \
    if (one && two) line(format, short_name(one), short_name(two)); }

int fsync(int d) { RECORDING(int, NEXT(fsync)(d), ON(d, "sync\t%s\n")) }
int fdatasync(int d) { RECORDING(int, NEXT(fdatasync)(d), ON(d, "sync\t%s\n")) }
int msync(void *start, size_t length, int flags) { RECORDING(int, NEXT(msync)(start, length, flags), line("msync\n")) }
int ftruncate(int d, off_t length) { RECORDING(int, NEXT(ftruncate)(d, length), ON(d, "length\t%s\t%lld\n", (long long) length)) }
int ftruncate64(int d, off64_t length) { RECORDING(int, NEXT(ftruncate64)(d, length), ON(d, "length\t%s\t%lld\n", (long long) length)) }
int posix_fallocate(int d, off_t from, off_t length) {
    RECORDING(int, NEXT(posix_fallocate)(d, from, length), ON(d, "at-least\t%s\t%lld\n", (long long) (from + length)))
}
int posix_fallocate64(int d, off64_t from, off64_t length) {
    RECORDING(int, NEXT(posix_fallocate64)(d, from, length), ON(d, "at-least\t%s\t%lld\n", (long long) (from + length)))
}
int mkdir(const char *path, mode_t mode) { RECORDING(int, NEXT(mkdir)(path, mode), AT(AT_FDCWD, path, "folder\t%s\n")) }
int mkdirat(int folder, const char *path, mode_t mode) { RECORDING(int, NEXT(mkdirat)(folder, path, mode), AT(folder, path, "folder\t%s\n")) }
int unlink(const char *path) { RECORDING(int, NEXT(unlink)(path), AT(AT_FDCWD, path, "remove\t%s\n")) }
int unlinkat(int folder, const char *path, int flags) { RECORDING(int, NEXT(unlinkat)(folder, path, flags), AT(folder, path, "remove\t%s\n")) }
int rmdir(const char *path) { RECORDING(int, NEXT(rmdir)(path), AT(AT_FDCWD, path, "remove\t%s\n")) }
int remove(const char *path) { RECORDING(int, NEXT(remove)(path), AT(AT_FDCWD, path, "remove\t%s\n")) }
int rename(const char *from, const char *to) { RECORDING(int, NEXT(rename)(from, to), AT_TWO(AT_FDCWD, from, AT_FDCWD, to, "rename\t%s\t%s\n")) }
int renameat(int f1, const char *from, int f2, const char *to) { RECORDING(int, NEXT(renameat)(f1, from, f2, to), AT_TWO(f1, from, f2, to, "rename\t%s\t%s\n")) }
int renameat2(int f1, const char *from, int f2, const char *to, unsigned flags) {
    RECORDING(int, NEXT(renameat2)(f1, from, f2, to, flags), AT_TWO(f1, from, f2, to, flags & RENAME_EXCHANGE ? "exchange\t%s\t%s\n" : "rename\t%s\t%s\n"))
}
int link(const char *from, const char *to) { RECORDING(int, NEXT(link)(from, to), AT_TWO(AT_FDCWD, from, AT_FDCWD, to, "link\t%s\t%s\n")) }
