// A model of Linux's rules about two sockets that want one port (inet_csk_get_port and udp_lib_get_port in net/ipv4),
// each of which a mutant can change. A mutant that changes none of them answers as the system does.
#pragma once
#include "mutants/sockets.h"

namespace mutant {

// Whether a socket that is there keeps `newcomer` (with these flags and this address) from binding.
bool is_refused(Table* table, const TrackedSocket& newcomer);
// Whether a socket that is there keeps a bound one from listening.
bool is_refused_listening(Table* table, const TrackedSocket& newcomer);

// Whether a closed connection counts as TIME_WAIT now.
bool is_in_time_wait(const TrackedSocket& closed_connection);

}  // namespace mutant
