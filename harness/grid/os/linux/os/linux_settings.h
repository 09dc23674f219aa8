// What the Linux files share about a namespace's settings.
#pragma once

namespace grid::sys {

// After a move to another namespace: its file takes the place of the one before.
void reopen_port_range();
// Opens the socket for questions about single connections again, in the present network namespace.
void reopen_diag();

}  // namespace grid::sys
