#include <catch2/catch.hpp>

#include "models/core/error.h"
#include "outputs/hdf5/result_image.h"
#include "outputs/layout/layout.h"
#include "outputs/result_io.h"
#include "tests/support/sample_results.h"
#include "tests/support/temporary_folder.h"

using namespace delcredere;

namespace {

ResultFile sample_file() { return layout_result_file(test::sample_results(), test::sample_provenance()); }

std::string image_text(const ResultFile& file) {
  const std::vector<std::byte> image = result_image(file);
  return {reinterpret_cast<const char*>(image.data()), image.size()};
}

/// The error that reading gives.
Error read_error(const std::string& path) {
  try {
    read_result_file(path);
  } catch (const Error& error) {
    return error;
  }
  FAIL("reading " + path + " gave no error");
  throw std::logic_error("not reached");
}

}  // namespace

TEST_CASE("what is written is read back, value by value and name by name") {
  const test::TemporaryFolder folder;
  const ResultFile file = sample_file();
  write_result_file(file, folder.file("r.h5"), Overwrite::refuse);
  CHECK(folder.entries() == 1);
  const ResultFile back = read_result_file(folder.file("r.h5"));
  CHECK(same_contents(back, file));
  REQUIRE(back.groups.size() == file.groups.size());
  for (std::size_t i = 0; i < file.groups.size(); ++i) {
    INFO(file.groups[i].name);
    CHECK(same_contents(back.groups[i], file.groups[i]));
  }
}

TEST_CASE("names of any script, NaN, large seeds and large arrays survive") {
  const test::TemporaryFolder folder;
  RunResults results = test::sample_results({.trials = 300000});
  results.seed = 0xFFFFFFFFFFFFFFFFull;
  results.axes.buyer_names = {"\xF0\x9F\x92\xB6 money", "\xE2\x80\xAEtxt", ""};
  const ResultFile file = layout_result_file(results, test::sample_provenance());
  write_result_file(file, folder.file("r.h5"), Overwrite::refuse);
  const ResultFile back = read_result_file(folder.file("r.h5"));
  CHECK(same_contents(back, file));
  CHECK(std::get<std::uint64_t>(*back.attribute("seed")) == 0xFFFFFFFFFFFFFFFFull);
  CHECK(back.find("buyers")->at("name").strings() == results.axes.buyer_names);
  CHECK(std::isnan(back.find("losses")->at("quantile_upper").doubles().back()));
}

TEST_CASE("a group can be left out") {
  const test::TemporaryFolder folder;
  write_result_file(sample_file(), folder.file("r.h5"), Overwrite::refuse);
  const ResultFile back = read_result_file(folder.file("r.h5"), {{"trials"}});
  CHECK(back.find("trials") == nullptr);
  CHECK(back.find("losses") != nullptr);
}

TEST_CASE("equal runs differ in /provenance alone") {
  const test::TemporaryFolder folder;
  Provenance other = test::sample_provenance();
  other.start_time = "2027-06-30T23:59:59Z";
  other.command_line = {"delcredere", "run", "--threads", "8", "sample.yaml"};
  RunResults slower = test::sample_results();
  slower.threads = 8;
  slower.phases.front().seconds = 99;
  write_result_file(sample_file(), folder.file("a.h5"), Overwrite::refuse);
  write_result_file(layout_result_file(slower, other), folder.file("b.h5"), Overwrite::refuse);
  const ResultFile a = read_result_file(folder.file("a.h5"), {{"provenance"}});
  const ResultFile b = read_result_file(folder.file("b.h5"), {{"provenance"}});
  CHECK(same_contents(a, b));
  CHECK(image_text(sample_file()).size() > 0);
  CHECK(test::read_text(folder.file("a.h5")) == image_text(sample_file()));
}

