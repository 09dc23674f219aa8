// Segments between the stack and a peer that a case plays through a packet socket.
#pragma once
#include <cstddef>
#include <cstdint>

namespace mutant {

// The peer sends this IPv4 packet, which may be changed: false if it gets lost.
bool peer_sends(void* packet, std::size_t size);
// The stack has sent this one, which may be changed: false if it got lost.
bool peer_receives(void* packet, std::size_t size);
// A program has read these bytes from a connection with such a peer: replaces them where a mutant's stack delivers
// others.
void change_what_is_read(void* bytes, std::size_t size);

}  // namespace mutant
