// Waiting for a socket through epoll(7), where there is such a thing.
#pragma once
#include <string>

namespace explorer {

// Waits until the socket has something to read or its state has changed, in a new epoll instance. The events'
// words (`in`, `hup`, `rdhup`, `err`), an error's name, or `-` where the system has no epoll.
std::string epoll_once(int descriptor);

}  // namespace explorer
