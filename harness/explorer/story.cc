#include "explorer/story.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace explorer {
namespace {

using Kind = Step::Kind;
using Words = std::vector<std::string_view>;

struct Wrong {
  std::string reason;
};

// For a message: what is longer is cut off.
std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 60;
  return "\"" + std::string(text.substr(0, kShown)) + (text.size() > kShown ? "...\"" : "\"");
}

std::string_view trimmed(std::string_view text) {
  const std::size_t start = text.find_first_not_of(" \t\r");
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(" \t\r") - start + 1);
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    const std::string_view part = trimmed(text.substr(0, end));
    if (!part.empty()) parts.push_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

int number_in(std::string_view text, int low, int high, std::string_view what) {
  int number = 0;
  const char* end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || parsed != end || number < low || number > high)
    throw Wrong{quoted(text) + " is no " + std::string(what) + ": it takes a number from " +
                std::to_string(low) + " to " + std::to_string(high)};
  return number;
}

std::uint8_t numbered(std::string_view text, char letter, int count, std::string_view what) {
  if (text.empty() || text[0] != letter)
    throw Wrong{quoted(text) + " is no " + std::string(what) + " (" + letter + "0 to " + letter +
                std::to_string(count - 1) + ")"};
  return static_cast<std::uint8_t>(number_in(text.substr(1), 0, count - 1, what));
}

std::uint8_t slot_of(std::string_view text) { return numbered(text, 's', kSlots, "slot"); }

void take_slots(Step& step, std::string_view text) {
  const std::size_t dash = text.find('-');
  step.first = slot_of(text.substr(0, dash));
  step.last = step.first;
  if (dash == std::string_view::npos) return;
  step.last =
      static_cast<std::uint8_t>(number_in(text.substr(dash + 1), step.first, kSlots - 1, "last slot"));
}

SocketKind socket_kind(std::string_view text) {
  using grid::Family;
  using grid::Protocol;
  if (text == "tcp4") return {Family::ipv4, Protocol::tcp};
  if (text == "tcp6") return {Family::ipv6, Protocol::tcp};
  if (text == "udp4") return {Family::ipv4, Protocol::udp};
  if (text == "udp6") return {Family::ipv6, Protocol::udp};
  throw Wrong{quoted(text) + " is no kind of socket (tcp4, tcp6, udp4, udp6)"};
}

PortChoice port_of(std::string_view text) {
  if (text == "0") return {};
  if (text[0] == '=') return {PortChoice::From::slot, slot_of(text.substr(1))};
  return {PortChoice::From::own, numbered(text, 'P', kExplicitPorts, "port")};
}

class Parser {
 public:
  explicit Parser(std::string_view text) : words_(parts_of(text, ' ')) {
    const std::size_t mark = words_[0].find_first_of("=.");
    subject_ = words_[0].substr(0, mark);
    if (mark == std::string_view::npos) return;
    mark_ = words_[0][mark];
    verb_ = words_[0].substr(mark + 1);
  }

  Step step() {
    if (mark_ == 0)
      plain();
    else if (mark_ == '=')
      making();
    else if (subject_[0] == 'p')
      child();
    else
      on_slots();
    if (next_ < words_.size()) throw Wrong{quoted(words_[next_]) + " is one word too many"};
    return step_;
  }

 private:
  std::string_view word(std::string_view what) {
    if (next_ >= words_.size()) throw Wrong{"it needs " + std::string(what)};
    return words_[next_++];
  }
  bool more() const { return next_ < words_.size(); }

  void number(int low, int high, std::string_view what) {
    step_.value = number_in(word(what), low, high, what);
  }

  void take_address(std::string_view name) {
    const auto address = grid::address_named(name);
    if (!address || *address == grid::Address::none || grid::is_unbound(*address))
      throw Wrong{quoted(name) + " is no address"};
    step_.address = *address;
    step_.has_place = true;
    step_.port = port_of(word("a port"));
  }
  void place() { take_address(word("an address")); }
  void target() {
    const std::string_view text = word("a slot or an address");
    if (text[0] == 's' && text.size() > 1 && text[1] >= '0' && text[1] <= '9')
      step_.other = slot_of(text);
    else
      take_address(text);
  }

  void plain() {
    if (subject_ == "probe") {
      step_.kind = Kind::probe;
      step_.socket = socket_kind(word("a kind of socket"));
      place();
      step_.value = more() ? number_in(word("a number"), 1, 64, "number of clients") : 1;
    } else if (subject_ == "setting") {
      step_.kind = Kind::setting;
      const std::string_view text = word("a setting");
      const auto setting = setting_named(text);
      if (!setting) throw Wrong{quoted(text) + " is no setting"};
      step_.setting = *setting;
      number(0, 65536, "value");
    } else if (subject_ == "wait") {
      step_.kind = Kind::wait;
      number(0, 10000000, "number of milliseconds");
    } else {
      throw Wrong{quoted(words_[0]) + " is no step"};
    }
  }

