#include "grid/core/calls.h"

#include <array>
#include <string>

namespace grid {
namespace {

std::string opening(std::string_view label, Family family, Protocol protocol) {
  return std::string(label) + " = socket(" + (family == Family::ipv4 ? "AF_INET, " : "AF_INET6, ") +
         (protocol == Protocol::tcp ? "SOCK_STREAM)" : "SOCK_DGRAM)");
}

}  // namespace

Result Calls::traced(std::string_view call, Handle socket, std::string_view arguments, Result result) {
  if (tracer_ == nullptr) return result;
  std::string text = tracer_->label(socket);
  text.append(": ").append(call).append("(").append(arguments).append(")");
  tracer_->call(text, result);
  return result;
}

Result Calls::traced(std::string_view call, Handle socket, const SocketAddress& address, Result result) {
  if (tracer_ == nullptr) return result;
  return traced(call, socket, text_of(address), result);
}

Result Calls::open(Handle& socket, Family family, Protocol protocol, std::string_view label) {
  const Result result = raw::open(socket, family, protocol);
  if (tracer_ != nullptr) {
    tracer_->label(socket, label);
    tracer_->call(opening(label, family, protocol), result);
  }
  return result;
}

Result Calls::set(Handle socket, Option option, int value) {
  const Result result = raw::set(socket, option, value);
  if (tracer_ == nullptr) return result;
  return traced("setsockopt", socket, std::string(name(option)) + ", " + std::to_string(value), result);
}

Result Calls::bind(Handle socket, const SocketAddress& address) {
  return traced("bind", socket, address, raw::bind(socket, address));
}

Result Calls::listen(Handle socket, int backlog) {
  const Result result = raw::listen(socket, backlog);
  if (tracer_ == nullptr) return result;
  return traced("listen", socket, std::to_string(backlog), result);
}

Result Calls::connect(Handle socket, const SocketAddress& address) {
  const Result started = start_connection(socket, address);
  return started == Result::kEINPROGRESS ? await_connection(socket, address) : started;
}

Result Calls::start_connection(Handle socket, const SocketAddress& address) {
  return traced("connect", socket, address, raw::connect(socket, address));
}

Result Calls::await_connection(Handle socket, const SocketAddress& address) {
  const Result result = raw::await_connection(socket, address, kConnectTimeoutMs);
  return traced("end of connect", socket, address, result);
}

Result Calls::accept(Handle& accepted, Handle listener, std::string_view label) {
  const Result result = raw::accept(accepted, listener);
  if (tracer_ == nullptr) return result;
  if (result == Result::ok) tracer_->label(accepted, label);
  return traced("accept", listener, result == Result::ok ? label : "", result);
}

Result Calls::accept_expected(Handle& accepted, Handle listener, std::string_view label) {
  const Result result = accept(accepted, listener, label);
  if (result != Result::kEAGAIN || !raw::wait_readable(&listener, 1, kArrivalTimeoutMs)) return result;
  return accept(accepted, listener, label);
}

Result Calls::fill(Handle socket) {
  static const std::array<char, kFill> kData{};
  std::size_t total = 0;
  std::size_t sent = 0;
  Result result = Result::ok;
  while (total < kFill && (result = raw::send(socket, kData.data(), kData.size(), sent)) == Result::ok)
    total += sent;
  if (result == Result::kEAGAIN) result = Result::ok;
  if (tracer_ == nullptr) return result;
  return traced("send", socket, std::to_string(total) + " bytes", result);
}

Result Calls::send_byte(Handle socket) {
  std::size_t sent = 0;
  return traced("send", socket, "1 byte", raw::send(socket, "x", 1, sent));
}

Result Calls::send_to(Handle socket, const SocketAddress& address) {
  return traced("sendto", socket, address, raw::send_to(socket, address));
}

Result Calls::receive(Handle socket) { return traced("recv", socket, "", raw::receive(socket)); }

Result Calls::shutdown_write(Handle socket) {
  return traced("shutdown", socket, "SHUT_WR", raw::shutdown_write(socket));
}

Result Calls::close(Handle& socket) {
  const Result result = traced("close", socket, "", raw::close(socket));
  socket = kNoHandle;
  return result;
}

Result Calls::local_address(Handle socket, SocketAddress& address) {
  const Result result = raw::local_address(socket, address);
  return traced("getsockname", socket, address, result);
}

TcpState Calls::tcp_state(Handle socket) {
  const TcpState state = raw::tcp_state(socket);
  if (tracer_ != nullptr) traced("TCP state", socket, name(state), Result::ok);
  return state;
}

}  // namespace grid
