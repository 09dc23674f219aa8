// Scans cells: sets up the first sockets of a batch, proves their states, lets the second sockets try, finds
// the receivers, and closes everything.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "grid/core/system.h"
#include "grid/setup.h"

namespace grid {

class Scanner {
 public:
  // Receives each answer. `index` is the cell's place in the list of cells.
  using Sink = std::function<void(std::uint32_t index, const Answer& answer)>;

  struct Settings {
    bool receivers = true;     // whether receivers are asked
    Tracer* tracer = nullptr;  // records every call; it must outlive the scanner
  };

  // `stop` ends the scan after the batch in which it becomes true.
  Scanner(const Environment& environment, const Settings& settings, const std::atomic<bool>& stop);

  // Scans the cells whose indices `order` lists, in that order. False if it ended early: it was stopped, or
  // ports ran out.
  bool scan(const std::vector<Cell>& cells, const std::vector<std::uint32_t>& order, const Sink& sink);

 private:
  std::size_t next_batch(const std::vector<Cell>& cells, const std::vector<std::uint32_t>& order,
                         std::size_t start);
  bool run_batch(const std::vector<Cell>& cells, const std::uint32_t* indices, std::size_t count);
  bool try_batch(std::size_t count);
  bool prepare(Batch& batch, Work& work);
  void verify(Batch& batch, std::size_t count);
  bool all_verified(Batch& batch, std::size_t count);
  bool is_verified(Batch& batch, const Work& work) const;
  void open_seconds(Batch& batch, std::size_t count);
  void attempt_all(Batch& batch, std::size_t count);
  void receive_all(Batch& batch, std::size_t count);
  void close_all(Batch& batch, std::size_t count);
  void note(const char* text);

  const Environment& environment_;
  Settings settings_;
  Calls calls_;
  const std::atomic<bool>& stop_;
  Ports ports_;
  std::vector<Work> works_;
  std::unique_ptr<sys::TcpTable> table_;
  bool has_table_ = false;
  bool all_settled_ = true;  // in the batch at work
};

}  // namespace grid
