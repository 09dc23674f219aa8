// The window: memory that the guest shares with the machine that started it, and through which they talk. Nothing passes
// through interrupts, so a guest that runs with an instruction-counted clock does the same at the same moment every time.
// The same layout is written down for the other side in harness/addrinuse/platforms/kernels/shared_memory.py.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

#include "guest/prepare.h"

namespace guest {

constexpr std::size_t kWindowBytes = 32u << 20;
constexpr std::size_t kOrderAt = 4096;        // words, then input, then program, one after the other
constexpr std::size_t kOutputAt = 16u << 20;  // to the end of the window
constexpr std::size_t kTablePages = 16;

struct Window {
  char magic[16];  // written by the host, or, where the window is the guest's memory, by the guest
  std::atomic<std::uint32_t> state;       // written by the guest: one of State
  std::atomic<std::uint32_t> go;          // written by the host: one of Command; the guest takes it back
  std::atomic<std::uint64_t> heartbeats;  // written by the guest: rises while it is alive
  std::atomic<std::uint64_t> output;      // written by the guest: bytes of output so far
  std::atomic<std::uint32_t> exit;        // written by the guest: wait status of the program
  std::uint32_t unused;
  std::uint64_t words_bytes;  // written by the host: arguments, each ended by a zero byte
  std::uint64_t input_bytes;  // standard input of the program
  std::uint64_t program_bytes;
  unsigned char seed[kSeedBytes];  // written by the host: what the kernel's random numbers start from
  // Written by the guest where the window is its own memory: the size of a page, the address of the window's first page,
  // and those of the pages of a table, which has the addresses of all pages of the window.
  std::uint64_t page_bytes;
  std::uint64_t own_address;
  std::uint64_t unused_too;
  std::uint64_t tables[kTablePages];
};
static_assert(offsetof(Window, page_bytes) == 104 && offsetof(Window, tables) == 128,
              "the host has the same layout");

enum State : std::uint32_t {
  kStarting = 0,
  kWaiting = 1,  // with namespaces for few cases
  kRunning = 2,
  kFinished = 3,
  kFailed = 4,
  kWaitingWithAll = 5
};
enum Command : std::uint32_t { kNothing = 0, kOrder = 1, kPrepareAll = 2 };

// The window: the memory of the PCI device `ivshmem-plain` of QEMU, which a kernel with PCI offers to user space without a
// driver; with ADDRINUSE_OWN_MEMORY=1 on the kernel's command line, pages of the guest's own memory, which the host finds by
// their mark. Gives up if there is none.
Window* open_window();

// Says in the window why the guest cannot go on.
void write_reason(Window* window, const std::string& reason);

}  // namespace guest
