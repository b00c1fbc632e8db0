// Debian's liblmdb-dev, and statfs, which Swift's Glibc module leaves out. Nothing of ours.
#pragma once
#include <lmdb.h>
#include <sys/vfs.h>
