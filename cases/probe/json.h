// Just enough JSON to write records: the suite reads none in C++.
#pragma once
#include <cstdio>
#include <string>
#include <string_view>

namespace probe {

// Whether a byte stands for itself in a JSON string.
inline bool is_plain_in_json(char byte) { return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\'; }

// Adds one that does not. Bytes outside ASCII are escaped one by one, so that whatever a platform printed stays valid JSON.
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

// `text` as a JSON string with its quotation marks.
inline std::string json_string(std::string_view text) {
  std::string out = "\"";
  std::size_t plain = 0;  // where the bytes begin that go on as they are
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_plain_in_json(text[i])) continue;
    out.append(text.substr(plain, i - plain));
    plain = i + 1;
    append_json_escape(&out, text[i]);
  }
  out.append(text.substr(plain));
  return out += '"';
}

}  // namespace probe
