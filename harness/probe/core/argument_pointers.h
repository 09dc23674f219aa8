// The words of a command line in the form that execvp(3) and main() take.
#pragma once
#include <string>
#include <vector>

namespace probe {

// Pointers to the words and a null pointer at the end. They are valid as long as the words are.
inline std::vector<char*> argument_pointers(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace probe
