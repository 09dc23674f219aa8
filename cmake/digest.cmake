# ADDRINUSE_CASES_DIGEST: what the cases are made of. The SHA-256 of one line "DIGEST  PATH\n" per file below cases/,
# in the order of the paths. harness/addrinuse/suite.py computes the same.
file(GLOB_RECURSE digest_files RELATIVE ${CMAKE_SOURCE_DIR}/cases cases/*.cc cases/*.h)
list(SORT digest_files COMPARE STRING)
set(digest_lines "")
foreach(file IN LISTS digest_files)
  file(SHA256 ${CMAKE_SOURCE_DIR}/cases/${file} digest)
  string(APPEND digest_lines "${digest}  ${file}\n")
endforeach()
string(SHA256 ADDRINUSE_CASES_DIGEST "${digest_lines}")
