// Local sockets (AF_UNIX) and their names.
#pragma once
#include <sys/socket.h>

namespace mutant {

// bind() of a local socket.
int bind_local(int fd, const sockaddr* address, socklen_t size);

}  // namespace mutant
