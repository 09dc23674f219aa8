#include "probe/link.h"

#include "probe/pipe.h"

namespace probe {
namespace {

long long link_handle = -1;
long long bell_handle = -1;
std::size_t unheard = 0;       // bytes sent since the bell rang
std::size_t most_unheard = 0;  // with room for one more message in the pipe
bool rings_at_end = true;

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

void ring() {
  unheard = 0;
  if (bell_handle >= 0) write_pipe(bell_handle, "!");
}

}  // namespace

void set_link(long long handle, long long bell) {
  link_handle = handle;
  bell_handle = bell;
  most_unheard = pipe_capacity(handle) * 3 / 4;
}

void ring_less() { rings_at_end = false; }

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
  unheard += line.size();
  if (kind == 'W' || (kind == 'E' && rings_at_end) || unheard >= most_unheard) ring();
}

}  // namespace probe
