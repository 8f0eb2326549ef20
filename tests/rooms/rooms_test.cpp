// The shape of the project: who may see whom, sizes, and what must not be in its texts.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/rooms/source_tree.h"

using namespace delcredere::rooms;

namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

long line_count(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

}  // namespace

TEST_CASE("includes follow the rooms") {
  const std::vector<TextFile> files = sources();
  REQUIRE(files.size() > 20);  // found the tree at all
  for (const TextFile& file : files) {
    INFO(joined(broken_arrows(file)));
    CHECK(broken_arrows(file).empty());
  }
}

TEST_CASE("libraries do not print or exit, models are pure") {
  for (const TextFile& file : sources()) {
    INFO(joined(broken_habits(file)));
    CHECK(broken_habits(file).empty());
  }
}

TEST_CASE("a planted violation is caught, whichever arrow it turns round") {
  const std::vector<std::pair<std::string, std::string>> planted{
      {"models/core/x.h", "models/study.h"},      {"models/core/x.h", "Eigen/Dense"},
      {"models/core/x.cpp", "boost/math/x.hpp"},  {"models/core/x.cpp", "unistd.h"},
      {"models/credit/x.h", "scenarios/load.h"},  {"models/credit/x.h", "sim/run.h"},
      {"models/payment/x.cpp", "tbb/parallel.h"}, {"models/payment/x.cpp", "fmt/format.h"},
      {"scenarios/x.cpp", "sim/run.h"},           {"scenarios/x.cpp", "hdf5.h"},
      {"sim/blocks/x.cpp", "scenarios/load.h"},   {"sim/blocks/x.cpp", "outputs/result_file.h"},
      {"sim/blocks/x.cpp", "yaml-cpp/yaml.h"},    {"outputs/hdf5/x.cpp", "scenarios/load.h"},
      {"outputs/hdf5/x.cpp", "app/console.h"},    {"outputs/x.cpp", "oneapi/tbb/task_arena.h"},
      {"app/commands/x.cpp", "hdf5.h"},           {"app/commands/x.cpp", "yaml-cpp/yaml.h"},
      {"app/commands/x.cpp", "tbb/task_arena.h"}, {"scenarios/x.cpp", "app/console.h"}};
  for (const auto& [path, include] : planted) {
    CAPTURE(path, include);
    CHECK(broken_arrows({path, "#pragma once\n#include <vector>\n  #  include \"" + include + "\"\n"}).size() == 1);
    CHECK(broken_arrows({path, "#include <" + include + ">\n"}).size() == 1);
  }
  CHECK(broken_arrows({"models/core/x.h", "#include <vector>\n\n#include \"models/study.h\"\n"}).front() ==
        "models/core/x.h:3: models/core must not see models/study.h");
}

TEST_CASE("a planted habit is caught") {
  CHECK(broken_habits({"models/credit/x.cpp", "#include <thread>\n"}).size() == 1);
  CHECK(broken_habits({"models/core/x.cpp", "auto t = std::chrono::steady_clock::now();\n"}).size() == 1);
  CHECK(broken_habits({"models/core/x.cpp", "#include <chrono>\n"}).empty());
  CHECK(broken_habits({"sim/x.cpp", "#include <iostream>\n"}).size() == 1);
  CHECK(broken_habits({"scenarios/x.cpp", "void f() { std::exit(1); }\n"}).size() == 1);
  CHECK(broken_habits({"sim/x.cpp", "#include <thread>\n"}).empty());
}

TEST_CASE("main.cpp is a door, not a room") {
  const std::vector<TextFile> files = sources();
  const auto main =
      std::find_if(files.begin(), files.end(), [](const TextFile& f) { return f.path == "app/main.cpp"; });
  REQUIRE(main != files.end());
  CHECK(line_count(main->text) < 60);
}

TEST_CASE("no source file is over 400 lines") {
  for (const TextFile& file : sources()) {
    CAPTURE(file.path);
    CHECK(line_count(file.text) <= 400);
  }
}

TEST_CASE("no text names a place on somebody's machine") {
  // Put together here, so that this file does not name one itself.
  const std::vector<std::string> places{std::string("/wo") + "rk/", std::string("/ho") + "me/",
                                        std::string("/ro") + "ot/", std::string("/Us") + "ers/",
                                        std::string("C:") + "\\"};
  for (const TextFile& file : repository_texts()) {
    for (const std::string& place : places) {
      CAPTURE(file.path, place);
      CHECK(file.text.find(place) == std::string::npos);
    }
  }
}
