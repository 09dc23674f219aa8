// The program of a group of SO_REUSEPORT: classic BPF, of one instruction.
#include <linux/filter.h>

#include "probe/net/calls.h"
#include "probe/scenarios/reuseport_group.h"

namespace probe {

Outcome steer_group_to(Socket& member, unsigned index) {
  sock_filter give_index = BPF_STMT(BPF_RET | BPF_K, index);
  const sock_fprog program{1, &give_index};
  return member.set_bytes(attach_reuseport_cbpf,
                          bytes_of(reinterpret_cast<const char*>(&program), sizeof program));
}

}  // namespace probe
