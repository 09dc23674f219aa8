// The program's entry, to be called by whatever program holds cases.
#pragma once
#include <functional>

namespace runner {

// Returns the exit status: 0, 1 if a case could not do its work, 77 if none applied, 2 for a wrong command
// line or an error, 130 if interrupted.
int runner_main(int argc, char** argv);

// What `work` returns, or the exit status of the error that it throws; says the error on standard error.
int guarded(const char* program, const std::function<int()>& work);

}  // namespace runner
