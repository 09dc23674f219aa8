#include "mutants/local_names.h"

#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "mutants/answers.h"
#include "mutants/real.h"

namespace mutant {
namespace {

constexpr int kMostNames = 32;
sockaddr_storage names[kMostNames];  // that some socket has had
int name_count = 0;

bool is_known(const sockaddr* address, socklen_t size) {
  for (int i = 0; i < name_count; ++i)
    if (memcmp(&names[i], address, size) == 0) return true;
  return false;
}

void remove_file_at(const sockaddr* address, socklen_t size) {
  sockaddr_un local{};
  memcpy(&local, address, size < sizeof local ? size : sizeof local);
  local.sun_path[sizeof local.sun_path - 1] = 0;
  ::unlink(local.sun_path);  // an abstract name begins with a null, and so names no file
}

}  // namespace

int bind_local(int fd, const sockaddr* address, socklen_t size) {
  if (!rules().local_files_hold_path && address->sa_family == AF_UNIX) remove_file_at(address, size);
  if (rules().local_names_end_with_socket || size > sizeof names[0]) return REAL(bind)(fd, address, size);
  if (is_known(address, size)) return refuse(EADDRINUSE);
  const int result = REAL(bind)(fd, address, size);
  if (result == 0 && name_count < kMostNames) memcpy(&names[name_count++], address, size);
  return result;
}

}  // namespace mutant
