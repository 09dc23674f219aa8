# How zig makes a static library (zig is ar and ranlib, too) and a precompiled header. Read after CMake's own
# rules, which for Windows would replace what a toolchain file says (zig.cmake).
set(CMAKE_CXX_ARCHIVE_CREATE "<CMAKE_AR> ar qc <TARGET> <LINK_FLAGS> <OBJECTS>")
set(CMAKE_CXX_ARCHIVE_APPEND "<CMAKE_AR> ar q <TARGET> <LINK_FLAGS> <OBJECTS>")
set(CMAKE_CXX_ARCHIVE_FINISH "<CMAKE_AR> ranlib <TARGET>")
set(CMAKE_CXX_COMPILE_OPTIONS_CREATE_PCH -x c++-header)
set(CMAKE_CXX_COMPILE_OPTIONS_USE_PCH -include-pch <PCH_FILE> -include <PCH_HEADER>)
