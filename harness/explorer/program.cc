#include "explorer/main.h"

int main(int argc, char** argv) { return explorer::explorer_main(argc, argv); }
