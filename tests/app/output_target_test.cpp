#include "app/output_target.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>

#include "models/core/error.h"

using namespace delcredere;

namespace {

ExitCode code_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.code();
  }
  return ExitCode::ok;
}

}  // namespace

TEST_CASE("the result is named by -o, or after the study") {
  CHECK(output_path("x/y.h5", "study") == "x/y.h5");
  CHECK(output_path(std::nullopt, "study") == "study.h5");
  CHECK(code_of([] { output_path("", "study"); }) == ExitCode::config);
  CHECK(code_of([] { output_path(std::nullopt, "../study"); }) == ExitCode::config);
}

TEST_CASE("an input is never overwritten, by whatever name it is called") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "delcredere_output_target";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::string input = folder / "buyers.csv";
  std::ofstream(input) << "buyer_id\n";
  std::filesystem::create_symlink(input, folder / "link");
  std::filesystem::create_hard_link(input, folder / "twin");
  for (const char* name : {"buyers.csv", "./buyers.csv", "link", "twin"}) {
    CAPTURE(name);
    CHECK(code_of([&] { refuse_to_overwrite_inputs(folder / name, {"nowhere.yaml", input}); }) == ExitCode::io);
  }
  CHECK(code_of([&] { refuse_to_overwrite_inputs(folder / "new.h5", {input}); }) == ExitCode::ok);
  std::filesystem::remove_all(folder);
}
