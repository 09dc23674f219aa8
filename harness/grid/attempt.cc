#include "grid/attempt.h"

namespace grid {
namespace {

constexpr int kBacklog = 16;

// Whether the calls so far leave the next one to be made.
bool goes_on(Result result) { return result == Result::ok || result == Result::not_made; }

SocketAddress destination(Batch& batch, const Work& work) {
  const Cell& cell = *work.cell;
  const Address to = peer_address(cell.addr2);
  const bool to_peer = cell.attempt == Attempt::connect_peer;
  const Port port = to_peer ? work.peer_port : batch.helpers.target(speaks_ipv6(cell.addr2)).port;
  // A dual-stack socket names an IPv4 peer by its mapped address.
  const bool mapped = to_peer && to == Address::lo6 && !speaks_ipv6(cell.addr1);
  return socket_address(mapped ? Address::mapped_lo : to, port);
}

Result bind(Batch& batch, Work& work) {
  const Cell& cell = *work.cell;
  if (is_unbound(cell.addr2)) return Result::not_made;
  const Port port = cell.port == PortChoice::automatic ? Port{0} : work.port;
  return batch.calls.bind(work.slots[kSecond], socket_address(cell.addr2, port));
}

}  // namespace

void open_second(Batch& batch, Work& work) {
  Step step;
  step.slot = kSecond;
  step.address = work.cell->addr2;
  step.protocol = work.cell->protocol;
  if (work.slots.run(batch.calls, step) == Result::ok) return;
  work.ready = false;
  work.answer.bind = Result::unavailable;
}

void attempt(Batch& batch, Work& work) {
  const Cell& cell = *work.cell;
  Answer& answer = work.answer;
  if (set_options(batch, work, kSecond, cell.addr2, cell.opts2, 1) != Result::ok) {
    answer.bind = Result::unavailable;
    return;
  }
  attempt_again(batch, work);
}

void attempt_again(Batch& batch, Work& work) {
  const Cell& cell = *work.cell;
  Answer& answer = work.answer;
  if (cell.port == PortChoice::automatic) batch.ports.narrow(work.port);
  answer.bind = bind(batch, work);
  if (!goes_on(answer.bind)) return;
  if (cell.attempt == Attempt::listen) answer.listen = batch.calls.listen(work.slots[kSecond], kBacklog);
  if (cell.attempt >= Attempt::connect)
    answer.connect = batch.calls.start_connection(work.slots[kSecond], destination(batch, work));
}

void finish_attempt(Batch& batch, Work& work) {
  if (work.answer.connect != Result::kEINPROGRESS) return;
  work.answer.connect = batch.calls.await_connection(work.slots[kSecond], destination(batch, work));
}

bool can_receive(const Work& work) {
  const Answer& answer = work.answer;
  if (!goes_on(answer.bind)) return false;
  if (work.cell->protocol == Protocol::tcp) return answer.listen == Result::ok;
  return work.cell->attempt == Attempt::bind || answer.connect == Result::ok;
}

}  // namespace grid
