#include "mutants/rules.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "mutants/ports.h"

namespace mutant {
namespace {

constexpr OptionRule ignored(int level, int number) { return {level, number, OptionFate::ignored, 0}; }
constexpr OptionRule refused(int level, int number, int error) {
  return {level, number, OptionFate::refused, error};
}

// The table: a mutant's name, what its system does otherwise than Linux, and the rules that say so.
// The harness reads names and descriptions from these lines, too (harness/addrinuse/platforms/mutant.py).
// The harness reads this table (harness/addrinuse/platforms/mutant.py): one form for all its entries.
// clang-format off
constexpr Mutant kMutants[] = {
    {"unchanged", "the model of Linux's conflict rules with none of them changed",
     [](Rules& r) { r.models_conflicts = true; }},

    // ---- whose option counts
    {"reuseaddr-ignored", "SO_REUSEADDR is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(SOL_SOCKET, SO_REUSEADDR); }},
    {"reuseport-ignored", "SO_REUSEPORT is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(SOL_SOCKET, SO_REUSEPORT); }},
    {"reuse-options-refused", "SO_REUSEADDR and SO_REUSEPORT are refused with EPERM",
     [](Rules& r) {
       r.options[0] = refused(SOL_SOCKET, SO_REUSEADDR, EPERM);
       r.options[1] = refused(SOL_SOCKET, SO_REUSEPORT, EPERM);
     }},
    {"reuse-options-swapped", "SO_REUSEADDR does what SO_REUSEPORT does, and the reverse",
     [](Rules& r) { r.reuse_options_swapped = true; }},
    {"reuseaddr-told-unset", "every socket tells that SO_REUSEADDR is set, set or not",
     [](Rules& r) { r.value_of_unset_reuseaddr = 1; }},
    {"reuseaddr-of-newcomer", "only the newcomer's SO_REUSEADDR counts",
     [](Rules& r) {
       r.models_conflicts = true;
       r.reuseaddr = OptionRequired::newcomer;
     }},
    {"reuseaddr-of-either", "SO_REUSEADDR on one of the two sockets is enough",
     [](Rules& r) {
       r.models_conflicts = true;
       r.reuseaddr = OptionRequired::either;
     }},
    {"reuseport-of-newcomer", "only the newcomer's SO_REUSEPORT counts",
     [](Rules& r) {
       r.models_conflicts = true;
       r.reuseport = OptionRequired::newcomer;
     }},
    {"reuseport-of-either", "SO_REUSEPORT on one of the two sockets is enough",
     [](Rules& r) {
       r.models_conflicts = true;
       r.reuseport = OptionRequired::either;
     }},
    {"reuse-options-mixed", "SO_REUSEADDR on one socket and SO_REUSEPORT on the other let both in",
     [](Rules& r) {
       r.models_conflicts = true;
       r.mixed_options_share = true;
     }},
    {"options-fixed-at-bind", "an option set on a socket that is bound changes nothing for newcomers",
     [](Rules& r) {
       r.models_conflicts = true;
       r.flags_count_as_at_bind = true;
     }},

    // ---- systems as people describe them
    {"bsd",
     "the newcomer's SO_REUSEADDR beats leftovers and other addresses; only SO_REUSEPORT shares an address",
     [](Rules& r) {
       r.models_conflicts = true;
       r.reuseaddr = OptionRequired::newcomer;
       r.live_sockets_stop_reuseaddr = true;
       r.reuseaddr_passes_listeners = true;
     }},
    {"windows-last", "the newcomer's SO_REUSEADDR lets it take any address, and the traffic with it",
     [](Rules& r) {
       r.models_conflicts = true;
       r.reuseaddr = OptionRequired::newcomer;
       r.reuseaddr_passes_listeners = true;
       r.pick = Pick::last;
     }},
    {"windows-first", "the newcomer's SO_REUSEADDR lets it take any address, and the first keeps the traffic",
     [](Rules& r) {
       r.models_conflicts = true;
       r.reuseaddr = OptionRequired::newcomer;
       r.reuseaddr_passes_listeners = true;
       r.pick = Pick::first;
     }},
    {"hpux-mail", "SO_REUSEADDR does nothing; the newcomer's SO_REUSEPORT alone lets it in",
     [](Rules& r) {
       r.models_conflicts = true;
       r.reuseaddr = OptionRequired::nobody;
       r.reuseport = OptionRequired::newcomer;
     }},
    {"hpux-manual", "SO_REUSEADDR on both beats leftovers only; SO_REUSEPORT on all shares an address",
     [](Rules& r) {
       r.models_conflicts = true;
       r.live_sockets_stop_reuseaddr = true;
     }},

    // ---- which sockets meet
    {"plain-sockets-share", "sockets without any option share a port with listeners and other addresses",
     [](Rules& r) {
       r.models_conflicts = true;
       r.plain_sockets_share = true;
     }},
    {"plain-double-bind", "bind() never conflicts",
     [](Rules& r) {
       r.errors[0] = {"bind", EADDRINUSE, 0};
     }},
    {"ipv6-never-conflicts", "sockets with IPv6 addresses never conflict",
     [](Rules& r) {
       r.models_conflicts = true;
       r.ipv6_conflicts = false;
     }},
    {"reuseaddr-shares-listeners", "SO_REUSEADDR on both lets two sockets listen, too",
     [](Rules& r) {
       r.models_conflicts = true;
       r.reuseaddr_passes_listeners = true;
     }},
    {"listen-unchecked", "listen() never conflicts",
     [](Rules& r) {
       r.models_conflicts = true;
       r.listen_checks = false;
     }},
    {"bound-sockets-share",
     "a bound socket that does not listen keeps nobody out who sets SO_REUSEADDR or SO_REUSEPORT",
     [](Rules& r) {
       r.models_conflicts = true;
       r.bound_sockets_are_shared = true;
     }},
    {"live-sockets-do-not-share", "no option lets two live sockets share one address",
     [](Rules& r) {
       r.models_conflicts = true;
       r.live_sockets_stop_reuseaddr = true;
       r.reuseport = OptionRequired::nobody;
     }},
    {"wildcards-apart", "a wildcard and a specific address never conflict",
     [](Rules& r) {
       r.models_conflicts = true;
       r.wildcards = Wildcards::meet_none;
     }},
    {"wildcards-apart-with-reuseaddr",
     "a wildcard and a specific address never conflict once the newcomer sets "
     "SO_REUSEADDR",
     [](Rules& r) {
       r.models_conflicts = true;
       r.wildcards = Wildcards::meet_unless_reuseaddr;
     }},
    {"addresses-do-not-part", "two sockets conflict whatever their addresses",
     [](Rules& r) {
       r.models_conflicts = true;
       r.addresses_part = false;
     }},
    {"families-do-not-part", "IPv4 and IPv6 sockets conflict whatever their addresses",
     [](Rules& r) {
       r.models_conflicts = true;
       r.families_part = false;
     }},
    {"protocols-do-not-part", "TCP and UDP sockets conflict over one port",
     [](Rules& r) {
       r.models_conflicts = true;
       r.protocols_part = false;
     }},
    {"devices-do-not-part", "SO_BINDTODEVICE does not keep two sockets from conflicting",
     [](Rules& r) {
       r.models_conflicts = true;
       r.devices_part = false;
     }},
    {"device-binding-ignored", "SO_BINDTODEVICE and SO_BINDTOIFINDEX are accepted and do nothing",
     [](Rules& r) {
       r.options[0] = ignored(SOL_SOCKET, SO_BINDTODEVICE);
       r.options[1] = ignored(SOL_SOCKET, SO_BINDTOIFINDEX);
     }},
    {"device-binding-for-root", "only root may bind a socket to a device",
     [](Rules& r) { r.devices_need_root = true; }},
    {"mapped-forgotten", "a mapped address is not taken for the IPv4 address inside",
     [](Rules& r) {
       r.models_conflicts = true;
       r.mapped_meets_ipv4 = false;
     }},
    {"dual-stack-forgotten",
     "an IPv6 wildcard that receives IPv4 traffic does not conflict with IPv4 sockets",
     [](Rules& r) {
       r.models_conflicts = true;
       r.dual_stack_meets_ipv4 = false;
     }},
    {"v6only-not-seen", "an IPv6 wildcard with IPV6_V6ONLY conflicts with IPv4 sockets",
     [](Rules& r) {
       r.models_conflicts = true;
       r.ipv6_only_meets_ipv4 = true;
     }},
    {"v6only-not-seen-listening", "an IPv6 and an IPv4 wildcard cannot both listen, IPV6_V6ONLY or not",
     [](Rules& r) {
       r.models_conflicts = true;
       r.families_part_listening = false;
     }},
    {"v6only-by-default", "IPV6_V6ONLY is on where nothing is set",
     [](Rules& r) { r.v6only_by_default = true; }},
    {"v6only-forced", "IPv6 sockets receive IPv6 alone, whatever IPV6_V6ONLY is set to",
     [](Rules& r) {
       r.v6only_by_default = true;
       r.options[0] = ignored(IPPROTO_IPV6, IPV6_V6ONLY);
     }},
    {"peers-told-compatible", "an IPv6 socket tells an IPv4 client as ::127.0.0.1, not as a mapped address",
     [](Rules& r) { r.peers_told_mapped = false; }},
    {"v6only-ignored", "IPV6_V6ONLY is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(IPPROTO_IPV6, IPV6_V6ONLY); }},
    {"connections-hold-nothing", "an accepted or connected socket keeps nobody from its port",
     [](Rules& r) {
       r.models_conflicts = true;
       r.connections_hold_port = false;
     }},
    {"connections-hold-port",
     "an accepted or connected socket keeps everybody from its port, whatever is set",
     [](Rules& r) {
       r.models_conflicts = true;
       r.connections_always_hold_port = true;
     }},

    // ---- users
    {"users-not-compared", "sockets of two users share a port as those of one do",
     [](Rules& r) {
       r.models_conflicts = true;
       r.users = Users::nobody_asks;
     }},
    {"users-never-share", "no option lets sockets of two users share a port",
     [](Rules& r) {
       r.models_conflicts = true;
       r.users = Users::all_sharing_stays_with_user;
     }},
    {"reserved-ports-open", "every user may bind every port",
     [](Rules& r) {
       r.models_conflicts = true;
       r.reserved_ports_are_open = true;
     }},
    {"reserved-ports-to-2048", "ordinary users may bind ports from 2048 on",
     [](Rules& r) {
       r.models_conflicts = true;
       r.first_unreserved_port = 2048;
     }},

    // ---- TIME_WAIT
    {"time-wait-blocks-nobody", "TIME_WAIT keeps no socket from binding",
     [](Rules& r) {
       r.models_conflicts = true;
       r.time_wait = TimeWait::blocks_nobody;
     }},
    {"time-wait-blocks-all", "TIME_WAIT keeps every socket from binding, whatever is set",
     [](Rules& r) {
       r.models_conflicts = true;
       r.time_wait = TimeWait::blocks_everybody;
     }},
    {"time-wait-not-kept", "no end of a connection keeps TIME_WAIT",
     [](Rules& r) {
       r.models_conflicts = true;
       r.time_wait = TimeWait::blocks_nobody;
       r.time_wait_rows = TimeWaitRows::left_out;
     }},
    {"time-wait-on-both-ends", "every end of every connection keeps TIME_WAIT, however it ended",
     [](Rules& r) {
       r.models_conflicts = true;
       r.time_wait_rows = TimeWaitRows::fabricated_for_every_end;
     }},
    {"time-wait-of-1-second", "TIME_WAIT lasts a second",
     [](Rules& r) {
       r.models_conflicts = true;
       r.time_wait_seconds = 1;
     }},
    {"connect-over-time-wait", "connect() succeeds where TIME_WAIT holds the pair of addresses",
     [](Rules& r) { r.connect_over_time_wait = true; }},
    {"connect-into-time-wait-in-use",
     "connect() fails with EADDRINUSE where TIME_WAIT holds the pair of addresses",
     [](Rules& r) { r.connect_into_time_wait = EADDRINUSE; }},
    {"connect-into-time-wait-refused",
     "connect() fails with ECONNREFUSED where TIME_WAIT holds the pair of addresses",
     [](Rules& r) { r.connect_into_time_wait = ECONNREFUSED; }},
    {"automatic-ports-avoid-time-wait", "net.ipv4.tcp_tw_reuse is 0 whatever is written to it",
     [](Rules& r) {
       r.pinned = {"net/ipv4/tcp_tw_reuse", "0"};
     }},
    {"automatic-ports-over-time-wait", "net.ipv4.tcp_tw_reuse is 1 whatever is written to it",
     [](Rules& r) {
       r.pinned = {"net/ipv4/tcp_tw_reuse", "1"};
     }},
    {"time-wait-refuses-clients", "a listener with 2000 connections in TIME_WAIT refuses further ones",
     [](Rules& r) { r.time_wait_refuses_clients = 2000; }},
    {"time-wait-ignores-resets", "net.ipv4.tcp_rfc1337 is 1 whatever is written to it",
     [](Rules& r) {
       r.pinned = {"net/ipv4/tcp_rfc1337", "1"};
     }},

    // ---- who receives
    {"first-receives", "of several sockets at one address the first receives all",
     [](Rules& r) {
       r.models_conflicts = true;
       r.pick = Pick::first;
     }},
    {"last-receives", "of several sockets at one address the last receives all",
     [](Rules& r) {
       r.models_conflicts = true;
       r.pick = Pick::last;
     }},
    {"datagrams-spread", "datagrams spread over the sockets that share an address by SO_REUSEADDR",
     [](Rules& r) {
       r.models_conflicts = true;
       r.pick = Pick::spread;
     }},
    {"wildcard-receives", "where a wildcard and a specific address share a port, the wildcard receives all",
     [](Rules& r) { r.wildcard_beats_specific = true; }},
    {"datagram-connections-forgotten", "connect() of a datagram socket keeps nobody's datagrams away",
     [](Rules& r) { r.datagram_sockets_connect = false; }},
    {"datagram-connections-forgotten-last",
     "the same, and of several sockets at one address the last receives all",
     [](Rules& r) {
       r.models_conflicts = true;
       r.datagram_sockets_connect = false;
       r.pick = Pick::last;
     }},
    {"datagram-tuples-unique", "a datagram socket cannot connect to the peer of another one at its address",
     [](Rules& r) { r.datagram_tuples_are_unique = true; }},
    {"datagrams-for-the-earlier",
     "of two datagram sockets with the same address and peer the earlier one receives",
     [](Rules& r) { r.earlier_of_equal_tuples_hears = true; }},
    {"half-open-lost-by-joining",
     "a listener that joins a SO_REUSEPORT group ends the handshakes of the others, by SYN cookies, too",
     [](Rules& r) { r.joining_ends_half_open = true; }},
    {"half-open-migrate",
     "handshakes pass to another listener of the group, though net.ipv4.tcp_migrate_req tells 0",
     [](Rules& r) { r.half_open_migrate = true; }},
    {"multicast-reaches-one", "of the members of a multicast group the first alone receives",
     [](Rules& r) { r.multicast_reaches_all = false; }},
    {"broadcast-reaches-one", "of the sockets that hear a broadcast one alone receives",
     [](Rules& r) { r.broadcast_reaches_all = false; }},
    {"incoming-cpu-ignored", "SO_INCOMING_CPU is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(SOL_SOCKET, SO_INCOMING_CPU); }},
    {"group-programs-ignored", "SO_ATTACH_REUSEPORT_CBPF is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF); }},

    // ---- options
    {"options-not-inherited", "an accepted socket has neither SO_REUSEADDR nor SO_REUSEPORT",
     [](Rules& r) { r.accepted_inherit_reuse = false; }},
    {"accepted-tell-the-wildcard", "an accepted socket tells the wildcard address of its listener",
     [](Rules& r) { r.accepted_tell_own_address = false; }},
    {"local-sockets-take-reuseport", "SO_REUSEPORT can be set on local sockets",
     [](Rules& r) { r.local_sockets_take_reuseport = true; }},
    {"freebind-ignored", "IP_FREEBIND is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(IPPROTO_IP, IP_FREEBIND); }},
    {"freebind-listeners-deaf", "a listener with IP_FREEBIND refuses its clients",
     [](Rules& r) { r.freebind_listeners_hear = false; }},
    {"transparent-ignored", "IP_TRANSPARENT is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(IPPROTO_IP, IP_TRANSPARENT); }},
    {"bind-address-no-port-ignored", "IP_BIND_ADDRESS_NO_PORT is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT); }},
    {"local-port-range-ignored", "IP_LOCAL_PORT_RANGE is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(IPPROTO_IP, kLocalPortRange); }},
    {"local-port-range-alone", "IP_LOCAL_PORT_RANGE counts beyond the stack's own range",
     [](Rules& r) { r.local_port_range_stands_alone = true; }},
    {"user-timeout-ignored", "TCP_USER_TIMEOUT is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(IPPROTO_TCP, TCP_USER_TIMEOUT); }},
    {"keepalive-ignored", "SO_KEEPALIVE is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(SOL_SOCKET, SO_KEEPALIVE); }},

    // ---- ports
    {"ports-handed-out-twice", "bind() to port 0 gives a port that another socket has",
     [](Rules& r) { r.ports_handed_out_twice = true; }},
    {"ports-of-listeners-handed-out",
     "bind() to port 0 gives a port on which another socket listens, once 400 sockets do",
     [](Rules& r) {
       r.models_conflicts = true;
       r.ports_handed_out_twice = true;
       r.listeners_before_that = 400;
     }},
    {"ports-free-at-all-addresses",
     "bind() to port 0 of a specific address gives no port that a socket has at another address",
     [](Rules& r) { r.choice_is_for_all_addresses = true; }},
    {"listen-needs-bind", "listen() on an unbound socket fails with EINVAL",
     [](Rules& r) { r.listen_chooses_port = false; }},
    {"bind-works-twice", "a bound socket can be bound again", [](Rules& r) { r.second_bind_works = true; }},
    {"ports-from-the-lowest", "an automatic port is the lowest free one of the range",
     [](Rules& r) { r.choice = Choice::lowest_free; }},
    {"ports-from-the-highest",
     "an automatic port is the highest free one of the range, on the reserved list or not",
     [](Rules& r) { r.choice = Choice::highest_free; }},
    {"ports-from-49152", "automatic ports are those from 49152 on, whatever the range is",
     [](Rules& r) { r.choice = Choice::from_49152; }},
    {"port-range-for-bind-alone",
     "the range holds for bind() to a specific address; other automatic ports lie above",
     [](Rules& r) { r.choice_is_for_bind_alone = true; }},
    {"reserved-list-for-all", "ports on the reserved list cannot be bound explicitly either",
     [](Rules& r) { r.reserved_list_is_for_choice = false; }},
    {"port-55555-restricted", "nobody may bind port 55555", [](Rules& r) { r.restricted_port = 55555; }},
    {"port-65535-restricted", "nobody may bind port 65535", [](Rules& r) { r.restricted_port = 65535; }},
    {"bindresvport-from-600", "bindresvport() gives ports from 600 to 1023",
     [](Rules& r) { r.lowest_of_bindresvport = 600; }},
    {"one-loopback-address", "127.0.0.1 is the only address of its network",
     [](Rules& r) { r.other_loopback_addresses = false; }},
    {"local-names-stay", "the name of a local socket stays taken",
     [](Rules& r) { r.local_names_end_with_socket = false; }},
    {"local-paths-replaced", "bind() of a local socket takes the place of the file at its path",
     [](Rules& r) { r.local_files_hold_path = false; }},
    {"exhaustion-is-eaddrnotavail", "bind() to port 0 fails with EADDRNOTAVAIL where no port is left",
     [](Rules& r) { r.no_port_left = EADDRNOTAVAIL; }},

    // ---- connecting
    {"connections-need-ports", "a port with a connection makes no other one, wherever that leads",
     [](Rules& r) { r.connect_needs_port_alone = true; }},
    {"no-connection-to-itself", "a socket that connects to its own address is refused",
     [](Rules& r) { r.connects_to_itself = false; }},
    {"old-end-keeps-out",
     "connect() times out if the peer's end of an old connection between the same two ends is in CLOSE_WAIT",
     [](Rules& r) { r.connects_over_old_end = false; }},
    {"disconnect-refused", "connect() to AF_UNSPEC fails with EAFNOSUPPORT and changes nothing",
     [](Rules& r) { r.disconnects = false; }},
    {"address-forgotten-by-disconnect", "connect() to AF_UNSPEC takes the address away that bind() named",
     [](Rules& r) { r.disconnect_keeps_address = false; }},
    {"deaf-after-disconnect", "a socket hears nothing after connect() to AF_UNSPEC",
     [](Rules& r) { r.disconnected_hear = false; }},
    {"no-listening-after-refusal", "a socket that was refused, or shut down, cannot listen",
     [](Rules& r) { r.listens_after_disconnect = false; }},
    {"listening-after-any-refusal", "a socket whose connection was refused can listen in any case",
     [](Rules& r) { r.listens_after_any_refusal = true; }},

    // ---- listening
    {"listen-works-once", "listen() on a listener changes nothing",
     [](Rules& r) { r.second_listen_counts = false; }},
    {"listen-refused-twice", "listen() on a listener fails with EINVAL",
     [](Rules& r) { r.second_listen = EINVAL; }},
    {"one-process-accepts", "of several processes that wait in accept() the first alone is served",
     [](Rules& r) { r.all_accept = false; }},
    {"backlog-of-none", "every backlog is 0", [](Rules& r) { r.backlog = 0; }},
    {"backlog-of-many", "every backlog is 100", [](Rules& r) { r.backlog = 100; }},

    // ---- ending
    {"close-resets", "close() always sends a reset, and so does a process that ends",
     [](Rules& r) { r.close_resets = true; }},
    {"close-says-nothing", "close() sends nothing", [](Rules& r) { r.close_says_nothing = true; }},
    {"close-of-one-ends-all",
     "close() of one descriptor ends the connection, or the listening, of all its duplicates",
     [](Rules& r) { r.close_of_one_ends_all = true; }},
    {"close-lingers", "close() waits up to a second for data to be taken where the program sets nothing",
     [](Rules& r) { r.default_linger = 1; }},
    {"close-on-exec-ignored", "a program that is executed inherits the sockets marked close-on-exec, too",
     [](Rules& r) { r.exec_closes_descriptors = false; }},
    {"keepalive-by-default",
     "idle connections are probed every second where the program sets nothing, FIN_WAIT_2 lasts one",
     [](Rules& r) {
       r.probes_by_default = true;
       r.short_fin_wait_2 = true;
     }},
    {"exit-lingers", "the end of a process waits as close() does", [](Rules& r) { r.exit_lingers = true; }},
    {"linger-ignored", "SO_LINGER is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(SOL_SOCKET, SO_LINGER); }},
    {"linger2-ignored", "TCP_LINGER2 is accepted and does nothing",
     [](Rules& r) { r.options[0] = ignored(IPPROTO_TCP, TCP_LINGER2); }},
    {"unread-data-forgotten", "close() with unread data sends FIN, not a reset",
     [](Rules& r) { r.unread_data_resets = false; }},
    {"pending-get-fin", "connections that a closed listener did not accept end with FIN, not a reset",
     [](Rules& r) { r.pending_connections_get_fin = true; }},
    {"listener-port-stays-taken", "the port of a closed listener stays taken",
     [](Rules& r) { r.listener_port_stays_taken = true; }},
    {"inherited-port-stays-taken",
     "the port of a listener stays taken if a child still had it when it was closed",
     [](Rules& r) { r.inherited_port_stays_taken = true; }},
    {"orphans-stay", "a connection that only one side closed waits for the other without end",
     [](Rules& r) { r.orphans_stay = true; }},
    {"half-closed-are-orphans", "a connection shut down for writing ends within a second",
     [](Rules& r) { r.half_closed_are_orphans = true; }},
    {"fin-wait-2-of-1-second", "a connection that one side closed waits a second for the other",
     [](Rules& r) { r.short_fin_wait_2 = true; }},
    {"shutdown-does-nothing", "shutdown() is accepted and does nothing",
     [](Rules& r) { r.shutdown_works = false; }},
    {"shutdown-of-reading-sends-fin", "shutdown() of reading ends writing, too",
     [](Rules& r) { r.shutdown_of_reading_sends_fin = true; }},
    {"shutdown-of-reading-ends-reading", "after shutdown() of reading nothing that arrives is read",
     [](Rules& r) { r.shutdown_of_reading_ends_reading = true; }},
    {"shutdown-of-listener-refused", "shutdown() of a listener fails with ENOTCONN and changes nothing",
     [](Rules& r) { r.shutdown_of_listener_works = false; }},
    {"resets-read-as-end", "a connection that was reset reads as end of file",
     [](Rules& r) { r.peer_of_reset_reads_eof = true; }},

    // ---- what is told
    {"closing-states-not-listed", "the table of connections has none that is closing",
     [](Rules& r) { r.closing_states_listed = false; }},
    {"states-not-told", "every socket tells that its connection is closed",
     [](Rules& r) { r.sockets_tell_their_state = false; }},
    {"settings-ignored", "settings are accepted and change nothing",
     [](Rules& r) { r.settings_can_be_changed = false; }},
    {"settings-not-told", "there are no settings", [](Rules& r) { r.settings_are_told = false; }},
    {"settings-in-every-stack", "a private stack tells the settings of the whole machine, too",
     [](Rules& r) { r.private_stacks_tell_all_settings = true; }},
    {"other-errors", "listen, connect and sendto fail with other errors than Linux's",
     [](Rules& r) {
       r.errors[0] = {"connect", ECONNREFUSED, ETIMEDOUT};
       r.errors[1] = {"connect", EADDRNOTAVAIL, EADDRINUSE};
       r.errors[2] = {"connect", EISCONN, EOPNOTSUPP};
       r.errors[3] = {"listen", EINVAL, EISCONN};
       r.errors[4] = {"connect", EAGAIN, EADDRNOTAVAIL};
       r.errors[5] = {"sendto", EAGAIN, ENOBUFS};
     }},
    {"other-errors-of-bind", "bind() fails with other errors than Linux's, EADDRINUSE apart",
     [](Rules& r) {
       r.errors[0] = {"bind", EACCES, EPERM};
       r.errors[1] = {"bind", EADDRNOTAVAIL, EINVAL};
       r.errors[2] = {"bind", EINVAL, EADDRINUSE};
     }},
    {"conflicts-are-eacces", "bind() fails with EACCES where it conflicts",
     [](Rules& r) {
       r.errors[0] = {"bind", EADDRINUSE, EACCES};
     }},

    {"programs-conflict-with-eacces",
     "bind() of a program that a case starts fails with EACCES where it conflicts",
     [](Rules& r) {
       r.errors[0] = {"bind", EADDRINUSE, EACCES};
       r.for_programs_alone = true;
     }},

    // ---- single segments
    {"misfits-not-acknowledged", "a segment that does not fit is not acknowledged",
     [](Rules& r) { r.stack_answers_what_does_not_fit = false; }},
    {"resets-not-sent", "no segment is answered by a reset, and close() sends none",
     [](Rules& r) { r.stack_sends_resets = false; }},
    {"resets-are-acknowledgements", "a reset of the peer counts as an acknowledgement",
     [](Rules& r) { r.stack_hears_resets = false; }},
    {"deaf-after-fin", "data that arrive after the own FIN are lost",
     [](Rules& r) { r.stack_hears_after_fin = false; }},
    {"one-connection-per-pair-of-ports", "a second connection between the same two ports is not answered",
     [](Rules& r) { r.ports_connect_again = false; }},
    {"numbers-begin-far-away", "the numbers of a second connection between the same two ports begin far above",
     [](Rules& r) { r.numbers_go_on = false; }},
    {"oldest-bytes-win", "of two segments of the peer the program reads the older one",
     [](Rules& r) { r.bytes_that_win = Bytes::oldest; }},
    {"newest-bytes-win", "of two segments of the peer the program reads the newer one",
     [](Rules& r) { r.bytes_that_win = Bytes::newest; }},
    {"full-queues-reset", "net.ipv4.tcp_abort_on_overflow is 1 whatever is written to it",
     [](Rules& r) {
       r.pinned = {"net/ipv4/tcp_abort_on_overflow", "1"};
     }},
    {"no-syn-cookies", "net.ipv4.tcp_syncookies is 0 whatever is written to it",
     [](Rules& r) {
       r.pinned = {"net/ipv4/tcp_syncookies", "0"};
     }},

    // ---- the world
    {"ipv6-missing", "there is no IPv6", [](Rules& r) { r.has_ipv6 = false; }},
    {"ipv6-broken", "IPv6 is there, and its sockets cannot be had", [](Rules& r) { r.opens_ipv6 = false; }},
    {"ipv6-without-addresses", "IPv6 is there, and no address of it is",
     [](Rules& r) { r.ipv6_addresses_are_there = false; }},
    {"bytes-vanish", "what is sent over a connection arrives nowhere",
     [](Rules& r) { r.carries_bytes = false; }},
    {"datagrams-vanish", "datagrams arrive nowhere", [](Rules& r) { r.carries_datagrams = false; }},
    {"clock-stands", "the clock stands still", [](Rules& r) { r.clock_rate = 0; }},
    {"clock-at-half-speed", "everything seems to last half as long", [](Rules& r) { r.clock_rate = 0.5; }},
    {"clock-at-double-speed", "everything seems to last twice as long", [](Rules& r) { r.clock_rate = 2; }},
    {"another-stack", "the stack says that it is another one", [](Rules& r) { r.value_of_reuseaddr = 4; }},
};
// clang-format on

constexpr char kProgram[] = "all-cases-dynamic";

const Mutant* chosen = nullptr;
Rules chosen_rules;

[[noreturn]] void complain(const char* name) {
  ::dprintf(STDERR_FILENO, "there is no mutant called \"%s\"; there are:\n", name);
  for (const Mutant& mutant : kMutants)
    ::dprintf(STDERR_FILENO, "  %s: %s\n", mutant.name, mutant.description);
  ::_exit(2);
}

}  // namespace

void choose_mutant() {
  const char* name = ::getenv("ADDRINUSE_MUTANT");
  for (const Mutant& mutant : kMutants)
    if (name != nullptr && ::strcmp(mutant.name, name) == 0) chosen = &mutant;
  if (chosen == nullptr) complain(name != nullptr ? name : "");
  chosen->change(chosen_rules);
  if (chosen_rules.for_programs_alone && ::strcmp(program_invocation_short_name, kProgram) == 0)
    chosen_rules = Rules{};
}

const Rules& rules() { return chosen_rules; }
const char* name_of_mutant() { return chosen->name; }

}  // namespace mutant
