// Debian's liblmdb-dev, and what Swift's Glibc module leaves out: statfs, renameat2. Nothing of ours.
#pragma once
#include <lmdb.h>
#include <malloc.h>
#include <sys/vfs.h>

int renameat2(int, const char *, int, const char *, unsigned int);
