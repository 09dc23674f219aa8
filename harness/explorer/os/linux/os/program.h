// bpf(2): programs that look at a SO_REUSEPORT group as a whole.
#pragma once
#include <linux/bpf.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>

#include "os/filter.h"

namespace explorer {

// Loads a program that drops what comes to a group, and leaves all else to the kernel's choice: of a group
// whose members are bound to a wildcard address, or of any group. Returns its descriptor, or -1 with errno.
inline int load_group_program(bool migrates, bool of_any_group) {
  constexpr std::int16_t kBindInany = 28;  // struct sk_reuseport_md, bind_inany
  constexpr std::int32_t kDrop = 0;
  constexpr std::int32_t kPass = 1;
  constexpr std::uint32_t kSelect = 39;  // enum bpf_attach_type: BPF_SK_REUSEPORT_SELECT, …_OR_MIGRATE
  // The kernel refuses a program with instructions that are never reached, so the rest is left out.
  const std::int16_t to_pass = of_any_group ? 0 : 2;
  const std::uint32_t count = of_any_group ? 4 : 6;
  const bpf_insn code[] = {{BPF_LDX | BPF_MEM | BPF_W, BPF_REG_0, BPF_REG_1, kBindInany, 0},
                           {BPF_JMP | BPF_JEQ | BPF_K, BPF_REG_0, 0, to_pass, 0},
                           {BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, kDrop},
                           {BPF_JMP | BPF_EXIT, 0, 0, 0, 0},
                           {BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, kPass},
                           {BPF_JMP | BPF_EXIT, 0, 0, 0, 0}};
  bpf_attr attributes;
  std::memset(&attributes, 0, sizeof attributes);
  attributes.prog_type = BPF_PROG_TYPE_SK_REUSEPORT;
  attributes.expected_attach_type = migrates ? kSelect + 1 : kSelect;
  attributes.insns = reinterpret_cast<std::uint64_t>(code);
  attributes.insn_cnt = count;
  attributes.license = reinterpret_cast<std::uint64_t>("ISC");
  return static_cast<int>(::syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes));
}

// 1 attaches the program of wildcard groups, 2 one that may also choose who takes over from a listener that is
// closed, 3 the program of any group; -1 detaches.
inline grid::Result set_group_program(grid::Handle socket, int value) {
  constexpr int kAttach = 52;  // SO_ATTACH_REUSEPORT_EBPF
  if (value < 0) return set_group_filter(socket, value);
  const int program = load_group_program(value == 2, value == 3);
  if (program < 0) return grid::result_of(errno);
  const int returned = ::setsockopt(static_cast<int>(socket), SOL_SOCKET, kAttach, &program, sizeof program);
  const grid::Result result = returned == 0 ? grid::Result::ok : grid::result_of(errno);
  ::close(program);
  return result;
}

}  // namespace explorer
