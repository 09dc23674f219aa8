/*---
claim = """SO_BINDTODEVICE gives finer control: two sockets bound to different devices share an address and
           port without any other option, and each receives what arrives on its device."""
question = """Does each of two sockets on one port, bound to different devices, receive what arrives on its
              device?"""
says = [{doc = "reuseaddr-reuseport-article", at = "last paragraph"},
        {doc = "linux-socket-7", at = "SO_BINDTODEVICE: only packets received from that particular interface", on = ["linux"]},
        {doc = "linux-inet-connection-sock", at = "inet_bind_conflict, bound_dev_if", on = ["linux"]},
        {doc = "beej-bgnet", at = "setsockopt(): table: SO_BINDTODEVICE binds a socket to an interface by name", on = ["linux"]},
        {doc = "systemd-socket-5", at = "BindToDevice=: only traffic from that interface is accepted"}]
catalogue = ["ar-20", "bindtodevice-split", "bj-device", "sd-device"]
needs = ["two-devices", "root"]
tags = ["tcp", "udp", "SO_BINDTODEVICE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  const Device here = loopback_device();
  const Device there = another_device();
  Socket first = make_socket("first");
  Socket second = make_socket("second");
  GIVEN(first.set_text(bind_to_device, here.name));
  GIVEN(second.set_text(bind_to_device, there.name));
  GIVEN(first.bind(wildcard_address()));
  CLAIM(share_by_device(first, here, second, there), "each its own");
}
