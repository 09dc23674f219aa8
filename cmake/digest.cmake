# ADDRINUSE_CASES_DIGEST: what can change an answer, as one number: the SHA-256 of one line "DIGEST  PATH\n" for each C++
# file (*.cc, *.h) below cases/, harness/probe/ and harness/runner/, with the paths in byte order and relative to the
# project. The digest of a case leaves out its first comment, which holds the claim and its sources and changes no answer.
# addrinuse.model.cases.digest() computes the same; harness/tests/model/test_digest.py compares the two.
file(GLOB_RECURSE digest_files RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS
  cases/*.cc cases/*.h harness/probe/*.cc harness/probe/*.h harness/runner/*.cc harness/runner/*.h)
list(SORT digest_files COMPARE STRING)
set(digest_lines "")
foreach(file IN LISTS digest_files)
  if(file MATCHES "^cases/")
    file(READ ${CMAKE_SOURCE_DIR}/${file} content)
    string(FIND "${content}" "\n---*/" end)
    if(end GREATER -1)
      string(SUBSTRING "${content}" ${end} -1 content)
    endif()
    string(SHA256 digest "${content}")
  else()
    file(SHA256 ${CMAKE_SOURCE_DIR}/${file} digest)
  endif()
  string(APPEND digest_lines "${digest}  ${file}\n")
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
endforeach()
string(SHA256 ADDRINUSE_CASES_DIGEST "${digest_lines}")
