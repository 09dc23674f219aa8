#include "probe/net/calls.h"

#include <set>

namespace probe {
namespace {

std::set<Handle>& open_sockets() {
  static std::set<Handle> handles;
  return handles;
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

void close_left_sockets() {
  close_inherited_sockets();
  open_sockets().clear();
}

void close_inherited_sockets() {
  for (const Handle handle : open_sockets()) {
    Call close;
    close.op = Op::close;
    close.handle = handle;
    carry_out(close);
  }
}

}  // namespace probe
