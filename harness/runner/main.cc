// The main program around every case and around all of them.
#include "runner/program.h"

int main(int argc, char** argv) { return runner::runner_main(argc, argv); }
