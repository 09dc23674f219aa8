// The vocabulary that every case is written in. A case includes this and nothing else.
//
//   CASE(tcp4, tcp6) {
//     const Address address = leave_time_wait();
//     Socket again = tcp("restarted server");
//     GIVEN(again.set(reuseaddr));
//     CLAIM(again.bind(address), succeeds());
//   }
#pragma once
#include "probe/core/case.h"                     // IWYU pragma: export
#include "probe/core/duration.h"                 // IWYU pragma: export
#include "probe/core/outcome.h"                  // IWYU pragma: export
#include "probe/core/polling.h"                  // IWYU pragma: export
#include "probe/core/step_sequence.h"            // IWYU pragma: export
#include "probe/net/address.h"                   // IWYU pragma: export
#include "probe/net/cpu.h"                       // IWYU pragma: export
#include "probe/net/network_stack.h"             // IWYU pragma: export
#include "probe/net/option.h"                    // IWYU pragma: export
#include "probe/net/process.h"                   // IWYU pragma: export
#include "probe/net/settings.h"                  // IWYU pragma: export
#include "probe/net/socket.h"                    // IWYU pragma: export
#include "probe/net/tcp_state.h"                 // IWYU pragma: export
#include "probe/peer/scripted_peer.h"            // IWYU pragma: export
#include "probe/scenarios/backlog.h"             // IWYU pragma: export
#include "probe/scenarios/connection.h"          // IWYU pragma: export
#include "probe/scenarios/delivery.h"            // IWYU pragma: export
#include "probe/scenarios/device.h"              // IWYU pragma: export
#include "probe/scenarios/dual_stack.h"          // IWYU pragma: export
#include "probe/scenarios/local_path.h"          // IWYU pragma: export
#include "probe/scenarios/multicast.h"           // IWYU pragma: export
#include "probe/scenarios/option_comparison.h"   // IWYU pragma: export
#include "probe/scenarios/peer_connection.h"     // IWYU pragma: export
#include "probe/scenarios/ports.h"               // IWYU pragma: export
#include "probe/scenarios/remote_peer.h"         // IWYU pragma: export
#include "probe/scenarios/restart.h"             // IWYU pragma: export
#include "probe/scenarios/reuseport_group.h"     // IWYU pragma: export
#include "probe/scenarios/runtime.h"             // IWYU pragma: export
#include "probe/scenarios/teardown.h"            // IWYU pragma: export
#include "probe/scenarios/time_wait.h"           // IWYU pragma: export
#include "probe/scenarios/time_wait_settings.h"  // IWYU pragma: export
#include "probe/scenarios/windows_tables.h"      // IWYU pragma: export
#include "probe/scenarios/workers.h"             // IWYU pragma: export
