#include "probe/core/runner_channel.h"

#include <algorithm>

#include "probe/core/pipe.h"
#include "probe/core/polling.h"

namespace probe {
namespace {

// Seconds between two wake-ups for the end of a case, where one case comes after the other.
constexpr double kWakeupInterval_s = 1;

// Text with nothing to escape, which is nearly all, is taken as a whole here and in fields_of(): every case
// is made of it.
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

}  // namespace

bool SharedBuffer::put(std::string_view message) {
  const std::uint32_t size = size_;
  if (message.size() > bytes_.size() - size) return false;
  message.copy(bytes_.data() + size, message.size());
  size_ = size + static_cast<std::uint32_t>(message.size());
  return true;
}

RunnerChannel& runner_channel() {
  static RunnerChannel channel;
  return channel;
}

void RunnerChannel::connect(long long handle, long long wakeup_fd, SharedBuffer* buffer) {
  handle_ = handle;
  wakeup_fd_ = wakeup_fd;
  buffer_ = buffer;
  max_unsignalled_bytes_ = pipe_capacity(handle) * 3 / 4;
}

bool RunnerChannel::is_urgent(Message kind) const {
  const bool is_due = wakes_at_end_ || now() - last_wakeup_ >= kWakeupInterval_s;
  return kind == Message::wait || (kind == Message::end && is_due);
}

void RunnerChannel::send(Message kind, std::initializer_list<std::string_view> fields) {
  if (!is_connected()) return;
  line_.assign({static_cast<char>(kind), ' '});
  append_fields(&line_, fields);
  line_ += '\n';
  write_line();
  if (is_urgent(kind) || unsignalled_bytes_ >= max_unsignalled_bytes_) flush();
}

void RunnerChannel::write_line() {
  if (buffer_ != nullptr) {
    if (buffer_->put(line_)) return;
    flush();  // makes room
    if (buffer_->put(line_)) return;
  }
  write_pipe(handle_, line_);
  unsignalled_bytes_ += line_.size();
}

// Sends what has been gathered, and wakes the runner.
void RunnerChannel::flush() {
  if (buffer_ != nullptr) {
    write_pipe(handle_, buffer_->text());
    buffer_->clear();
  }
  unsignalled_bytes_ = 0;
  last_wakeup_ = now();
  if (wakeup_fd_ >= 0) write_pipe(wakeup_fd_, "!");
}

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

}  // namespace probe
