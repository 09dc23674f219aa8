#include "lwip/real.h"

#include <dlfcn.h>

#include <cstring>

#include "lwip/stack.h"

namespace in_front {

void* next_of(const char* name) { return ::dlsym(RTLD_NEXT, name); }

// The runner starts every case with --in-process (runner/options.h); /proc/self/cmdline separates words by zeros (proc(5)).
bool is_case() {
  static const bool is = [] {
    char words[4096];
    FILE* file = next_symbol<FILE*(const char*, const char*)>("fopen")("/proc/self/cmdline", "r");
    if (file == nullptr) return false;
    const std::size_t size = std::fread(words, 1, sizeof words - 1, file);
    std::fclose(file);
    words[size] = '\0';
    for (std::size_t at = 0; at < size; at += std::strlen(words + at) + 1)
      if (std::strcmp(words + at, "--in-process") == 0) return true;
    return false;
  }();
  return is;
}

}  // namespace in_front
