// Just enough JSON to write records: the suite reads none in C++.
#pragma once
#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace probe {

// Whether a byte stands for itself in a JSON string.
inline bool is_plain_in_json(char byte) { return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\'; }

// Adds one that does not. Bytes outside ASCII are escaped one by one, so that whatever a platform printed
// stays valid JSON.
inline void append_json_escape(std::string* json, char byte) {
  if (byte == '"' || byte == '\\') {
    json->append({'\\', byte});
  } else if (byte == '\n') {
    *json += "\\n";
  } else {
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned char>(byte));
    *json += escaped;
  }
}

// Adds `text`, its plain bytes as they are. What begins with another is given to `append_special`, which adds
// as much of it as belongs together and returns how many bytes that was.
template <typename AppendSpecial>
void append_json_text(std::string* json, std::string_view text, const AppendSpecial& append_special) {
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain_in_json(text[plain])) ++plain;
    json->append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (!text.empty()) text.remove_prefix(append_special(text));
  }
}

// `text` as a JSON string with its quotation marks.
inline std::string json_string(std::string_view text) {
  std::string out = "\"";
  append_json_text(&out, text, [&](std::string_view rest) {
    append_json_escape(&out, rest.front());
    return 1;
  });
  return out += '"';
}

}  // namespace probe
