// Scans of this system. What it answers is not known; that it answers alike in every order is.
#include "grid/scan.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "grid/order.h"
#include "grid/plan.h"

namespace grid {
namespace {

const Environment& environment() {
  static const Environment kHere = find_environment(true);
  return kHere;
}

const Plan& core() {
  static const Plan kPlan = *make_plan("core");
  return kPlan;
}

// Every step-th cell that can be asked here.
std::vector<std::uint32_t> sample(std::uint32_t step) {
  std::vector<std::uint32_t> cells;
  for (std::uint32_t i = 0; i < core().cells.size(); i += step)
    if (can_ask(environment(), core().cells[i])) cells.push_back(i);
  return cells;
}

using Answers = std::map<std::uint32_t, Answer>;

Answers scanned(const std::vector<std::uint32_t>& order, const Scanner::Settings& settings = {}) {
  const std::atomic<bool> stop{false};
  Scanner scanner(environment(), settings, stop);
  Answers answers;
  EXPECT_TRUE(scanner.scan(core().cells, order, [&answers](std::uint32_t index, const Answer& answer) {
    answers[index] = answer;
  }));
  return answers;
}

void expect_equal(const Answers& one, const Answers& other) {
  ASSERT_EQ(one.size(), other.size());
  for (const auto& [index, answer] : one)
    EXPECT_TRUE(answer == other.at(index)) << cell_name(core().cells[index]);
}

TEST(Scan, OrderDoesNotMatter) {
  if (!environment().namespaces) GTEST_SKIP() << "needs network namespaces: ports would be used up";
  auto order = sample(67);
  const Answers forward = scanned(order);
  EXPECT_EQ(forward.size(), order.size());
  order_named("reverse")->apply(order);
  expect_equal(forward, scanned(order));
  order_named("shuffled:3")->apply(order);
  expect_equal(forward, scanned(order));
}

// Blocks of neighbours, which share their first sockets.
std::vector<std::uint32_t> blocks() {
  constexpr std::uint32_t kBlock = 60;
  std::vector<std::uint32_t> cells;
  for (std::uint32_t i = 0; i < core().cells.size(); ++i)
    if (i / kBlock % 67 == 0 && can_ask(environment(), core().cells[i])) cells.push_back(i);
  return cells;
}

TEST(Scan, SocketsThatServeSeveralCellsAnswerAsFreshOnes) {
  if (!environment().namespaces) GTEST_SKIP() << "needs network namespaces: ports would be used up";
  Scanner::Settings fresh;
  fresh.reuse = false;
  expect_equal(scanned(blocks()), scanned(blocks(), fresh));
}

TEST(Scan, ACellDoesNotSeeTheOneBeforeIt) {
  // The second cell's socket gets a port only if the first sockets are made again after the first cell.
  if (!environment().namespaces) GTEST_SKIP() << "needs network namespaces";
  std::vector<Cell> cells(2);
  for (Cell& cell : cells) {
    cell.situation = Situation::bound;
    cell.addr1 = Address::alias4;
    cell.addr2 = Address::lo4;
    cell.attempt = Attempt::listen;
  }
  const std::atomic<bool> stop{false};
  Scanner scanner(environment(), {}, stop);
  std::vector<Answer> answers;
  scanner.scan(cells, {0, 1}, [&answers](std::uint32_t, const Answer& answer) { answers.push_back(answer); });
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_TRUE(answers[0] == answers[1]);
  EXPECT_EQ(answers[1].listen, Result::ok);
}

TEST(Scan, AnswersOfALoneSocketAreCertain) {
  std::vector<std::uint32_t> cells;
  for (std::uint32_t i = 0; i < core().cells.size(); ++i) {
    const Cell& cell = core().cells[i];
    if (cell.situation == Situation::absent && cell.addr2 == Address::lo4 && cell.opts2 == 0)
      cells.push_back(i);
  }
  for (const auto& [index, answer] : scanned(cells)) {
    EXPECT_EQ(answer.bind, Result::ok) << cell_name(core().cells[index]);
    const bool connects = core().cells[index].attempt == Attempt::connect;
    EXPECT_EQ(answer.connect, connects ? Result::ok : Result::not_made) << cell_name(core().cells[index]);
    if (answer.listen == Result::ok) {
      EXPECT_EQ(answer.winner, Receiver::second);
    }
  }
}

TEST(Scan, TcpBindIsAnsweredAsInListen) {
  // The core relies on it: it asks for bind alone only where the first socket is open.
  if (!environment().namespaces) GTEST_SKIP() << "needs network namespaces: ports would be used up";
  std::vector<std::uint32_t> cells;
  for (std::uint32_t i = 0; i < core().cells.size(); ++i) {
    const Cell& cell = core().cells[i];
    const bool pair = cell.situation == Situation::bound && cell.spread == Spread::none &&
                      cell.situation0 == Situation::absent && cell.protocol == Protocol::tcp;
    if (pair && cell.attempt <= Attempt::listen && can_ask(environment(), cell)) cells.push_back(i);
  }
  std::map<std::string, std::set<Result>> results;
  for (const auto& [index, answer] : scanned(cells)) {
    Cell cell = core().cells[index];
    cell.attempt = Attempt::bind;
    if (!is_unbound(cell.addr2)) results[cell_name(cell)].insert(answer.bind);
  }
  for (const auto& [name, answers] : results) EXPECT_EQ(answers.size(), 1U) << name;
}

TEST(Scan, StopsWhenAsked) {
  const std::atomic<bool> stop{true};
  Scanner scanner(environment(), {}, stop);
  EXPECT_FALSE(scanner.scan(core().cells, sample(997), [](std::uint32_t, const Answer&) { FAIL(); }));
}

TEST(Scan, UnverifiedWhereNoTableListsClosedConnections) {
  Environment blind = environment();
  blind.lists_closed = false;
  std::uint32_t index = 0;
  while (core().cells[index].situation != Situation::time_wait) ++index;
  const std::atomic<bool> stop{false};
  Scanner scanner(blind, {}, stop);
  scanner.scan(core().cells, {index}, [](std::uint32_t, const Answer& answer) {
    EXPECT_EQ(answer.bind, Result::unverified);
    EXPECT_EQ(answer.listen, Result::not_made);
  });
}

}  // namespace
}  // namespace grid
