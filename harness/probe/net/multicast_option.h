// The multicast options in the form the system wants (option.h has the plain ones).
#pragma once
#include "probe/net/address.h"
#include "probe/net/option.h"

namespace probe {

struct OptionWithValue {
  Option option;
  Bytes value;
};

// IP_ADD_MEMBERSHIP or IPV6_JOIN_GROUP of `group` on the loopback device.
OptionWithValue membership_on_loopback(const Address& group);
// IP_MULTICAST_IF or IPV6_MULTICAST_IF: what is sent to `group` goes out over the loopback device.
OptionWithValue sending_over_loopback(const Address& group);

}  // namespace probe
