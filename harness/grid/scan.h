// Scans cells in rounds. In each round every lane sets up its first sockets if it has none, proves their state,
// and lets a second socket try; then the receivers are found.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "grid/core/system.h"
#include "grid/lane.h"

namespace grid {

class Scanner {
 public:
  // Receives each answer, in any order. `index` is the cell's place in the list of cells.
  using Sink = std::function<void(std::uint32_t index, const Answer& answer)>;

  struct Settings {
    bool receivers = true;  // whether receivers are asked
    bool reuse = true;      // whether first sockets may serve several cells, where that is known to be safe
    Tracer* tracer = nullptr;  // records every call; it must outlive the scanner
  };

  // `stop` ends the scan after the round in which it becomes true.
  Scanner(const Environment& environment, const Settings& settings, const std::atomic<bool>& stop);

  // Scans the cells whose indices `order` lists, about in that order. False if it ended early: it was
  // stopped, or ports ran out.
  bool scan(const std::vector<Cell>& cells, const std::vector<std::uint32_t>& order, const Sink& sink);

 private:
  // The cells that are still to be given to a lane.
  struct Queue {
    const std::vector<Cell>& cells;
    const std::vector<std::uint32_t>& order;
    const Sink& sink;
    std::size_t next = 0;
  };

  bool scan_with(std::size_t lanes, Queue& queue);
  void refill(std::size_t lanes, Queue& queue);
  std::size_t next_length(const Queue& queue) const;
  bool round(Queue& queue);
  bool make_room();
  bool make_firsts(Queue& queue);
  bool make_first(Lane& lane);
  void verify();
  bool all_verified();
  bool is_verified(const Lane& lane);
  sys::TableEntry entry_of(const Work& work) const;
  bool needs_table(const Lane& lane) const;
  void mark_unverified();
  void open_seconds();
  void attempt_all(Queue& queue);
  void attempt_lane(Lane& lane, Queue& queue);
  void receive_all();
  void finish_round(Queue& queue, bool same_second);
  void finish_lane(Lane& lane, Queue& queue, bool same_second);
  void give(Lane& lane, Queue& queue);
  void give_all(Lane& lane, Queue& queue, Result why);
  void close(Lane& lane);
  void note(const char* text);

  const Environment& environment_;
  Settings settings_;
  Calls calls_;
  const std::atomic<bool>& stop_;
  Ports ports_;
  Helpers helpers_;
  Batch batch_;
  std::size_t limit_;  // sockets
  std::vector<Lane> lanes_;
  std::unique_ptr<sys::TcpTable> table_;
  bool has_table_ = false;
};

}  // namespace grid
