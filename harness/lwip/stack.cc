#include "lwip/stack.h"

#include <semaphore.h>
#include <sys/random.h>

#include <atomic>
#include <cstdlib>
#include <mutex>

#include "lwip/init.h"
#include "lwip/ip6_addr.h"
#include "lwip/netif.h"
#include "lwip/tcpip.h"

// The version that the platform tells as a fact; its absence shows that this library is not there.
extern "C" const char* addrinuse_lwip() { return LWIP_VERSION_STRING; }

namespace in_front {
namespace {

// Debian's lwIP is built without a loopback device of its own (LWIP_HAVE_LOOPIF), but with the means to make one
// (LWIP_NETIF_LOOPBACK).
netif loopback_device;
netif alias_device;
std::atomic<bool> started{false};

// The device is no wire: what IP did not loop back itself (its own multicast) has no other way to go.
err_t output4(netif* device, pbuf* packet, const ip4_addr_t* to) {
  return ip4_addr_ismulticast(to) ? static_cast<err_t>(ERR_OK) : netif_loop_output(device, packet);
}

err_t output6(netif* device, pbuf* packet, const ip6_addr_t* to) {
  return ip6_addr_ismulticast(to) ? static_cast<err_t>(ERR_OK) : netif_loop_output(device, packet);
}

err_t set_up(netif* device) {
  device->name[0] = 'l';
  device->name[1] = 'o';
  device->mtu = 16384;
  device->output = output4;
  device->output_ip6 = output6;
  device->flags = NETIF_FLAG_LINK_UP | NETIF_FLAG_IGMP | NETIF_FLAG_MLD6;
  return ERR_OK;
}

void add_device(netif* device, const char* address, const char* mask, const char* address6) {
  ip4_addr_t four;
  ip4_addr_t bits;
  ip4_addr_t none{};
  ip6_addr_t six;
  ip4addr_aton(address, &four);
  ip4addr_aton(mask, &bits);
  ip6addr_aton(address6, &six);
  netif_add(device, &four, &bits, &none, nullptr, set_up, tcpip_input);
  netif_ip6_addr_set(device, 0, &six);
  netif_ip6_addr_set_state(device, 0, IP6_ADDR_PREFERRED);
  netif_set_up(device);
}

// In lwIP's thread. The device that was added last is asked first for a route, so the narrower one comes last.
void begin(void* argument) {
  add_device(&loopback_device, "127.0.0.1", "255.0.0.0", "::1");
  add_device(&alias_device, "127.0.0.2", "255.255.255.255", "fd00:add::2");
  netif_set_default(&loopback_device);
  ::sem_post(static_cast<sem_t*>(argument));
}

}  // namespace

bool is_stack_started() { return started; }

void start_stack() {
  static std::once_flag once;
  std::call_once(once, [] {
    unsigned seed = 0;  // lwIP draws its first port with rand()
    if (::getrandom(&seed, sizeof seed, 0) == sizeof seed) std::srand(seed);
    sem_t ready;
    ::sem_init(&ready, 0, 0);
    tcpip_init(begin, &ready);
    while (::sem_wait(&ready) != 0) {
    }
    started = true;
  });
}

}  // namespace in_front
