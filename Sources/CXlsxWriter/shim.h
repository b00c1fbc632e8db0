// Debian's libxlsxwriter-dev, and what Swift's Glibc module leaves out: memfd_create. Nothing of ours.
#include <xlsxwriter.h>

int memfd_create(const char *, unsigned int);
