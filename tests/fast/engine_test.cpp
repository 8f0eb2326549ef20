// Whole runs of the fast engine on every instruction set have the bytes of the reference engine's.

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/fast/small_book.h"
#include "tests/fast/targets.h"
#include "tests/invariance/results_bytes.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("the fast engine gives the reference engine's bytes on every instruction set", "[engines]") {
  const Study study = small_book(1000);
  RunSettings settings;
  settings.engine = "reference";
  const RunResults reference = run_study(study, settings);
  settings.engine = "fast";
  for_each_target([&] {
    for (const int threads : {1, 3}) {
      settings.threads = threads;
      const RunResults fast = run_study(study, settings);
      CHECK(ResultsBytes(fast).difference(ResultsBytes(reference)) == "");
      CHECK(fast.simd_target == fast::simd_target());
    }
  });
}
