// The system's table of TCP connections (/proc/net/tcp, proc(5)), as it is and as a mutant has it.
#pragma once
#include <cstdio>

#include "mutants/sockets.h"

namespace mutant {

// Numbers of include/net/tcp_states.h.
enum State : int {
  kNoState = 0,
  kEstablished = 1,
  kFinWait1 = 4,
  kFinWait2 = 5,
  kTimeWait = 6,
  kClosed = 7,
  kCloseWait = 8,
  kLastAck = 9,
  kListen = 10,
  kClosing = 11
};

// What only the system's table tells is answered from now on from one look at it, taken with the first such question: a
// look costs milliseconds. With the lock held.
void look_at_states_anew();
// The state of the connection between two ends, kNoState where there is none.
State state_between(const Endpoint& local, const Endpoint& remote);

// Whether a connection between this port and this end rests in TIME_WAIT on either side.
bool has_time_wait(std::uint16_t port, const Endpoint& other);

// Whether the mutant's table differs from the system's. Then the system tells states in no other way (sock_diag(7)).
bool changes_tables();
// The table in a file of its own, as the mutant's rules have it.
std::FILE* changed_table(const char* path);

}  // namespace mutant
