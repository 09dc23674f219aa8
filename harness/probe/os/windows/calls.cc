// Socket calls on Windows (Winsock 2).
#include "probe/net/calls.h"

#include "probe/net/tcp_state.h"
#include "probe/os/windows/winsock.h"
// after winsock.h
#include "probe/os/sockets/system_address.h"

namespace probe {
namespace {

// Winsock wants to be started once per process.
void start_winsock() {
  static const int started = [] {
    WSADATA data;
    return ::WSAStartup(MAKEWORD(2, 2), &data);
  }();
  (void)started;
}

struct Winsock {
  using SocketType = SOCKET;

  static Result done(int rc) {
    Result result;
    result.value = rc;
    result.error = rc == SOCKET_ERROR ? ::WSAGetLastError() : 0;
    return result;
  }

  static Result opened(SOCKET handle) {
    Result result = done(handle == INVALID_SOCKET ? SOCKET_ERROR : 0);
    if (handle != INVALID_SOCKET) result.value = static_cast<std::int64_t>(handle);
    return result;
  }

  static Result open(const Call& call) {
    start_winsock();
    if (call.family() == Family::unix_path) {
      ::WSASetLastError(WSAEAFNOSUPPORT);
      return opened(INVALID_SOCKET);
    }
    const int type = call.protocol() == Protocol::udp ? SOCK_DGRAM : SOCK_STREAM;
    return opened(::WSASocketW(call.family() == Family::ipv6 ? AF_INET6 : AF_INET, type, 0, nullptr, 0,
                               WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT));
  }

  static Result close(SOCKET s) { return done(::closesocket(s)); }
  static Result duplicate(SOCKET) { return Result::missing(); }

  static Result bind(SOCKET s, const Address& address) {
    SystemAddress system = internet_address(address);
    return done(::bind(s, system.raw(), system.size));
  }

  // Where others say EINPROGRESS, a connect() that goes on by itself is WSAEWOULDBLOCK here (Microsoft Learn,
  // connect).
  static Result connect(SOCKET s, const Address& address) {
    SystemAddress system = internet_address(address);
    Result result = done(::connect(s, system.raw(), system.size));
    if (result.error == WSAEWOULDBLOCK) result.error = WSAEINPROGRESS;
    return result;
  }

  static Result disconnect(SOCKET s) {
    sockaddr_in unspecified{};  // Winsock takes the wildcard address for "none" (Microsoft Learn, connect)
    unspecified.sin_family = AF_INET;
    return done(::connect(s, reinterpret_cast<sockaddr*>(&unspecified), sizeof unspecified));
  }

  static Result accept(SOCKET s) {
    SystemAddress peer;
    Result result = opened(::accept(s, peer.raw(), &peer.size));
    result.address = from_system(peer.storage);
    return result;
  }

  static int number_of(How how) {
    switch (how) {
      case How::read:
        return SD_RECEIVE;
      case How::write:
        return SD_SEND;
      case How::both:
        break;
    }
    return SD_BOTH;
  }

  static Result set_option(SOCKET s, const Call& call) {
    return done(::setsockopt(s, call.level(), call.option(),
                             reinterpret_cast<const char*>(call.data.at.data()),
                             static_cast<int>(call.data.size)));
  }

  static Result get_option(SOCKET s, const Call& call) {
    Result result;
    int size = static_cast<int>(result.data.at.size());
    const int rc =
        ::getsockopt(s, call.level(), call.option(), reinterpret_cast<char*>(result.data.at.data()), &size);
    result.error = rc == SOCKET_ERROR ? ::WSAGetLastError() : 0;
    result.data.size = result.error != 0 ? 0 : static_cast<std::uint32_t>(size);
    return result;
  }

  static Result local(SOCKET s) {
    SystemAddress system;
    return with_address(done(::getsockname(s, system.raw(), &system.size)), system);
  }

  static Result peer(SOCKET s) {
    SystemAddress system;
    return with_address(done(::getpeername(s, system.raw(), &system.size)), system);
  }

  static Result send(SOCKET s, const Call& call) {
    SystemAddress to = internet_address(call.address);
    return done(::sendto(s, reinterpret_cast<const char*>(call.data.at.data()),
                         static_cast<int>(call.data.size), 0, call.has_address ? to.raw() : nullptr,
                         call.has_address ? to.size : 0));
  }

  static Result receive(SOCKET s) {
    SystemAddress from;
    Result result;
    const int size = ::recvfrom(s, reinterpret_cast<char*>(result.data.at.data()),
                                static_cast<int>(result.data.at.size()), 0, from.raw(), &from.size);
    result.value = size;
    result.error = size == SOCKET_ERROR ? ::WSAGetLastError() : 0;
    result.data.size = size > 0 ? static_cast<std::uint32_t>(size) : 0;
    result.address = from_system(from.storage);
    return result;
  }

  // A failed connect() is reported in the third set (Microsoft Learn, select).
  static Result wait(SOCKET s, const Call& call) {
    fd_set ready;
    fd_set failed;
    FD_ZERO(&ready);
    FD_ZERO(&failed);
    FD_SET(s, &ready);
    FD_SET(s, &failed);
    timeval timeout{call.timeout_ms() / 1000, (call.timeout_ms() % 1000) * 1000};
    fd_set* const to_read = call.waits_to_write() ? nullptr : &ready;
    fd_set* const to_write = call.waits_to_write() ? &ready : nullptr;
    return done(::select(0, to_read, to_write, &failed, &timeout));
  }

  static Result set_blocking(SOCKET s, bool is_blocking) {
    u_long nonblocking = is_blocking ? 0 : 1;
    return done(::ioctlsocket(s, FIONBIO, &nonblocking));
  }

  static Result tcp_state(SOCKET s) { return tcp_state_of(static_cast<Handle>(s)); }
  static Result bind_reserved(SOCKET) { return Result::missing(); }
  static Result keep_on_exec(SOCKET) { return Result::missing(); }
  static Result change_user() { return Result::missing(); }
  static Result leave_child(SOCKET) { return Result::missing(); }
  [[noreturn]] static void exit_process() { ::ExitProcess(0); }

 private:
  static Result with_address(Result result, const SystemAddress& system) {
    if (result.error == 0) result.address = from_system(system.storage);
    return result;
  }
};

}  // namespace

Result carry_out(const Call& call) { return carry_out_with<Winsock>(call, static_cast<SOCKET>(call.handle)); }

}  // namespace probe
