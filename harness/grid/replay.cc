#include "grid/replay.h"

#include <atomic>
#include <cstdio>

#include "grid/scan.h"

namespace grid {

bool replay(const Cell& cell, const Environment& environment) {
  if (!can_ask(environment, cell)) return false;
  Tracer tracer([](const std::string& line) { std::printf("%s\n", line.c_str()); });
  const std::atomic<bool> stop{false};
  Scanner::Settings settings;
  settings.tracer = &tracer;
  Scanner scanner(environment, settings, stop);
  std::printf("# cell %s\n", cell_name(cell).c_str());
  return scanner.scan({cell}, {0}, [&cell](std::uint32_t, const Answer& answer) {
    std::string line;
    append_csv_line(line, cell, answer);
    std::printf("%s\n%s", std::string(kCsvHeader).c_str(), line.c_str());
  });
}

}  // namespace grid
