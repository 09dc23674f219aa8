#include "probe/link.h"

#include "probe/pipe.h"

namespace probe {
namespace {

long long link_handle = -1;

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

void set_link(long long handle) { link_handle = handle; }

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
  if (link_handle < 0) return;
  std::string line(1, kind);
  for (std::size_t i = 0; i < fields.size(); ++i) line += (i == 0 ? ' ' : '\t') + escaped(fields[i]);
  line += '\n';
  write_pipe(link_handle, line);
}

}  // namespace probe
