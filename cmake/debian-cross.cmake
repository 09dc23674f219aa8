# Toolchain: Linux programs for another architecture with Debian's cross compiler (Debian: g++-TRIPLET).
#   cmake -S . -B build/s390x -DCMAKE_TOOLCHAIN_FILE=cmake/debian-cross.cmake -DADDRINUSE_TRIPLET=s390x-linux-gnu
# GoogleTest is built from its sources (Debian: googletest): no package has it compiled for another architecture.
set(ADDRINUSE_TRIPLET "s390x-linux-gnu" CACHE STRING "The architecture to compile for, as Debian's compilers name it")
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ADDRINUSE_TRIPLET)
set(CMAKE_SYSTEM_NAME Linux)
string(REGEX MATCH "^[^-]+" CMAKE_SYSTEM_PROCESSOR ${ADDRINUSE_TRIPLET})
set(CMAKE_CXX_COMPILER ${ADDRINUSE_TRIPLET}-g++)
set(CMAKE_FIND_ROOT_PATH /usr/${ADDRINUSE_TRIPLET})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