TEST_CASE("what is no result file is told apart") {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("x.h5");
  SECTION("missing") { CHECK_THAT(read_error(path).what(), Catch::Contains("No such file")); }
  SECTION("a folder") { CHECK(read_error(folder.path().string()).code() == ExitCode::io); }
  SECTION("empty") {
    test::write_text(path, "");
    CHECK_THAT(read_error(path).what(), Catch::Contains("is not an HDF5 file"));
  }
  SECTION("text") {
    test::write_text(path, "scenario,policy\nbase,none\n");
    CHECK_THAT(read_error(path).what(), Catch::Contains("is not an HDF5 file"));
  }
  SECTION("HDF5 of someone else") {
    ResultFile foreign = sample_file();
    std::get<std::string>(foreign.attributes.front().value) = "their-format";
    test::write_text(path, image_text(foreign));
    CHECK_THAT(read_error(path).what(), Catch::Contains("not a result file of delcredere"));
  }
  SECTION("a later major version") {
    ResultFile later = sample_file();
    later.attributes[1].value = std::vector<std::int64_t>{2, 0};
    test::write_text(path, image_text(later));
    const Error error = read_error(path);
    CHECK(error.code() == ExitCode::mismatch);
    CHECK_THAT(error.what(), Catch::Contains("layout version 2.0"));
  }
  SECTION("a later minor version is read") {
    ResultFile later = sample_file();
    later.attributes[1].value = std::vector<std::int64_t>{1, 7};
    test::write_text(path, image_text(later));
    CHECK(same_contents(read_result_file(path), later));
  }
}

TEST_CASE("a truncated file is refused") {
  const test::TemporaryFolder folder;
  const std::string whole = image_text(sample_file());
  const std::string path = folder.file("x.h5");
  for (const std::size_t percent : {1u, 10u, 25u, 50u, 75u, 90u, 99u}) {
    test::write_text(path, whole.substr(0, whole.size() * percent / 100));
    INFO(percent << " %");
    CHECK(read_error(path).code() == ExitCode::io);
  }
  // Within the trailer's 24 bytes nothing of the contents is lost.
  test::write_text(path, whole.substr(0, whole.size() - 1));
  CHECK(same_contents(read_result_file(path), sample_file()));
  test::write_text(path, whole.substr(0, whole.size() - 25));
  CHECK(read_error(path).code() == ExitCode::io);
}

TEST_CASE("a flipped bit is found, wherever it is") {
  const test::TemporaryFolder folder;
  const ResultFile file = layout_result_file(test::sample_results({.trials = 600}), test::sample_provenance());
  const std::string whole = image_text(file);
  const std::string path = folder.file("x.h5");
  int found = 0;
  int harmless = 0;
  for (std::size_t position = 0; position < whole.size(); position += 97) {
    std::string damaged = whole;
    damaged[position] = static_cast<char>(damaged[position] ^ (1 << (position % 8)));
    test::write_text(path, damaged);
    try {
      const ResultFile back = read_result_file(path);
      INFO("byte " << position << " of " << whole.size());
      CHECK(same_contents(back, file));
      ++harmless;
    } catch (const Error&) {
      ++found;
    }
  }
  CHECK(harmless == 0);
  CHECK(found > 500);
}

TEST_CASE("a file without its trailer is read, and a changed text in it is found") {
  const test::TemporaryFolder folder;
  std::string image = image_text(sample_file());
  image.resize(image.size() - 24);
  test::write_text(folder.file("x.h5"), image);
  CHECK(same_contents(read_result_file(folder.file("x.h5")), sample_file()));
  const std::string name = "GmbH";
  image[image.find(name)] = 'g';  // texts lie in a heap that HDF5 does not checksum
  test::write_text(folder.file("x.h5"), image);
  CHECK_THAT(read_error(folder.file("x.h5")).what(), Catch::Contains("group /buyers is damaged"));
}

TEST_CASE("a flipped bit inside a filtered chunk names the variable") {
  const test::TemporaryFolder folder;
  const ResultFile file = sample_file();
  std::string damaged = image_text(file);
  damaged.resize(damaged.size() - 24);  // without the trailer, as after a rewrite by another program
  // Deflate streams start with 0x78; the per-trial columns are the only chunked data of the sample.
  const std::size_t chunk = damaged.find("\x78\x5e");
  REQUIRE(chunk != std::string::npos);
  damaged[chunk + 40] = static_cast<char>(damaged[chunk + 40] ^ 4);
  test::write_text(folder.file("x.h5"), damaged);
  const Error error = read_error(folder.file("x.h5"));
  CHECK(error.code() == ExitCode::io);
  CHECK_THAT(error.what(), Catch::Contains("/trials/"));
}

TEST_CASE("a file that grew behind its trailer is refused before HDF5 sees it") {
  const test::TemporaryFolder folder;
  const std::string path = folder.file("x.h5");
  for (const std::size_t more : {1u, 7u, 24u, 5000u}) {
    test::write_text(path, image_text(sample_file()) + std::string(more, '\n'));
    INFO(more << " bytes more");
    CHECK(read_error(path).code() == ExitCode::io);
  }
}
