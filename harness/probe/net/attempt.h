// What is tried many times, and left out of the transcript: one call of a fresh TCP socket, closed at once.
#pragma once
#include "probe/net/calls.h"

namespace probe {

struct Attempt {
  bool opened = false;  // whether there was a socket to try with
  int error = 0;  // native error number of the call, or of socket() where it was not opened; 0 = it worked
};

// Tries `op` (bind or connect) with `address`. A socket for a mapped address takes IPv4, too.
Attempt attempt(Op op, const Address& address);

}  // namespace probe
