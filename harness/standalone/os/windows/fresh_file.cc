#include "standalone/fresh_file.h"

#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>

namespace standalone {

std::FILE* open_fresh_file(const std::string& path) {
  const int descriptor =
      ::_open(path.c_str(), _O_WRONLY | _O_CREAT | _O_EXCL | _O_BINARY, _S_IREAD | _S_IWRITE);
  return descriptor < 0 ? nullptr : ::_fdopen(descriptor, "wb");
}

}  // namespace standalone
