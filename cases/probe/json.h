// Just enough JSON to write records: the suite reads none in C++.
#pragma once
#include <cstdio>
#include <string>

namespace probe {

// `text` as a JSON string with its quotation marks. Bytes outside ASCII are escaped one by one, so that
// whatever a platform printed stays valid JSON.
inline std::string json_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte >= 0x7f) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", byte);
      out += escaped;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace probe
