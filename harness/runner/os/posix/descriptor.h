// A file descriptor with an owner, and reading from one.
#pragma once
#include <unistd.h>

#include <string>
#include <utility>

namespace runner {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }

  int get() const { return fd_; }  // -1: none
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

// A new pipe, which no program that is started inherits. Throws std::runtime_error if there is none.
Pipe make_pipe();

// Appends what one read(2) gives. False if the other side has closed.
bool read_some(int fd, std::string* into);
// Reads until the other side has closed.
std::string read_to_end(int fd);
// Appends what is there without waiting for more, up to `most` bytes in all, and closes.
void drain_and_close(Descriptor* descriptor, std::string* into, std::size_t most = std::string::npos);

}  // namespace runner
