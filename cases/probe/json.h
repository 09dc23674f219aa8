// Just enough JSON to write records: the suite reads none in C++.
#pragma once
#include <cstdio>
#include <string>
#include <string_view>

namespace probe {

// `text` as a JSON string with its quotation marks. Bytes outside ASCII are escaped one by one, so that
// whatever a platform printed stays valid JSON.
inline std::string json_string(std::string_view text) {
  std::string out = "\"";
  std::size_t plain = 0;  // where the bytes begin that go on as they are
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\') continue;
    out.append(text.substr(plain, i - plain));
    plain = i + 1;
    if (byte == '"' || byte == '\\') {
      out.append({'\\', text[i]});
    } else if (byte == '\n') {
      out += "\\n";
    } else {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", byte);
      out += escaped;
    }
  }
  out.append(text.substr(plain));
  return out += '"';
}

}  // namespace probe
