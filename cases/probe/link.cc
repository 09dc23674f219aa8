#include "probe/link.h"

#include <algorithm>

#include "probe/pipe.h"

namespace probe {
namespace {

long long link_handle = -1;
long long bell_handle = -1;
std::size_t unheard = 0;       // bytes sent since the bell rang
std::size_t most_unheard = 0;  // with room for one more message in the pipe
bool rings_at_end = true;

// Text with nothing to escape, which is nearly all, is taken as a whole here and in fields_of(): every case is made of it.
std::size_t length_of_plain(std::string_view text) {
  const auto is_special = [](char c) { return c == '\n' || c == '\t' || c == '\\'; };
  return static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_special) - text.begin());
}

void append_escaped(std::string* line, std::string_view field) {
  for (std::size_t end; (end = length_of_plain(field)) < field.size();) {
    line->append(field.substr(0, end));
    const char c = field[end];
    line->append({'\\', c == '\n' ? 'n' : c == '\t' ? 't' : c});
    field.remove_prefix(end + 1);
  }
  line->append(field);
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

std::vector<std::string> fields_of(std::string_view text) {
  std::vector<std::string> fields(1);
  for (std::size_t end; (end = length_of_plain(text)) < text.size();) {
    fields.back().append(text.substr(0, end));
    const char special = text[end];
    text.remove_prefix(end + 1);
    if (special == '\t') {
      fields.emplace_back();
    } else if (special == '\\' && !text.empty()) {
      const char c = text.front();
      fields.back() += c == 'n' ? '\n' : c == 't' ? '\t' : c;
      text.remove_prefix(1);
    } else {
      fields.back() += special;
    }
  }
  fields.back().append(text);
  return fields;
}

void send_to_runner(char kind, std::initializer_list<std::string_view> fields) {
  if (link_handle < 0) return;
  std::string line(1, kind);
  char before = ' ';
  for (const std::string_view field : fields) {
    line += before;
    append_escaped(&line, field);
    before = '\t';
  }
  line += '\n';
  write_pipe(link_handle, line);
  unheard += line.size();
  if (kind == 'W' || (kind == 'E' && rings_at_end) || unheard >= most_unheard) ring();
}

}  // namespace probe
