#include "probe/core/variant.h"

#include <array>
#include <stdexcept>

#include "probe/core/case_context.h"

namespace probe {
namespace {

struct Row {
  Variant variant;
  const char* name;
  AddressStyle style;
  Protocol protocol;
};

constexpr std::array<Row, 7> kVariants = {{
    {Variant::none, "", AddressStyle::ipv4, Protocol::tcp},
    {Variant::tcp4, "tcp4", AddressStyle::ipv4, Protocol::tcp},
    {Variant::tcp6, "tcp6", AddressStyle::ipv6, Protocol::tcp},
    {Variant::mapped, "mapped", AddressStyle::v4mapped, Protocol::tcp},
    {Variant::udp4, "udp4", AddressStyle::ipv4, Protocol::udp},
    {Variant::udp6, "udp6", AddressStyle::ipv6, Protocol::udp},
    {Variant::udp_mapped, "udp_mapped", AddressStyle::v4mapped, Protocol::udp},
}};

const Row& row_of(Variant which) {
  for (const Row& row : kVariants)
    if (row.variant == which) return row;
  return kVariants[0];
}

}  // namespace

Variant variant() { return case_context().variant; }
AddressStyle family_of(Variant which) { return row_of(which).style; }
Protocol protocol_of(Variant which) { return row_of(which).protocol; }
std::string to_string(Variant which) { return row_of(which).name; }

std::vector<Variant> variants_in(const std::string& list) {
  std::vector<Variant> found;
  std::string word;
  const auto take = [&] {
    if (word.empty()) return;
    for (const Row& row : kVariants) {
      if (word == row.name) {
        found.push_back(row.variant);
        word.clear();
        return;
      }
    }
    throw std::invalid_argument("no variant is called " + word);
  };
  for (const char c : list) {
    if (c == ',' || c == ' ' || c == '\n')
      take();
    else
      word += c;
  }
  take();
  if (found.empty()) found.push_back(Variant::none);
  return found;
}

}  // namespace probe
