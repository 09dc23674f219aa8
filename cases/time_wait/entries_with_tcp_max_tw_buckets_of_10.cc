/*---
claim = """With tcp_max_tw_buckets at 10, twenty connections that one side closed leave ten TIME_WAIT
           entries: the others are destroyed at once."""
question = "Does tcp_max_tw_buckets limit the number of TIME_WAIT entries?"
says = [
  {doc = "linux-ip-sysctl", at = "tcp_max_tw_buckets: beyond the limit destroyed at once", on = ["linux"]},
  {doc = "linux-tcp-7", at = "tcp_max_tw_buckets", on = ["linux"]},
]
disputed_by = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, last paragraph", predicts = "20 entries"}]
catalogue = ["fi-34", "tw-max-buckets-0"]
needs = ["own-stack", "tcp-state"]
tags = ["tcp", "time-wait", "settings", "many"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.ipv4.tcp_max_tw_buckets", "10"));
  Socket listener = listening("listener");
  for (int i = 0; i < 20; ++i) {
    Socket client = tcp("client");
    GIVEN(client.connect(listener.local()));
    Socket server = listener.accept("server");
    GIVEN(server.close());
    GIVEN(client.receive(), "eof");
    const Address client_address = client.local();
    GIVEN(client.close());
    // Not settled_state(): with a full table it would look a second long for a TIME_WAIT that cannot come.
    poll_until([&] {
      const auto state = connection_state(listener.local(), client_address);
      return !state || *state == TcpState::closed || *state == TcpState::time_wait;
    });
  }

  const int count = entries(listener.port(), TcpState::time_wait);
  CLAIM(std::to_string(count) + " entries", "10 entries");
}
