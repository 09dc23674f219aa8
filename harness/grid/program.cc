#include "grid/main.h"

int main(int argc, char** argv) { return grid::grid_main(argc, argv); }
