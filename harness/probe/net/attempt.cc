#include "probe/net/attempt.h"

#include "probe/net/option.h"

namespace probe {

Attempt attempt(Op op, const Address& address) {
  Call call;
  call.op = Op::open;
  call.a = static_cast<std::int32_t>(address.family);
  call.b = static_cast<std::int32_t>(Protocol::tcp);
  const Result opened = perform(call);
  if (opened.error != 0) return {false, opened.error};
  call.handle = opened.value;
  if (address.is_v4mapped()) {
    call.op = Op::set_option;
    call.a = v6only.level;
    call.b = v6only.number;
    call.data = bytes_of(std::int32_t{0});
    perform(call);
  }
  call.op = op;
  call.has_address = true;
  call.address = address;
  const int error = perform(call).error;
  call.op = Op::close;
  perform(call);
  return {true, error};
}

}  // namespace probe
