#include "probe/net/calls.h"

#include <set>

#include "probe/net/option.h"

namespace probe {
namespace {

std::set<Handle>& open_sockets() {
  static std::set<Handle> handles;
  return handles;
}

Call on(Handle handle, Call call) {
  call.handle = handle;
  return call;
}

void note(const Call& call, const Result& result) {
  const bool opens = call.op == Op::open || call.op == Op::accept || call.op == Op::duplicate;
  if (opens && result.error == 0 && !result.unavailable) open_sockets().insert(result.value);
  if (call.op == Op::close) open_sockets().erase(call.handle);
}

}  // namespace

Result perform(const Call& call) {
  const Result result = carry_out(call);
  note(call, result);
  return result;
}

Trial try_once(const Call& call) {
  const Result opened = perform(Call::open(call.address.family, Protocol::tcp));
  if (opened.error != 0) return {false, opened.error};
  if (call.address.is_v4mapped())
    perform(on(opened.value, Call::set_option(v6only.level, v6only.number, bytes_of(std::int32_t{0}))));
  const int error = perform(on(opened.value, call)).error;
  perform(on(opened.value, Call::close()));
  return {true, error};
}

void close_left_sockets() {
  close_inherited_sockets();
  open_sockets().clear();
}

void close_inherited_sockets() {
  for (const Handle handle : open_sockets()) {
    carry_out(on(handle, Call::close()));
  }
}

}  // namespace probe
