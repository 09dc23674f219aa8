// The compiler checks the words of predictions: what is checked here at compile time is what CLAIM and GIVEN
// assert.
#include "probe/core/words.h"

#include <gtest/gtest.h>

#include <string>

#include "probe/core/outcome.h"

namespace probe {
namespace {

// The source text of a prediction, as CLAIM sees it.
#define SOURCE(...) #__VA_ARGS__

static_assert(words::has_only_words(SOURCE("stolen"), ""));
static_assert(words::has_only_words(SOURCE(succeeds()), ""));
static_assert(words::has_only_words(SOURCE("bind: EADDRINUSE"), ""));
static_assert(words::has_only_words(SOURCE("60 s"), ""));
static_assert(words::has_only_words(SOURCE("600-1023"), ""));
static_assert(words::has_only_words(SOURCE("FIN_WAIT_1, TIME_WAIT / FIN_WAIT_1, TIME_WAIT"), ""));
static_assert(words::has_only_words(SOURCE(data("any text")), ""));
static_assert(words::has_only_words(SOURCE(is_first ? "first" : "second"), ""));

static_assert(!words::has_only_words(SOURCE("stollen"), ""));
static_assert(!words::has_only_words(SOURCE("Stolen"), ""));
static_assert(!words::has_only_words(SOURCE(""), ""));
static_assert(!words::has_only_words(SOURCE("bind: EADDRINUS"), ""));
static_assert(!words::has_only_words(SOURCE("bindd: EADDRINUSE"), ""));
static_assert(!words::has_only_words(SOURCE(fails_with("EADRINUSE")), ""));
static_assert(!words::has_only_words(SOURCE("60 sec"), ""));
static_assert(!words::has_only_words(SOURCE("s"), ""));
static_assert(!words::has_only_words(SOURCE("600-"), ""));
static_assert(!words::has_only_words(SOURCE("FIN_WAIT_1, TIMEWAIT"), ""));
static_assert(!words::has_only_words(SOURCE(is_first ? "first" : "secnd"), ""));

// Words that the claiming statement gives itself are declared there.
static_assert(words::has_only_words(SOURCE("reused"), SOURCE(took ? "reused" : "not reused")));
static_assert(!words::has_only_words(SOURCE("resued"), SOURCE(took ? "reused" : "not reused")));
static_assert(words::has_only_words(SOURCE("third bind: EACCES"), SOURCE(run({{"third bind", [] {}}}))));
static_assert(!words::has_only_words(SOURCE("thrid bind: EACCES"), SOURCE(run({{"third bind", [] {}}}))));

static_assert(words::expects_words(SOURCE(client.receive(), "eof")));
static_assert(words::expects_words(SOURCE(socket.bind(address))));
static_assert(words::expects_words(SOURCE(socket.send("any text"))));
static_assert(!words::expects_words(SOURCE(client.receive(), "eoff")));
static_assert(!words::expects_words(SOURCE(client.receive(), is_not("nothin"))));
static_assert(words::step_of_given(SOURCE(f({1, 2}, ","), "eof")) == SOURCE(f({1, 2}, ",")));

TEST(Words, AreDeclaredOnce) {
  for (std::size_t i = 0; i < words::kWords.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(words::kWords[i], words::kWords[j]);
}

TEST(Words, HaveEveryErrorThatThisSystemNames) {
  for (int native = 1; native < 200; ++native) {
    const std::string name = name_of_error(native);
    EXPECT_TRUE(words::is_error_name(name) || name == "error " + std::to_string(native)) << name;
  }
}

}  // namespace
}  // namespace probe
