/*---
claim = "Where SO_REUSEPORT spreads datagrams, it does so with SO_REUSEADDR set as well."
question = "Does SO_REUSEPORT still balance datagrams if SO_REUSEADDR is set too?"
says = [{doc = "libuv-docs", at = "uv_udp_bind: note: where SO_REUSEPORT spreads, it wins over SO_REUSEADDR when both are set", on = ["linux", "dragonfly", "freebsd"]}]
disputed_by = [{doc = "libuv-docs", at = "udp.c: comment: on Solaris 11.4 SO_REUSEPORT does not spread when SO_REUSEADDR is set too", on = ["sunos"], predicts = ["uneven", "only one"]}]
catalogue = ["uv-udp-both", "uv-solaris-both"]
tags = ["udp", "distribution", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr, reuseport}, loopback());
  Socket second = serving("second", {reuseaddr, reuseport}, first.local());
  Socket third = serving("third", {reuseaddr, reuseport}, first.local());
  Socket fourth = serving("fourth", {reuseaddr, reuseport}, first.local());
  CLAIM(spread_over({&first, &second, &third, &fourth}, first.local(), 200), "balanced");
}
