#include "probe/link.h"

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace probe {
namespace {

#ifdef _WIN32
using Count = unsigned;
#else
using Count = std::size_t;
#endif

int link_descriptor = -1;

std::string escaped(const std::string& field) {
  std::string text;
  for (const char c : field) {
    if (c == '\n')
      text += "\\n";
    else if (c == '\t')
      text += "\\t";
    else if (c == '\\')
      text += "\\\\";
    else
      text += c;
  }
  return text;
}

}  // namespace

void set_link(int descriptor) { link_descriptor = descriptor; }

std::vector<std::string> fields_of(const std::string& text) {
  std::vector<std::string> fields(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\t') {
      fields.emplace_back();
    } else if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      fields.back() += text[i] == 'n' ? '\n' : text[i] == 't' ? '\t' : text[i];
    } else {
      fields.back() += text[i];
    }
  }
  return fields;
}

void send_to_runner(char kind, const std::vector<std::string>& fields) {
  if (link_descriptor < 0) return;
  std::string line(1, kind);
  for (std::size_t i = 0; i < fields.size(); ++i) line += (i == 0 ? ' ' : '\t') + escaped(fields[i]);
  line += '\n';
  std::size_t sent = 0;
  while (sent < line.size()) {
    const auto n = ::write(link_descriptor, line.data() + sent, static_cast<Count>(line.size() - sent));
    if (n <= 0) return;  // the runner is gone, and this case with it
    sent += static_cast<std::size_t>(n);
  }
}

}  // namespace probe
