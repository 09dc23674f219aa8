#include "probe/core/runner_channel.h"

#include <algorithm>

#include "probe/core/pipe.h"
#include "probe/core/polling.h"

namespace probe {
namespace {

// Seconds between two rings for the end of a case, where one comes after the other.
constexpr double kOftenEnough = 1;

long long link_handle = -1;
long long bell_handle = -1;
Outbox* outbox = nullptr;
std::size_t unheard = 0;       // bytes sent since the bell rang
std::size_t most_unheard = 0;  // with room for one more message in the pipe
bool rings_at_end = true;
double rung = 0;  // on now()'s clock

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

void append_fields(std::string* line, std::initializer_list<std::string_view> fields) {
  for (const std::string_view* field = fields.begin(); field != fields.end(); ++field) {
    if (field != fields.begin()) *line += '\t';
    append_escaped(line, *field);
  }
}

// Sends what has been gathered, and says that there is something to read.
void deliver() {
  if (outbox != nullptr) {
    write_pipe(link_handle, outbox->text());
    outbox->clear();
  }
  unheard = 0;
  rung = now();
  if (bell_handle >= 0) write_pipe(bell_handle, "!");
}

void hand_on(const std::string& line) {
  if (outbox != nullptr) {
    if (outbox->put(line)) return;
    deliver();  // makes room
    if (outbox->put(line)) return;
  }
  write_pipe(link_handle, line);
  unheard += line.size();
}

bool is_news(char kind) {
  return kind == 'W' || (kind == 'E' && (rings_at_end || now() - rung >= kOftenEnough));
}

}  // namespace

bool Outbox::put(std::string_view message) {
  const std::uint32_t size = size_;
  if (message.size() > bytes_.size() - size) return false;
  message.copy(bytes_.data() + size, message.size());
  size_ = size + static_cast<std::uint32_t>(message.size());
  return true;
}

void set_link(long long handle, long long bell, Outbox* gathers) {
  link_handle = handle;
  bell_handle = bell;
  outbox = gathers;
  most_unheard = pipe_capacity(handle) * 3 / 4;
}

bool has_link() { return link_handle >= 0; }
void ring_less() { rings_at_end = false; }

std::string text_of_fields(std::initializer_list<std::string_view> fields) {
  std::string text;
  append_fields(&text, fields);
  return text;
}

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
  static std::string line;  // its memory serves every message
  line.assign({kind, ' '});
  append_fields(&line, fields);
  line += '\n';
  hand_on(line);
  if (is_news(kind) || unheard >= most_unheard) deliver();
}

}  // namespace probe
