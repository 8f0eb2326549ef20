// Which payments the scenarios of a study share, and what the memory plan makes of it.

#include "sim/fast/route_map.h"

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/fast/small_book.h"

using namespace delcredere;
using namespace delcredere::testing;

TEST_CASE("scenarios share draws and passes where section, factors, rules and shocks agree") {
  Study study = small_book(1);  // base, managed, shocked, failing: the last has factors of its own
  study.scenarios.push_back(study.scenarios[2]);
  study.scenarios.back().name = "shocked_and_failing";
  study.scenarios.back().failures = study.scenarios[3].failures;
  const fast::RouteMap map(make_plan(study));
  using Passes = std::vector<std::vector<std::uint32_t>>;
  REQUIRE(map.laws.size() == 2);
  CHECK(map.routes[3].laws == 1);
  CHECK(map.plain == Passes{{0}, {1}, {2, 4}, {3}});
  CHECK(map.shocked == Passes{{2, 4}});
}

TEST_CASE("the memory plan counts what a thread keeps of payments") {
  Study study = small_book(1);
  const auto planned = [&](int threads) {
    RunSettings settings;
    settings.threads = threads;
    return plan_memory(study, settings).bytes_total;
  };
  const Plan plan = make_plan(study);
  const std::uint64_t with_all = fast::payment_bytes(plan);
  CHECK(planned(3) - planned(2) == planned(2) - planned(1));
  CHECK(planned(2) - planned(1) > with_all);
  study.scenarios.resize(1);
  const Plan alone = make_plan(study);
  CHECK(with_all > 2 * fast::payment_bytes(alone));
  CHECK(fast::payment_bytes(alone) > alone.live.size() * 13);
}
