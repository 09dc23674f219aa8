#include "probe/net/settings.h"

namespace probe {
namespace {

bool is_private = false;

}  // namespace

void set_stack_is_private(bool value) { is_private = value; }
bool stack_is_private() { return is_private; }

}  // namespace probe
