// The fast engine gives the integers of the reference engine, trial by trial, on random studies.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <string>
#include <tuple>

#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "tests/invariance/random_study.h"
#include "tests/invariance/results_bytes.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

bool same(const FailedBuyer& a, const FailedBuyer& b) {
  return std::tie(a.buyer, a.day, a.cause, a.exposure, a.recovered, a.recovery_day, a.security) ==
         std::tie(b.buyer, b.day, b.cause, b.exposure, b.recovered, b.recovery_day, b.security);
}

bool same_grades(const BuyerLedger& a, const BuyerLedger& b) {
  return std::equal(a.grades.begin(), a.grades.end(), b.grades.begin(), b.grades.end(),
                    [](const GradeFrom& x, const GradeFrom& y) { return x.day == y.day && x.grade == y.grade; });
}

bool same(const BuyerLedger& a, const BuyerLedger& b) {
  const bool failed = a.default_day < kNever;
  return a.buyer == b.buyer && a.default_day == b.default_day && (!failed || a.cause == b.cause) &&
         a.recovered == b.recovered && same_grades(a, b) && (!failed || a.recovery_day == b.recovery_day) &&
         std::equal(a.security.begin(), a.security.end(), b.security.begin(), b.security.end()) &&
         std::equal(a.invoices.begin(), a.invoices.end(), b.invoices.begin(), b.invoices.end(),
                    [](const LedgerInvoice& x, const LedgerInvoice& y) {
                      return std::tie(x.issue, x.due, x.paid, x.amount, x.row, x.disputed) ==
                             std::tie(y.issue, y.due, y.paid, y.amount, y.row, y.disputed);
                    });
}

std::vector<BuyerLedger> by_buyer(const ScenarioFlows& flows) {
  std::vector<BuyerLedger> ledgers(flows.ledgers.ledgers().begin(), flows.ledgers.ledgers().end());
  std::sort(ledgers.begin(), ledgers.end(),
            [](const BuyerLedger& a, const BuyerLedger& b) { return a.buyer < b.buyer; });
  return ledgers;
}

/// What differs first; empty where nothing does.
std::string difference(const ScenarioFlows& a, const ScenarioFlows& b) {
  if (a.receipts != b.receipts) return "receipts";
  if (a.shipped != b.shipped) {
    const auto at = std::mismatch(a.shipped.begin(), a.shipped.end(), b.shipped.begin());
    return "shipped on day " + std::to_string(at.first - a.shipped.begin()) + ": " + std::to_string(*at.first) +
           " by the reference engine, " + std::to_string(*at.second) + " by the fast one";
  }
  if (a.lost_sales != b.lost_sales) return "lost sales";
  if (a.turnover != b.turnover) return "turnover";
  if (!(a.rules == b.rules)) return "flows of rules";
  if (a.fates.size() != b.fates.size()) return "fates wanted";
  for (std::size_t j = 0; j < a.fates.size(); ++j) {
    const InvoiceFate &x = a.fates[j], &y = b.fates[j];  // of what is not shipped the day does not matter
    if (x.amount != y.amount || (x.amount != 0 && !(x == y))) return "fate of invoice " + std::to_string(j);
  }
  const auto equal = [](const auto& x, const auto& y) { return same(x, y); };
  if (!std::equal(a.failed.begin(), a.failed.end(), b.failed.begin(), b.failed.end(), equal)) return "failed buyers";
  const std::vector<BuyerLedger> x = by_buyer(a), y = by_buyer(b);
  if (!std::equal(x.begin(), x.end(), y.begin(), y.end(), equal)) return "ledgers";
  return "";
}

}  // namespace

