#include <catch2/catch.hpp>

#include "models/core/error.h"
#include "outputs/hdf5/result_image.h"
#include "outputs/layout/layout.h"
#include "tests/support/sample_results.h"

using namespace delcredere;

TEST_CASE("equal contents give equal bytes") {
  const std::uint64_t trials = GENERATE(2000u, 300000u);
  const ResultFile file = layout_result_file(test::sample_results({.trials = trials}), test::sample_provenance());
  const std::vector<std::byte> first = result_image(file);
  REQUIRE(first.size() > 10000);
  CHECK(result_image(file) == first);
}

TEST_CASE("a text with a NUL is refused, not cut short") {
  ResultFile file = layout_result_file(test::sample_results(), test::sample_provenance());
  file.attributes.push_back({"broken", std::string("a\0b", 3)});
  CHECK_THROWS_AS(result_image(file), Error);
}
