#include "mutants/states.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mutants/conflict.h"
#include "mutants/real.h"
#include "mutants/rules.h"
#include "probe/os/linux/sock_diag.h"

namespace mutant {
namespace {

namespace sock_diag = probe::sock_diag;

constexpr const char* kTables[] = {"/proc/self/net/tcp", "/proc/self/net/tcp6"};

// One row: "   0: 0100007F:1F90 0100007F:C350 06 …".
struct Row {
  Endpoint local;
  Endpoint remote;
  int state;
};

constexpr int kMostRows = 16384;
Row rows[kMostRows];
int row_count = 0;
bool rows_are_old = true;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Reads "0100007F:1F90": words in the machine's byte order, the port in plain hexadecimal.
const char* read_end(const char* at, Endpoint* end) {
  std::uint8_t bytes[16];
  int size = 0;
  for (; size < 16 && hex_digit(at[0]) >= 0 && hex_digit(at[1]) >= 0; at += 2)
    bytes[size++] = static_cast<std::uint8_t>(hex_digit(at[0]) * 16 + hex_digit(at[1]));
  if ((size != 4 && size != 16) || *at != ':') return nullptr;
  *end = Endpoint{};
  if (size == 4) end->ip[10] = end->ip[11] = 0xff;
  for (int i = 0; i < size; ++i) {
    const int word = i / 4 * 4;
    end->ip[16 - size + i] =
        bytes[word + 3 - i % 4];  // little-endian words; big-endian machines are turned back
  }
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  for (int i = 0; i < size; ++i) end->ip[16 - size + i] = bytes[i];
#endif
  char* after = nullptr;
  end->port = static_cast<std::uint16_t>(::strtoul(at + 1, &after, 16));
  return after;
}

bool read_row(const char* line, Row* row) {
  const char* at = ::strchr(line, ':');
  if (at == nullptr) return false;
  at = read_end(at + 2, &row->local);
  if (at == nullptr) return false;
  at = read_end(at + 1, &row->remote);
  if (at == nullptr) return false;
  row->state = static_cast<int>(::strtoul(at + 1, nullptr, 16));
  return true;
}

// Hands every line of a table to `take` until that returns false.
template <typename Take>
void for_each_line(const char* path, Take take) {
  std::FILE* file = REAL(fopen)(path, "re");
  if (file == nullptr) return;
  char line[512];
  while (::fgets(line, sizeof line, file) != nullptr)
    if (!take(line)) break;
  ::fclose(file);
}

bool is_closing(int state) {
  return state == kFinWait1 || state == kFinWait2 || state == kCloseWait || state == kLastAck ||
         state == kClosing;
}

const TrackedSocket* connection_of(Table* table, const Row& row) {
  return find_socket(table, [&row](const TrackedSocket& sock) {
    return sock.is_connection && same_end(sock.local, row.local) && same_end(sock.remote, row.remote);
  });
}

bool is_listed(Table* table, const Row& row) {
  if (is_closing(row.state)) return rules().closing_states_listed;
  if (row.state != kTimeWait) return true;
  if (rules().time_wait_rows == TimeWaitRows::left_out) return false;
  if (rules().time_wait_seconds <= 0) return true;
  const TrackedSocket* closed_connection = connection_of(table, row);
  return closed_connection == nullptr || is_in_time_wait(*closed_connection);
}

void write_end(std::FILE* file, const Endpoint& end, bool as_ipv4) {
  for (int word = as_ipv4 ? 12 : 0; word < 16; word += 4) {
    std::uint32_t value = 0;
    memcpy(&value, end.ip + word, 4);
    ::fprintf(file, "%08X", value);
  }
  ::fprintf(file, ":%04X ", end.port);
}

void fabricate_rows(std::FILE* into, Table* table, bool ipv4) {
  for (int i = 0; i < table->count; ++i) {
    TrackedSocket& sock = table->sockets[i];
    if (!sock.used || !sock.is_connection || is_open(&sock) || sock.local.covers_ipv4 != ipv4) continue;
    if (state_between(sock.local, sock.remote) != kNoState) continue;
    ::fprintf(into, "  99: ");
    write_end(into, sock.local, ipv4);
    write_end(into, sock.remote, ipv4);
    ::fprintf(into, "06 00000000:00000000 00:00000000 00000000     0        0 0\n");
  }
}

void read_rows() {
  if (!rows_are_old) return;
  rows_are_old = false;
  row_count = 0;
  for (const char* path : kTables) {
    for_each_line(path, [](const char* line) {
      if (read_row(line, &rows[row_count])) ++row_count;
      return row_count < kMostRows;
    });
  }
}

sock_diag::Request request_for(const Endpoint& local, const Endpoint& remote) {
  const bool ipv4 = local.covers_ipv4 && remote.covers_ipv4;
  const int family = ipv4 ? AF_INET : AF_INET6;
  const int unused = ipv4 ? 12 : 0;  // bytes before the IPv4 address in a mapped one
  return sock_diag::request_for({family, local.ip + unused, local.port},
                                {family, remote.ip + unused, remote.port});
}

struct Diagnosis {
  alignas(nlmsghdr) char bytes[8192];
  const nlmsghdr& header() const { return *reinterpret_cast<const nlmsghdr*>(bytes); }
};

bool diagnose(const sock_diag::Request& request, Diagnosis* diagnosis) {
  const int fd = REAL(socket)(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (fd < 0) return false;
  const bool sent = ::send(fd, &request, sizeof request, 0) == static_cast<ssize_t>(sizeof request);
  const ssize_t size = sent ? ::recv(fd, diagnosis->bytes, sizeof diagnosis->bytes, 0) : -1;
  REAL(close)(fd);
  return size >= static_cast<ssize_t>(sizeof(nlmsghdr));
}

// A kernel that lacks the module says of every connection that it is not there; a dump of no states it does not end
// well.
bool diagnosis_works() {
  static const bool works = [] {
    sock_diag::Request request = request_for(Endpoint{}, Endpoint{});
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.body.idiag_states = 0;
    Diagnosis diagnosis;
    return diagnose(request, &diagnosis) && diagnosis.header().nlmsg_type == NLMSG_DONE;
  }();
  return works;
}

// One connection's state as sock_diag(7) tells it: found by its ends, where the table in /proc is a walk over all the
// connections that the machine could have. False where it cannot tell.
bool ask_state(const Endpoint& local, const Endpoint& remote, State* state) {
  Diagnosis diagnosis;
  if (!diagnosis_works() || !diagnose(request_for(local, remote), &diagnosis)) return false;
  const inet_diag_msg* found = sock_diag::connection_in(diagnosis.header(), remote.port);
  *state = found == nullptr ? kNoState : static_cast<State>(found->idiag_state);
  return true;
}

}  // namespace

void look_at_states_anew() { rows_are_old = true; }

State state_between(const Endpoint& local, const Endpoint& remote) {
  State state = kNoState;
  if (ask_state(local, remote, &state)) return state;
  read_rows();
  for (int i = 0; i < row_count; ++i)
    if (same_end(rows[i].local, local) && same_end(rows[i].remote, remote))
      return static_cast<State>(rows[i].state);
  return kNoState;
}

bool has_time_wait(std::uint16_t port, const Endpoint& other) {
  read_rows();
  for (int i = 0; i < row_count; ++i) {
    const Row& row = rows[i];
    if (row.state == kTimeWait && ((row.local.port == port && same_end(row.remote, other)) ||
                                   (row.remote.port == port && same_end(row.local, other))))
      return true;
  }
  return false;
}

bool changes_tables() {
  return rules().time_wait_rows != TimeWaitRows::listed || !rules().closing_states_listed ||
         rules().time_wait_seconds > 0;
}

std::FILE* changed_table(const char* path) {
  const int fd = ::memfd_create("table", MFD_CLOEXEC);
  std::FILE* changed = fd >= 0 ? ::fdopen(fd, "w+") : nullptr;
  if (changed == nullptr) return nullptr;
  Locked table;
  look_at_states_anew();
  for_each_line(path, [&](const char* line) {
    Row row;
    if (!read_row(line, &row) || is_listed(table.operator->(), row)) ::fputs(line, changed);
    return true;
  });
  if (rules().time_wait_rows == TimeWaitRows::fabricated_for_every_end)
    fabricate_rows(changed, table.operator->(), ::strstr(path, "tcp6") == nullptr);
  ::rewind(changed);
  return changed;
}

}  // namespace mutant
