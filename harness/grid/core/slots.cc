#include "grid/core/slots.h"

#include <cstring>

namespace grid {

std::string_view slot_name(std::uint8_t slot) {
  static constexpr std::array<std::string_view, 5> kNames = {"second", "peer", "listener", "zeroth", "first"};
  return kNames[slot < kFirst ? slot : kFirst];
}

void Slots::keep(std::uint8_t slot, Handle handle) {
  handles_[slot] = static_cast<std::int32_t>(handle);
  if (slot >= used_) used_ = static_cast<std::uint8_t>(slot + 1);
}

Result Slots::open(Calls& calls, const Step& step) {
  Handle handle = kNoHandle;
  const Result result = calls.open(handle, facts(step.address).socket, step.protocol, slot_name(step.slot));
  keep(step.slot, handle);
  return result;
}

Result Slots::accept(Calls& calls, const Step& step, Handle listener) {
  Handle handle = kNoHandle;
  const Result result = calls.accept_expected(handle, listener, slot_name(step.slot));
  if (result == Result::ok) keep(step.slot, handle);
  return result;
}

// A peer is on 127.0.0.1 or ::1: an IPv6 socket reaches the former by its mapped address.
Result Slots::connect_to(Calls& calls, const Step& step) {
  SocketAddress local;
  const Result known = calls.local_address(handles_[step.other], local);
  if (known != Result::ok) return known;
  return calls.connect(handles_[step.slot], socket_address(step.address, port_of(local)));
}

Result Slots::close(Calls& calls, std::uint8_t slot) {
  Handle handle = handles_[slot];
  handles_[slot] = -1;
  return calls.close(handle);
}

Result Slots::on_socket(Calls& calls, const Step& step, Handle socket) {
  switch (step.kind) {
    case Step::Kind::set:
      return calls.set(socket, step.option, step.value);
    case Step::Kind::bind:
      return calls.bind(socket, socket_address(step.address, step.port, step.offset));
    case Step::Kind::listen:
      return calls.listen(socket, step.value);
    case Step::Kind::connect:
      return calls.connect(socket, socket_address(step.address, step.port, step.offset));
    case Step::Kind::connect_to:
      return connect_to(calls, step);
    case Step::Kind::fill:
      return calls.fill(socket);
    case Step::Kind::send:
      return calls.send_byte(socket);
    case Step::Kind::shutdown:
      return calls.shutdown_write(socket);
    default:
      return close(calls, step.slot);
  }
}

Result Slots::run(Calls& calls, const Step& step) {
  if (step.kind == Step::Kind::open) return open(calls, step);
  if (step.kind == Step::Kind::accept_foreign) return accept(calls, step, step.listener);
  if (step.kind == Step::Kind::accept) return accept(calls, step, handles_[step.other]);
  if (handles_[step.slot] == -1) return Result::kEBADF;
  return on_socket(calls, step, handles_[step.slot]);
}

void Slots::close_all(Calls& calls) {
  for (std::uint8_t slot = 0; slot < used_; ++slot)
    if (handles_[slot] != -1) close(calls, slot);
  used_ = 0;
}

}  // namespace grid
