// The axis along which one claim is asked several times: protocol and address family.
#pragma once
#include <string>
#include <vector>

namespace probe {

enum class Variant { none, tcp4, tcp6, mapped, udp4, udp6, udp_mapped };
enum class AddressStyle { ipv4, ipv6, v4mapped };
enum class Protocol : unsigned char { tcp, udp };

// The variant that is running; `none` (IPv4 and TCP) in a case without variants.
Variant variant();

AddressStyle family_of(Variant which);
Protocol protocol_of(Variant which);
std::string to_string(Variant which);  // "tcp4"; empty for none

// The variants named in `list` ("tcp4, tcp6"), in that order; {none} for an empty list.
// Throws std::invalid_argument for a name that does not exist.
std::vector<Variant> variants_in(const std::string& list);

}  // namespace probe
