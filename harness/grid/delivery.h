// Who receives a connection or a datagram that is sent to each address in play.
#pragma once
#include "grid/setup.h"

namespace grid {

// Fills the answer's receivers and winner. For cells whose second socket was bound (and, for TCP, listens).
void find_receivers(Batch& batch, Work& work);

}  // namespace grid
