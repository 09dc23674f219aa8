#include "runner/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <stdexcept>

namespace runner {
namespace {

[[noreturn]] void cannot_write(int error) {
  throw std::runtime_error(std::string("standard output cannot be written: ") + std::strerror(error));
}

}  // namespace

void print(const std::string& text) {
  errno = 0;
  if (!(std::cout << text << std::flush)) cannot_write(errno);
}

void check_standard_output() {
  errno = 0;
  if (!std::cout.flush() || std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    cannot_write(errno != 0 ? errno : EIO);
}

}  // namespace runner
