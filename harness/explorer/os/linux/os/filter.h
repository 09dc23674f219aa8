// socket(7), SO_ATTACH_REUSEPORT_CBPF, SO_DETACH_REUSEPORT_BPF.
#pragma once
#include <linux/filter.h>
#include <sys/socket.h>

#include <cerrno>

#include "grid/core/raw.h"

namespace explorer {

// A program of one instruction, which returns `index`; below 0 the program is detached.
inline grid::Result set_group_filter(grid::Handle socket, int index) {
  constexpr int kAttach = 51;
  constexpr int kDetach = 68;
  sock_filter code = BPF_STMT(BPF_RET | BPF_K, static_cast<unsigned>(index < 0 ? 0 : index));
  const sock_fprog program{1, &code};
  const int returned =
      index < 0 ? ::setsockopt(static_cast<int>(socket), SOL_SOCKET, kDetach, &index, sizeof index)
                : ::setsockopt(static_cast<int>(socket), SOL_SOCKET, kAttach, &program, sizeof program);
  return returned == 0 ? grid::Result::ok : grid::result_of(errno);
}

}  // namespace explorer
