#include "runner/os/posix/descriptor.h"

#include <fcntl.h>

#include <cerrno>

#include "probe/os/posix/pipe_ends.h"

namespace runner {

Pipe make_pipe() {
  const probe::PipeEnds ends = probe::open_pipe();
  return {Descriptor(ends.read_end), Descriptor(ends.write_end)};
}

bool read_some(int fd, std::string* into) {
  char buffer[65536];
  const ssize_t n = ::read(fd, buffer, sizeof buffer);
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  into->append(buffer, static_cast<std::size_t>(n));
  return n > 0;
}

std::string read_to_end(int fd) {
  std::string text;
  while (read_some(fd, &text)) {
  }
  return text;
}

void drain_and_close(Descriptor* descriptor, std::string* into, std::size_t most) {
  if (descriptor->get() < 0) return;
  ::fcntl(descriptor->get(), F_SETFL, O_NONBLOCK);
  for (std::size_t before = into->size();
       read_some(descriptor->get(), into) && into->size() > before && into->size() < most;)
    before = into->size();
  descriptor->close();
}

}  // namespace runner
