/*---
claim = """Which of two sockets on one port is refused, by the options of both (none, SO_REUSEADDR, SO_EXCLUSIVEADDRUSE) and
           their addresses (wildcard, specific), is as in one published table of 36 cells. The first socket is
           only bound; the second one is of another user."""
question = "How many cells of the Windows table of bind conflicts hold, with a second socket of another user?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "Enhanced Socket Security, third table, different accounts", on = ["winsock"]},
        {doc = "stackoverflow-14388707", at = "Windows: microsoft's page has three tables: before Windows 2003, from 2003 on, and from 2003 on with two users", on = ["winsock"]}]
disputed_by = [{doc = "ms-so-exclusiveaddruse", at = "Bind Behavior with Various Options Set", on = ["winsock"], predicts = "xp_and_earlier"},
               {doc = "trio-928", at = "opening posts: the page's table is doubted", on = ["winsock"], predicts = "none of the tables"}]
catalogue = ["win-doc-conflict", "win-trio", "so-w-tables"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "udp", "wildcard", "hijack", "SO_REUSEADDR", "SO_EXCLUSIVEADDRUSE"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Process newcomer = process_of_another_user("newcomer");
  CLAIM(matching_windows_table(Holder::bound, newcomer), "ws2003_diff_account");
}
