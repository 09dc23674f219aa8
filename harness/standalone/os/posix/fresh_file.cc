#include "standalone/fresh_file.h"

#include <fcntl.h>
#include <unistd.h>

namespace standalone {

std::FILE* open_fresh_file(const std::string& path) {
  constexpr mode_t kMode = 0644;
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
  return descriptor < 0 ? nullptr : ::fdopen(descriptor, "w");
}

}  // namespace standalone
