// TCP states on Linux: TCP_INFO for a socket (tcp(7)), sock_diag(7) for a connection, /proc/net/tcp and tcp6 for the stack
// (proc(5)).
// Both number the states as include/net/tcp_states.h does.
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "probe/tcp_state.h"

namespace probe {
namespace {

TcpState from_linux(unsigned number) {
  constexpr std::array<TcpState, 13> kStates = {
      TcpState::unknown,     TcpState::established, TcpState::syn_sent,  TcpState::syn_received,
      TcpState::fin_wait_1,  TcpState::fin_wait_2,  TcpState::time_wait, TcpState::closed,
      TcpState::close_wait,  TcpState::last_ack,    TcpState::listen,    TcpState::closing,
      TcpState::syn_received};
  return number < kStates.size() ? kStates[number] : TcpState::unknown;
}

// "0100007F:1F90": the address in 32-bit words of the machine's own byte order, the port in plain
// hexadecimal.
bool parse_endpoint(const std::string& text, Address* address) {
  const std::size_t colon = text.find(':');
  if (colon != 8 && colon != 32) return false;
  address->family = colon == 8 ? Family::ipv4 : Family::ipv6;
  for (std::size_t word = 0; word < colon / 8; ++word) {
    const auto value = static_cast<std::uint32_t>(std::stoul(text.substr(word * 8, 8), nullptr, 16));
    std::memcpy(&address->bytes[word * 4], &value, 4);
  }
  address->port = static_cast<Port>(std::stoul(text.substr(colon + 1), nullptr, 16));
  *address = address->unmapped();
  return true;
}

bool read_table(const char* path, std::vector<TcpEntry>* entries) {
  std::ifstream file(path);
  if (!file) return false;
  std::string line;
  std::getline(file, line);  // the heading
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string number;
    std::string local;
    std::string remote;
    std::string state;
    TcpEntry entry;
    if (!(fields >> number >> local >> remote >> state)) continue;
    if (!parse_endpoint(local, &entry.local) || !parse_endpoint(remote, &entry.remote)) continue;
    entry.state = from_linux(static_cast<unsigned>(std::stoul(state, nullptr, 16)));
    entries->push_back(entry);
  }
  return true;
}

struct DiagnosisRequest {
  nlmsghdr header;
  inet_diag_req_v2 body;
};

DiagnosisRequest diagnosis_of(const Address& local, const Address& remote) {
  DiagnosisRequest request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_REQUEST;
  request.body.sdiag_family = local.family == Family::ipv4 ? AF_INET : AF_INET6;
  request.body.sdiag_protocol = IPPROTO_TCP;
  request.body.idiag_states = ~0U;
  inet_diag_sockid& id = request.body.id;
  id.idiag_sport = htons(local.port);
  id.idiag_dport = htons(remote.port);
  std::memcpy(id.idiag_src, local.bytes.data(), 16);
  std::memcpy(id.idiag_dst, remote.bytes.data(), 16);
  id.idiag_cookie[0] = id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
  return request;
}

struct Answer {
  alignas(nlmsghdr) std::array<char, 8192> bytes{};
  const nlmsghdr* header() const { return reinterpret_cast<const nlmsghdr*>(bytes.data()); }
};

// False where the system has no such interface at all.
bool diagnose(const DiagnosisRequest& request, Answer* answer) {
  const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (fd < 0) return false;
  const bool sent = ::send(fd, &request, sizeof request, 0) == static_cast<ssize_t>(sizeof request);
  const ssize_t size = sent ? ::recv(fd, answer->bytes.data(), answer->bytes.size(), 0) : -1;
  ::close(fd);
  return size >= static_cast<ssize_t>(sizeof(nlmsghdr));
}

// A kernel that lacks the module answers ENOENT to everything, as it does for a connection that is not there. A dump of no
// states tells the two apart: it ends in good order where the module is there.
bool diagnosis_works() {
  static const bool works = [] {
    DiagnosisRequest request = diagnosis_of(Address{}, Address{});
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.body.idiag_states = 0;
    Answer answer;
    return diagnose(request, &answer) && answer.header()->nlmsg_type == NLMSG_DONE;
  }();
  return works;
}

}  // namespace

std::optional<TcpState> ask_connection_state(const Address& local, const Address& remote) {
  if (!diagnosis_works()) return std::nullopt;
  const DiagnosisRequest request = diagnosis_of(local.unmapped(), remote.unmapped());
  Answer answer;
  if (!diagnose(request, &answer)) return std::nullopt;
  if (answer.header()->nlmsg_type != SOCK_DIAG_BY_FAMILY) return TcpState::closed;
  const auto* found = static_cast<const inet_diag_msg*>(NLMSG_DATA(answer.header()));
  // Where there is no such connection, a listener on the port is what the kernel finds instead.
  if (found->id.idiag_dport != htons(remote.port)) return TcpState::closed;
  return from_linux(found->idiag_state);
}

Result tcp_state_of(Handle handle) {
  tcp_info info{};
  socklen_t size = sizeof info;
  Result result;
  if (::getsockopt(static_cast<int>(handle), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) {
    result.error = errno;
    return result;
  }
  result.value = static_cast<std::int64_t>(from_linux(info.tcpi_state));
  return result;
}

std::optional<std::vector<TcpEntry>> tcp_table() {
  std::vector<TcpEntry> entries;
  const bool has_ipv4 = read_table("/proc/self/net/tcp", &entries) || read_table("/proc/net/tcp", &entries);
  read_table("/proc/self/net/tcp6", &entries) || read_table("/proc/net/tcp6", &entries);
  if (!has_ipv4) return std::nullopt;
  return entries;
}

}  // namespace probe
