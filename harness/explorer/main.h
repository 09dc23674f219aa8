// The program: stories in, answers out.
#pragma once

namespace explorer {

// Returns 0 if every story was run, 1 if it ended early, 2 if the arguments or the stories cannot be read.
int explorer_main(int argc, char** argv);

}  // namespace explorer