  void making() {
    if (verb_ == "open") {
      step_.kind = Kind::open;
      take_slots(step_, subject_);
      step_.socket = socket_kind(word("a kind of socket"));
      if (more() && word("user2") != "user2") throw Wrong{"only \"user2\" may follow the kind"};
      step_.other_user = next_ == 3;
    } else if (verb_ == "accept") {
      step_.kind = Kind::accept;
      take_slots(step_, subject_);
      step_.other = slot_of(word("a listener"));
    } else if (verb_ == "fork") {
      step_.kind = Kind::fork;
      step_.first = numbered(subject_, 'p', kChildren, "child");
      step_.other = slot_of(word("a slot"));
    } else if (verb_ == "block") {
      block();
    } else {
      throw Wrong{quoted(verb_) + " makes nothing (open, accept, fork, block)"};
    }
  }

  void block() {
    step_.kind = Kind::block;
    step_.first = numbered(subject_, 'w', kSleepers, "sleeper");
    step_.other = slot_of(word("a slot"));
    const std::string_view call = word("a call");
    if (call == "accept")
      step_.waits_for = Wait::accept;
    else if (call == "receive")
      step_.waits_for = Wait::receive;
    else if (call == "epoll")
      step_.waits_for = Wait::epoll;
    else if (call != "poll")
      throw Wrong{quoted(call) + " is no call that waits (accept, receive, poll, epoll)"};
  }

  void child() {
    step_.first = numbered(subject_, 'p', kChildren, "child");
    if (verb_ == "accept")
      step_.kind = Kind::child_accept;
    else if (verb_ == "exit")
      step_.kind = Kind::child_exit;
    else if (verb_ == "kill")
      step_.kind = Kind::child_kill;
    else
      throw Wrong{quoted(verb_) + " is nothing that a child does (accept, exit, kill)"};
  }

  OptionName option() {
    const std::string_view text = word("an option");
    const auto option = option_named(text);
    if (!option) throw Wrong{quoted(text) + " is no option"};
    return *option;
  }

  void on_slots() {
    take_slots(step_, subject_);
    if (const auto simple = simple_kind())
      step_.kind = *simple;
    else
      with_arguments();
  }

  std::optional<Kind> simple_kind() const {
    if (verb_ == "disconnect") return Kind::disconnect;
    if (verb_ == "fill") return Kind::fill;
    if (verb_ == "receive") return Kind::receive;
    if (verb_ == "close") return Kind::close;
    return std::nullopt;
  }

  void with_arguments() {
    if (verb_ == "set") {
      step_.kind = Kind::set;
      step_.option = option();
      number(-1, 65535, "value");
    } else if (verb_ == "option") {
      step_.kind = Kind::option;
      step_.option = option();
    } else if (verb_ == "bind") {
      step_.kind = Kind::bind;
      place();
    } else if (verb_ == "listen") {
      step_.kind = Kind::listen;
      number(0, 65535, "backlog");
    } else if (verb_ == "connect") {
      step_.kind = Kind::connect;
      target();
    } else if (verb_ == "send") {
      step_.kind = Kind::send;
      if (more()) target();
    } else if (verb_ == "shutdown") {
      step_.kind = Kind::shutdown;
      step_.how = direction(word("read, write or both"));
    } else {
      throw Wrong{quoted(verb_) + " is nothing that a socket does"};
    }
  }

  static How direction(std::string_view text) {
    if (text == "read") return How::read;
    if (text == "write") return How::write;
    if (text == "both") return How::both;
    throw Wrong{quoted(text) + " is no direction (read, write, both)"};
  }

  Words words_;
  std::string_view subject_;
  std::string_view verb_;
  char mark_ = 0;
  std::size_t next_ = 1;
  Step step_;
};

}  // namespace

Story parse_story(std::string_view line) {
  Story story;
  for (const std::string_view text : parts_of(line, ';')) {
    try {
      if (story.steps.size() >= kMaxSteps)
        throw Wrong{"a story has at most " + std::to_string(kMaxSteps) + " steps"};
      story.steps.push_back(Parser(text).step());
    } catch (const Wrong& wrong) {
      story.error =
          "step " + std::to_string(story.steps.size() + 1) + " " + quoted(text) + ": " + wrong.reason;
      story.steps.clear();
      return story;
    }
  }
  if (story.steps.empty()) story.error = "the story has no step";
  return story;
}

}  // namespace explorer
