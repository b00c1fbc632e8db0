// Debian's liblmdb-dev, and nothing of ours.
#pragma once
#include <lmdb.h>
