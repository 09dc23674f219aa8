#include "grid/core/tracer.h"

#include <cstring>

#include "os/sockets.h"

namespace grid {

const std::string& Tracer::label(Handle socket) {
  std::string& label = labels_[socket];
  if (label.empty()) label = "socket " + std::to_string(socket);
  return label;
}

void Tracer::call(const std::string& text, Result result) {
  output_(text + " -> " + std::string(name(result)));
}

std::string text_of(const SocketAddress& address) {
  const std::string port = std::to_string(port_of(address));
  sockaddr generic{};
  std::memcpy(&generic, address.bytes, sizeof generic);
  char text[64] = "?";
  if (address.length == sizeof(sockaddr_in6)) {
    ::inet_ntop(AF_INET6, address.bytes + offsetof(sockaddr_in6, sin6_addr), text, sizeof text);
    return (generic.sa_family == AF_UNSPEC ? "AF_UNSPEC [" : "[") + std::string(text) + "]:" + port;
  }
  ::inet_ntop(AF_INET, address.bytes + offsetof(sockaddr_in, sin_addr), text, sizeof text);
  return (generic.sa_family == AF_UNSPEC ? "AF_UNSPEC " : "") + std::string(text) + ":" + port;
}

}  // namespace grid
