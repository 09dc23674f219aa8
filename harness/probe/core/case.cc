#include "probe/core/case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <optional>
#include <utility>
#include <vector>

#include "probe/core/case_context.h"
#include "probe/core/json.h"
#include "probe/core/runner_api.h"
#include "probe/core/runner_channel.h"
#include "probe/core/transcript.h"
#include "probe/core/variant.h"

namespace probe {
namespace {

CaseRecord& record() { return case_context().record; }

std::string text_of(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

void add_detail(const std::string& name, const std::string& json) {
  for (auto& [known, value] : record().details) {
    if (known == name) {
      value = json;
      return;
    }
  }
  record().details.emplace_back(name, json);
}

void keep(const Outcome& step, std::optional<std::string> claimed) {
  if (record().status == Status::observed)
    throw CaseAborted(Status::broken, "the case makes more than one claim");
  if (step.is_missing()) throw CaseAborted(Status::not_applicable, step.what());
  record().status = Status::observed;
  record().why.clear();
  record().observed = step.text().empty() ? "nothing" : step.text();  // what was received, say
  record().claimed = std::move(claimed);
}

void report_to_runner() {
  RunnerChannel& channel = runner_channel();
  channel.send(Message::status, {to_string(record().status)});
  if (record().status == Status::observed) {
    channel.send(Message::observed, {record().observed});
    if (record().claimed) channel.send(Message::claimed, {*record().claimed});
  } else {
    channel.send(Message::why, {record().why});
  }
  for (const auto& [name, value] : record().details) channel.send(Message::detail, {name, value});
  channel.send(Message::end, {text_of(static_cast<double>(microseconds_since_start()) / 1e6)});
}

// GoogleTest's own report (--gtest_output=json) carries the same values.
void report_to_googletest() {
  testing::Test::RecordProperty("case_status", to_string(record().status));
  if (record().status == Status::observed) {
    testing::Test::RecordProperty("observed", record().observed);
    if (record().claimed) testing::Test::RecordProperty("claimed", *record().claimed);
  } else {
    testing::Test::RecordProperty("why", record().why);
  }
  for (const auto& [name, value] : record().details) testing::Test::RecordProperty("detail:" + name, value);
  std::string steps = "[";
  for (const Step& step : transcript()) {
    if (steps.size() > 1) steps += ',';
    append_json_of(step, &steps);
  }
  testing::Test::RecordProperty("transcript", steps + "]");
}

// A case with one of its variants.
struct Entry {
  std::string topic;
  std::string name;
  const char* file;
  int line;
  Variant variant;
  void (*body)();
  std::string id() const { return topic + "/" + name; }
  // Whether this is the id, without making a text of it for every case there is.
  bool is(const std::string& id) const {
    return id.size() == topic.size() + 1 + name.size() &&
           id.compare(topic.size() + 1, std::string::npos, name) == 0 &&
           id.compare(0, topic.size(), topic) == 0;
  }
};

std::vector<Entry>& entries() {
  static std::vector<Entry> all;  // cases register before main, in no order
  return all;
}

// "…/cases/bind/plain_double_bind.cc" -> bind, plain_double_bind
std::pair<std::string, std::string> topic_and_name(const std::string& file) {
  const std::size_t name = file.find_last_of("/\\") + 1;
  const std::size_t topic = name < 2 ? 0 : file.find_last_of("/\\", name - 2) + 1;
  return {file.substr(topic, name - topic - 1), file.substr(name, file.rfind('.') - name)};
}

// Runs the body and records what came of it.
void run_body(Variant variant, void (*body)()) {
  record() = CaseRecord{};
  set_variant(variant);
  start_transcript();
  try {
    body();
  } catch (const CaseAborted& aborted) {
    if (record().status != Status::observed || aborted.status() == Status::broken) {
      record().status = aborted.status();
      record().why = aborted.what();
    }
  } catch (const std::exception& error) {
    record().status = Status::broken;
    record().why = error.what();
  }
}

class CaseTest : public testing::Test {
 public:
  CaseTest(Variant variant, void (*body)()) : variant_(variant), body_(body) {}

  void TestBody() override {
    run_body(variant_, body_);
    report_to_googletest();
    if (record().status == Status::not_applicable) GTEST_SKIP() << record().why;
    if (record().status == Status::broken) FAIL() << record().why;
  }

 private:
  Variant variant_;
  void (*body_)();
};

}  // namespace

void detail(const std::string& name, double value) { add_detail(name, text_of(value)); }
void detail(const std::string& name, const std::string& value) { add_detail(name, json_string(value)); }

void given(const Outcome& step, std::string_view text) {
  if (step.is_ok()) return;
  if (step.is_missing()) throw CaseAborted(Status::not_applicable, step.what());
  throw CaseAborted(Status::broken, std::string(text) + ": " + step.text());
}

void given(bool step, std::string_view text) {
  if (!step) throw CaseAborted(Status::broken, std::string(text) + ": condition is false");
}

void given(const Outcome& step, const Outcome& expected, std::string_view text) {
  if (step == expected) return;
  if (step.is_missing()) throw CaseAborted(Status::not_applicable, step.what());
  throw CaseAborted(Status::broken, std::string(text) + ": " + step.text() + ", expected " + expected.text());
}

void given(const Outcome& step, const OtherThan& unexpected, std::string_view text) {
  if (step.is_missing()) throw CaseAborted(Status::not_applicable, step.what());
  if (step != unexpected.word) return;
  const std::string expected = unexpected.word.is_ok() ? "an error" : "anything else";
  throw CaseAborted(Status::broken, std::string(text) + ": " + step.text() + ", expected " + expected);
}

void claim(const Outcome& step, const Outcome& prediction, const char* text) {
  log_step(std::string("claim: ") + text,
           step.text() + (step == prediction ? ", as claimed" : ", claimed: " + prediction.text()));
  keep(step, prediction.text());
}

void observe(const Outcome& step, const char* text) {
  log_step(std::string("observed: ") + text, step.text());
  keep(step, std::nullopt);
}

void needs(bool is_available, const std::string& what) {
  if (!is_available) throw CaseAborted(Status::not_applicable, "needs " + what);
}

bool register_case(const char* file, int line, const char* variants, void (*body)()) {
  const auto [topic, name] = topic_and_name(file);
  for (const Variant variant : variants_in(variants)) {
    const std::string suffix = variant == Variant::none ? "" : "[" + to_string(variant) + "]";
    entries().push_back({topic, name + suffix, file, line, variant, body});
  }
  return true;
}

std::vector<std::string> case_ids() {
  std::vector<std::string> ids;
  for (const Entry& entry : entries()) ids.push_back(entry.id());
  return ids;
}

bool run_case(const std::string& id) {
  const auto entry = std::find_if(entries().begin(), entries().end(),
                                  [&](const Entry& candidate) { return candidate.is(id); });
  if (entry == entries().end()) throw std::invalid_argument("there is no case " + id);
  run_body(entry->variant, entry->body);
  report_to_runner();
  return record().status != Status::broken;
}

void register_with_googletest() {
  for (const Entry& entry : entries()) {
    testing::RegisterTest(entry.topic.c_str(), entry.name.c_str(), nullptr, nullptr, entry.file, entry.line,
                          [=]() -> testing::Test* { return new CaseTest(entry.variant, entry.body); });
  }
}

}  // namespace probe
