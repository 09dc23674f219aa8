// Options that this library sets on the system's sockets behind the program's back.
#pragma once
#include "mutants/sockets.h"

namespace mutant {

bool set_flag(int fd, int level, int number, int value);

// Makes the system let a socket in wherever the model does: with both options set on every socket it refuses none
// (inet_csk_bind_conflict). UDP sockets get SO_REUSEPORT, which would make the system spread datagrams, only where the
// mutant chooses receivers itself.
void force_reuse_options(const TrackedSocket& sock, int fd);
// Puts back what the program set.
void restore_options(const TrackedSocket& sock, int fd);

// SO_LINGER on, with so many seconds.
void set_linger(int fd, int seconds);

// Drops whatever arrives at the socket from now on (SO_ATTACH_FILTER).
void let_nothing_in(int fd);
// Where several sockets serve this address: lets the system choose as the mutant does (SO_ATTACH_REUSEPORT_CBPF).
void choose_receiver(Table* table, const TrackedSocket& newest, int fd);

}  // namespace mutant
