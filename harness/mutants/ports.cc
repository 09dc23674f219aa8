#include "mutants/ports.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "mutants/real.h"
#include "mutants/rules.h"

namespace mutant {
namespace {

constexpr char kRange[] = "/proc/sys/net/ipv4/ip_local_port_range";
constexpr char kReserved[] = "/proc/sys/net/ipv4/ip_local_reserved_ports";

int random_below(int end) {
  unsigned number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) number = 0;
  return static_cast<int>(number % static_cast<unsigned>(end));
}

void read_range(int* first, int* last) {
  FILE* file = REAL(fopen)(kRange, "re");
  if (file == nullptr) return;
  int low = 0;
  int high = 0;
  if (::fscanf(file, "%d %d", &low, &high) == 2) {
    *first = low;
    *last = high;
  }
  ::fclose(file);
}

}  // namespace

PortChoice::PortChoice(std::uint32_t own_range, bool for_specific_bind) {
  if (rules().local_port_range_stands_alone && own_range != 0) {
    first_ = static_cast<int>(own_range & 0xffffU);
    last_ = static_cast<int>(own_range >> 16U);
    return;
  }
  if (rules().choice_is_for_bind_alone && !for_specific_bind) {
    first_ = 61000;
    last_ = 65535;
  } else if (rules().choice == Choice::from_49152) {
    first_ = 49152;
    last_ = 65535;
    offset_ = random_below(size());
  } else {
    read_range(&first_, &last_);
    backwards_ = rules().choice == Choice::highest_free;
  }
}

std::uint16_t PortChoice::at(int index) const {
  const int step = (index + offset_) % size();
  return static_cast<std::uint16_t>(backwards_ ? last_ - step : first_ + step);
}

bool is_in_reserved_list(std::uint16_t port) {
  FILE* file = REAL(fopen)(kReserved, "re");
  if (file == nullptr) return false;
  char line[4096] = "";
  const bool has_line = ::fgets(line, sizeof line, file) != nullptr;
  ::fclose(file);
  // "20001-20003,20010"
  for (char* part = has_line ? ::strtok(line, ",\n") : nullptr; part != nullptr;
       part = ::strtok(nullptr, ",\n")) {
    char* end = nullptr;
    const long first = ::strtol(part, &end, 10);
    const long last = *end == '-' ? ::strtol(end + 1, nullptr, 10) : first;
    if (first <= port && port <= last) return true;
  }
  return false;
}

}  // namespace mutant
