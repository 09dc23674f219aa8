// What a run observed, counted and in plain text.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "runner/observation.h"

namespace standalone {

class Summary {
 public:
  void add(const runner::Observation& observation);

  // A table of the topics, what came out differently from the claim, and what could not be observed.
  std::string text() const;
  // Whether everything was observed or does not apply here.
  bool is_clean() const { return failures_.empty(); }

 private:
  // The numbers of observations of one topic.
  struct Counts {
    int as_claimed = 0;
    int differently = 0;
    int without_claim = 0;
    int not_applicable = 0;
    int failed = 0;
  };

  static std::string row(const std::string& name, const Counts& counts);
  void count(const runner::Observation& observation, Counts* counts);

  std::map<std::string, Counts> topics_;
  Counts total_;
  std::vector<std::string> differences_;
  std::vector<std::string> failures_;
};

}  // namespace standalone
