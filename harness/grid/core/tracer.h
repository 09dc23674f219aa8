// The record of every call of a replay: which socket, which arguments in words, which result.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "grid/core/raw.h"

namespace grid {

class Tracer {
 public:
  using Output = std::function<void(const std::string& line)>;
  explicit Tracer(Output output) : output_(std::move(output)) {}

  // Gives a socket the name by which the lines call it.
  void label(Handle socket, std::string_view name) { labels_[socket] = name; }
  const std::string& label(Handle socket);

  void note(const std::string& text) { output_("# " + text); }
  void call(const std::string& text, Result result);

 private:
  Output output_;
  std::map<Handle, std::string> labels_;
};

// `127.0.0.1:4000`, `[::1]:4000`, `AF_UNSPEC 0.0.0.0:4000`.
std::string text_of(const SocketAddress& address);

}  // namespace grid
