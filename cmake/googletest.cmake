# GoogleTest as the system has it, or its sources where the system ships those (Debian: package googletest).
find_package(Threads REQUIRED)
find_package(GTest QUIET)
if(NOT TARGET GTest::gtest)
  set(ADDRINUSE_GOOGLETEST_SOURCE "/usr/src/googletest/googletest" CACHE PATH "Sources of GoogleTest, where it is not installed")
  if(NOT EXISTS ${ADDRINUSE_GOOGLETEST_SOURCE}/src/gtest-all.cc)
    message(FATAL_ERROR "GoogleTest is neither installed nor at ADDRINUSE_GOOGLETEST_SOURCE (${ADDRINUSE_GOOGLETEST_SOURCE}). "
      "Install it (Debian: libgtest-dev) or give the folder that holds src/gtest-all.cc.")
  endif()
  add_library(gtest_from_source STATIC ${ADDRINUSE_GOOGLETEST_SOURCE}/src/gtest-all.cc)
  target_include_directories(gtest_from_source SYSTEM PUBLIC ${ADDRINUSE_GOOGLETEST_SOURCE}/include
    PRIVATE ${ADDRINUSE_GOOGLETEST_SOURCE})
  target_link_libraries(gtest_from_source PUBLIC Threads::Threads)
  add_library(GTest::gtest ALIAS gtest_from_source)
  add_library(gtest_main_from_source STATIC ${ADDRINUSE_GOOGLETEST_SOURCE}/src/gtest_main.cc)
  target_link_libraries(gtest_main_from_source PUBLIC gtest_from_source)
  add_library(GTest::gtest_main ALIAS gtest_main_from_source)
endif()
