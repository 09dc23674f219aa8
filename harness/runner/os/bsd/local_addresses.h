// The second local addresses on systems of BSD's kind, whose loopback device has 127.0.0.1 and ::1 alone. To be included by
// one source file of each.
#pragma once
#include <array>

#include "runner/local_addresses.h"
#include "runner/os/bsd/loopback.h"

namespace runner {

// What only root may add is left out for others; so is IPv6 if the system has none.
void LocalAddresses::add_missing() {
  constexpr std::array<const char*, 2> kSecondAddresses = {"127.0.0.2", "fd00:add::2"};
  for (const char* address : kSecondAddresses)
    if (!is_local_address(address) && add_loopback_address(address)) added_.emplace_back(address);
}

LocalAddresses::~LocalAddresses() {
  for (const std::string& address : added_) remove_loopback_address(address);
}

}  // namespace runner
