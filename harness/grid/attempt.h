// What the second socket attempts.
#pragma once
#include "grid/setup.h"

namespace grid {

// Opens the second socket; to be called as its user.
void open_second(Batch& batch, Work& work);

// Sets its options and makes the calls of the cell's attempt. Fills the answers of bind, listen and connect;
// connect is EINPROGRESS if its end has to be waited for.
void attempt(Batch& batch, Work& work);

// Makes the calls again for another cell, with the same second socket, whose bind() failed.
void attempt_again(Batch& batch, Work& work);

// Waits for the end of a connection in progress. All attempts of a round are started before the first is
// waited for.
void finish_attempt(Batch& batch, Work& work);

// Whether the second socket got what it wanted, so that it can receive.
bool can_receive(const Work& work);

}  // namespace grid
