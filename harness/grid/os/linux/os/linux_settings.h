// What the Linux files share about a namespace's settings.
#pragma once

namespace grid::sys {

// After a move to another namespace: its file takes the place of the one before.
void reopen_port_range();

}  // namespace grid::sys
