// FreeBSD (runner/os/bsd/local_addresses.h).
#include "runner/os/bsd/local_addresses.h"
