#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <iostream>
#include <sstream>

#include "outputs/layout/layout.h"
#include "outputs/result_io.h"
#include "tests/support/sample_results.h"
#include "tests/support/temporary_folder.h"

using namespace delcredere;

namespace {

void read_from_python(RunResults results, int minima) {
  const test::TemporaryFolder folder;
  write_result_file(layout_result_file(std::move(results), test::sample_provenance()), folder.file("r.h5"),
                    Overwrite::refuse);
  const std::string command = std::string("LC_ALL=C.UTF-8 /usr/bin/python3 ") + DELCREDERE_SOURCE_DIR +
                              "/tests/interop/read_result.py " + folder.file("r.h5") + " " + std::to_string(minima) +
                              " 2>&1";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string said;
  std::array<char, 4096> buffer{};
  while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) said += buffer.data();
  const int status = ::pclose(pipe);
  INFO(said);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);)
    if (line.find("skipped") != std::string::npos) std::cout << "SKIPPED: " << line << '\n';
}

}  // namespace

TEST_CASE("the libraries people use open a result file") {
  if (::access("/usr/bin/python3", X_OK) != 0) {
    std::cout << "SKIPPED: the libraries people use: no /usr/bin/python3\n";
    return;
  }
  for (std::size_t minima = 0; minima <= 2; ++minima)
    read_from_python(test::with_minima(test::sample_results(), minima), static_cast<int>(minima));
}
