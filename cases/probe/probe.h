// The vocabulary that every case is written in. A case includes this and nothing else.
//
//   CASE(tcp4, tcp6) {
//     const Address address = leave_time_wait();
//     Socket again = tcp("restarted server");
//     GIVEN(again.set(reuseaddr));
//     CLAIM(again.bind(address), succeeds());
//   }
#pragma once
#include "probe/address.h"         // IWYU pragma: export
#include "probe/backlog.h"         // IWYU pragma: export
#include "probe/case.h"            // IWYU pragma: export
#include "probe/connection.h"      // IWYU pragma: export
#include "probe/cpu.h"             // IWYU pragma: export
#include "probe/device.h"          // IWYU pragma: export
#include "probe/dual_stack.h"      // IWYU pragma: export
#include "probe/duration.h"        // IWYU pragma: export
#include "probe/ending.h"          // IWYU pragma: export
#include "probe/group.h"           // IWYU pragma: export
#include "probe/hiding.h"          // IWYU pragma: export
#include "probe/local_path.h"      // IWYU pragma: export
#include "probe/multicast.h"       // IWYU pragma: export
#include "probe/neighbour.h"       // IWYU pragma: export
#include "probe/option.h"          // IWYU pragma: export
#include "probe/outcome.h"         // IWYU pragma: export
#include "probe/outcomes.h"        // IWYU pragma: export
#include "probe/permissive.h"      // IWYU pragma: export
#include "probe/ports.h"           // IWYU pragma: export
#include "probe/process.h"         // IWYU pragma: export
#include "probe/restart.h"         // IWYU pragma: export
#include "probe/settings.h"        // IWYU pragma: export
#include "probe/socket.h"          // IWYU pragma: export
#include "probe/stack.h"           // IWYU pragma: export
#include "probe/tcp_state.h"       // IWYU pragma: export
#include "probe/time_wait.h"       // IWYU pragma: export
#include "probe/traffic.h"         // IWYU pragma: export
#include "probe/turns.h"           // IWYU pragma: export
#include "probe/waiting.h"         // IWYU pragma: export
#include "probe/windows_tables.h"  // IWYU pragma: export
