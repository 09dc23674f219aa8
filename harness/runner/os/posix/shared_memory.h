// Memory that a process shares with those it forks.
#pragma once
#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>

namespace runner {

template <typename T>
struct Unmap {
  void operator()(T* shared) const { ::munmap(shared, sizeof *shared); }
};
template <typename T>
using Shared = std::unique_ptr<T, Unmap<T>>;

// A new T in such memory. Throws std::runtime_error if there is none.
template <typename T>
Shared<T> make_shared_memory() {
  void* const memory = ::mmap(nullptr, sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANON, -1, 0);
  if (memory == MAP_FAILED) throw std::runtime_error(std::string("mmap: ") + std::strerror(errno));
  return Shared<T>(new (memory) T);
}

}  // namespace runner
