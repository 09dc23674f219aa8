// Users: a mutant that models conflicts lets every process stay root for the system, which shares ports between users
// by rules of its own, and keeps the user of each process itself.
#pragma once
#include <cstdint>

namespace mutant {

// The error with which the process's user is refused this port; 0: none.
int error_of_reserved_port(std::uint16_t port);

}  // namespace mutant
