// Whole runs of the fast engine on every instruction set have the bytes of the reference engine's.

#include <algorithm>
#include <catch2/catch.hpp>

#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/fast/small_book.h"
#include "tests/fast/targets.h"
#include "tests/invariance/flows_difference.h"
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

TEST_CASE("items due for 82 years and more stay unpaid on every instruction set", "[engines]") {
  // A day beyond the law's longest delay after such a due day may lie inside the horizon, or before as_of.
  StudyBuilder builder(20, 11);
  builder.over(364, "week", 7);
  builder.base().credit_management = {Dunning{15, 0.8, true}, SupplyStop{30, false}};
  builder.buyer(0.1);
  for (const Day due : {-29'600, -29'700, -29'999, -30'000, -30'001, -32'767, -32'768, -40'000, -365'000})
    builder.invoice(due - 30, due, 1'000);
  for (int k = 0; k < 60; ++k) builder.invoice(k, 30 + k, 500);
  const Study study = builder.build();
  RunSettings settings;
  settings.engine = "reference";
  const RunResults reference = run_study(study, settings);
  settings.engine = "fast";
  for_each_target([&] { CHECK(ResultsBytes(run_study(study, settings)).difference(ResultsBytes(reference)) == ""); });
}

TEST_CASE("ledgers written from the columns of live invoices are those written item by item", "[engines]") {
  Study study = small_book(1);
  for (Scenario& scenario : study.scenarios) scenario.policies.front().max_extension = 20;  // history matters beyond it
  const Plan from_columns = make_plan(study);
  Plan by_item = make_plan(study);
  std::size_t taken = 0, left = 0;  // ledgers of buyers without history that matters, and with it
  std::fill(by_item.ledger.as_live.begin(), by_item.ledger.as_live.end(), std::uint8_t{0});
  const auto fast = make_fast_engine(from_columns, nullptr), slow = make_fast_engine(by_item, nullptr);
  std::vector<ScenarioFlows> x, y;
  for (std::uint64_t trial = 0; trial < 40; ++trial) {
    fast->run(trial, x);
    slow->run(trial, y);
    for (std::size_t s = 0; s < x.size(); ++s) {
      INFO("trial " << trial << ", scenario " << s);
      REQUIRE(difference(x[s], y[s]) == "");
      for (std::size_t i = 0; i < x[s].ledgers.ledgers().size(); ++i) {
        const BuyerLedger &a = x[s].ledgers.ledgers()[i], &b = y[s].ledgers.ledgers()[i];
        (from_columns.ledger.as_live[a.buyer] != 0 ? taken : left) += 1;
        for (std::size_t k = 0; k < a.invoices.size(); ++k) CHECK(a.invoices[k].item == b.invoices[k].item);
      }
    }
  }
  CHECK(taken > 1'000);
  CHECK(left > 500);
}
