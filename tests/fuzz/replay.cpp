#include <cstdint>
#include <filesystem>
#include <iostream>
#include <string>

#include "base/files.hpp"

// Runs a fuzz target on the files of folders, each once, where there is no libFuzzer.

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      const std::string text = cadis::read_text(entry.path());
      std::cout << entry.path().string() << std::endl;  // the last one is what crashed
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
      ++count;
    }
  }
  std::cout << count << " inputs\n";
  return count > 0 ? 0 : 1;
}
