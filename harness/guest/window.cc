#include "guest/window.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace guest {
namespace {

constexpr char kMagic[16] = "addrinuse-guest";  // 15 characters and the terminating zero

std::vector<std::string> entries_of(const char* folder) {
  std::vector<std::string> names;
  DIR* const stream = ::opendir(folder);
  if (stream == nullptr) return names;
  while (const dirent* entry = ::readdir(stream)) {
    if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  }
  ::closedir(stream);
  return names;
}

// Folder of the PCI device whose memory is the window ("" without one): Red Hat's "inter-VM shared memory".
std::string window_device() {
  const std::string devices = "/sys/bus/pci/devices/";
  for (const std::string& name : entries_of(devices.c_str())) {
    const std::string folder = devices + name;
    if (text_of(folder + "/vendor") == "0x1af4\n" && text_of(folder + "/device") == "0x1110\n") return folder;
  }
  return "";
}

Window* window_of_device(const std::string& folder) {
  write_text(folder + "/enable", "1");
  const int file = ::open((folder + "/resource2").c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) give_up(folder + "/resource2");
  void* const memory = ::mmap(nullptr, kWindowBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) give_up("mapping " + folder + "/resource2");
  ::close(file);
  auto* const window = static_cast<Window*>(memory);
  if (std::memcmp(window->magic, kMagic, sizeof kMagic) != 0) {
    errno = EPROTO;
    give_up("the shared memory is not laid out as expected");
  }
  return window;
}

// The physical address of every page of this memory (proc_pid_pagemap(5)).
std::vector<std::uint64_t> addresses_of(const unsigned char* memory, std::size_t bytes,
                                        std::size_t page_bytes) {
  std::vector<std::uint64_t> entries(bytes / page_bytes);
  const int file = ::open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  if (file < 0) give_up("/proc/self/pagemap");
  const auto at =
      static_cast<off_t>(reinterpret_cast<std::uintptr_t>(memory) / page_bytes * sizeof entries[0]);
  const auto wanted = static_cast<ssize_t>(entries.size() * sizeof entries[0]);
  if (::pread(file, entries.data(), entries.size() * sizeof entries[0], at) != wanted)
    give_up("reading /proc/self/pagemap");
  ::close(file);
  for (std::uint64_t& entry : entries) entry = (entry & ((std::uint64_t{1} << 55) - 1)) * page_bytes;
  return entries;
}

// Memory whose pages stay where they are: shared, so that a child's copy does not move them, locked, and not compacted
// (the kernel's Documentation/admin-guide/sysctl/vm.rst).
unsigned char* fixed_memory(std::size_t bytes) {
  write_text("/proc/sys/vm/compact_unevictable_allowed", "0");
  void* const memory =
      ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (memory == MAP_FAILED || ::mlock(memory, bytes) != 0) give_up("memory to share");
  return static_cast<unsigned char*>(memory);
}

Window* window_in_own_memory() {
  const auto page_bytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  unsigned char* const memory = fixed_memory(kWindowBytes + kTablePages * page_bytes);
  const std::vector<std::uint64_t> pages =
      addresses_of(memory, kWindowBytes + kTablePages * page_bytes, page_bytes);
  const std::size_t count = kWindowBytes / page_bytes;
  std::memcpy(memory + kWindowBytes, pages.data(), count * sizeof pages[0]);
  auto* const window = reinterpret_cast<Window*>(memory);
  window->page_bytes = page_bytes;
  window->own_address = pages[0];
  for (std::size_t table = 0; table * page_bytes < count * sizeof pages[0]; ++table) {
    window->tables[table] = pages[count + table];
  }
  std::atomic_thread_fence(std::memory_order_seq_cst);  // the mark comes last
  std::memcpy(window->magic, kMagic, sizeof kMagic);
  return window;
}

}  // namespace

Window* open_window() {
  if (std::getenv("ADDRINUSE_OWN_MEMORY") != nullptr) return window_in_own_memory();
  const std::string device = window_device();
  if (device.empty()) {
    errno = ENODEV;
    give_up("no shared memory: the kernel offers no PCI devices in /sys");
  }
  return window_of_device(device);
}

void write_reason(Window* window, const std::string& reason) {
  std::memcpy(reinterpret_cast<unsigned char*>(window) + kOutputAt, reason.data(), reason.size());
  window->output = reason.size();
  window->state = kFailed;
}

}  // namespace guest
