// Telling apart what may answer behind Linux's system calls.
#include "probe/net/network_stack.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/klog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vector>

namespace probe {
namespace {

// gVisor's kernel log greets with its own name; klogctl 3 reads it all (syslog(2)).
bool kernel_log_names_gvisor() {
  std::vector<char> log(1 << 16);
  const int size = ::klogctl(3, log.data(), static_cast<int>(log.size()));
  return size > 0 &&
         std::string(log.data(), static_cast<std::size_t>(size)).find("gVisor") != std::string::npos;
}

// What getsockopt says of SO_REUSEADDR when it is set: 1 on Linux and gVisor, the flag's own bit (4) on lwIP.
int value_of_set_reuseaddr() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return -1;
  int value = 1;
  socklen_t size = sizeof value;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &value, sizeof value);
  if (::getsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &value, &size) != 0) value = -1;
  ::close(fd);
  return value;
}

// A fresh socket of Linux's tells its retransmission timeout: one second (TCP_TIMEOUT_INIT,
// include/net/tcp.h), or what the system is configured to start with. gVisor's own stack has none before it
// is connected, while a sandbox that was put on the host's network hands on what the host's socket says.
bool has_timeout_before_connect() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return false;
  tcp_info info{};
  socklen_t size = sizeof info;
  const bool has = ::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 && info.tcpi_rto != 0;
  ::close(fd);
  return has;
}

}  // namespace

std::string network_stack_name() {
  if (value_of_set_reuseaddr() > 1) return "lwip";
  return kernel_log_names_gvisor() && !has_timeout_before_connect() ? "gvisor" : "linux";
}

}  // namespace probe
