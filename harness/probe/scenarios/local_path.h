// Names for local (AF_UNIX) sockets.
#pragma once
#include <string>

#include "probe/core/outcome.h"
#include "probe/net/address.h"

namespace probe {

// A path in the system's temporary directory at which there is nothing; removed again at the end.
class LocalPath {
 public:
  LocalPath();
  LocalPath(const LocalPath&) = delete;
  LocalPath& operator=(const LocalPath&) = delete;
  ~LocalPath();

  Address address() const { return unix_path(path_); }
  // unlink(2): "ok", or "refused".
  Outcome remove();

 private:
  std::string path_;
};

// A name in Linux's abstract namespace (unix(7)) that nobody has.
Address abstract_name();

}  // namespace probe