TEST_CASE("both engines give the same flows on random studies", "[engines]") {
  // DELCREDERE_STUDIES=2000 looks longer.
  const char* wanted = std::getenv("DELCREDERE_STUDIES");
  const std::uint64_t studies = wanted != nullptr ? std::stoull(wanted) : 90;
  std::uint64_t failures = 0, lates = 0, lost = 0, adjusted = 0, ruled = 0, financed = 0, secured = 0;
  std::uint64_t graded = 0, led = 0, charged = 0;
  for (std::uint64_t seed = 1; seed <= studies; ++seed) {
    RandomStudyWishes wishes;
    wishes.rules = seed % 3 == 0;
    const Study study = random_study(seed, wishes);
    const Plan plan = make_plan(study);
    const auto reference = make_reference_engine(plan);
    const auto fast = make_fast_engine(plan);
    std::vector<ScenarioFlows> a, b;
    for (std::uint64_t trial = 0; trial < 60; ++trial) {
      reference->run(trial, a);
      fast->run(trial, b);
      REQUIRE(a.size() == study.scenarios.size());
      REQUIRE(b.size() == a.size());
      for (std::size_t s = 0; s < a.size(); ++s) {
        const std::string what = difference(a[s], b[s]);
        if (!what.empty()) FAIL("study " << seed << " trial " << trial << " scenario " << s << ": " << what);
        failures += a[s].failed.size();
        secured += a[s].ledgers.securities().size();
        lates += a[s].ledgers.ledgers().size() - a[s].failed.size();
        lost += a[s].lost_sales != 0;
        adjusted += !a[s].turnover.empty();
        ruled += !(a[s].rules == RuleFlows{});
        financed += !a[s].fates.empty();
        for (const BuyerLedger& ledger : a[s].ledgers.ledgers()) graded += ledger.grades.size() > 1;
        led += !plan.scenarios[s].graded_payments.empty();
        charged += plan.scenarios[s].premium_follows_grades;
      }
    }
  }
  // The studies reach what they are for.
  CHECK(failures > 1000);
  CHECK(lates > 1000);
  CHECK(lost > 1000);
  CHECK(adjusted > 1000);
  CHECK(secured > 1000);
  CHECK(ruled > 1000);
  CHECK(financed > 1000);
  CHECK(graded > 1000);
  CHECK(led > 1000);
  CHECK(charged > 200);
}

TEST_CASE("trials may be run in any order, by an engine that has run others", "[engines]") {
  for (std::uint64_t seed = 500; seed < 508; ++seed) {
    const Study study = random_study(seed);
    const Plan plan = make_plan(study);
    const auto used = make_fast_engine(plan);
    std::vector<ScenarioFlows> a, b;
    for (const std::uint64_t trial : {99ull, 0ull, 41ull, 1ull << 40, 41ull}) {
      used->run(trial, a);
      make_fast_engine(plan)->run(trial, b);
      for (std::size_t s = 0; s < a.size(); ++s) REQUIRE(difference(a[s], b[s]) == "");
    }
  }
}

TEST_CASE("whole runs of both engines have the same bytes", "[engines]") {
  for (std::uint64_t seed = 600; seed < 624; ++seed) {
    RandomStudyWishes wishes;
    wishes.rules = seed % 2 == 0;
    Study study = random_study(seed, wishes);
    study.simulation.trials = 200;
    RunSettings settings;
    const RunResults fast = run_study(study, settings);
    settings.engine = "reference";
    const RunResults reference = run_study(study, settings);
    INFO("study " << seed);
    CHECK(ResultsBytes(fast).difference(ResultsBytes(reference)) == "");
  }
}

TEST_CASE("losses of a policy do not depend on its being detailed", "[engines]") {
  std::size_t policies = 0;
  for (std::uint64_t seed = 700; seed < 708; ++seed) {
    Study study = random_study(seed);
    study.simulation.trials = 200;
    study.outputs.detailed_policies.emplace();
    const RunResults without = run_study(study, {});
    for (const PolicyTerms& terms : study.base.policies) study.outputs.detailed_policies->push_back(terms.name);
    const RunResults with = run_study(study, {});
    INFO("study " << seed);
    policies += study.base.policies.size();
    CHECK(without.axes.detailed_policies == std::vector<std::string>{"none"});
    CHECK(with.axes.detailed_policies == with.axes.policies);
    const auto same = [](const NdArray<double>& a, const NdArray<double>& b) {
      return a.values().size() == b.values().size() &&
             std::equal(a.values().begin(), a.values().end(), b.values().begin(),
                        [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
    };
    CHECK(same(without.losses.mean, with.losses.mean));
    CHECK(same(without.losses.quantile, with.losses.quantile));
    CHECK(same(without.losses.expected_shortfall, with.losses.expected_shortfall));
    CHECK(same(without.exceedance.occurrence, with.exceedance.occurrence));
    CHECK(without.trial_columns.retained_loss.values() == with.trial_columns.retained_loss.values());
  }
  CHECK(policies > 8);
}
