// The fast engine's defaults are the reference's: buyer by buyer and day by day, in every instruction set.
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "models/credit/default_uniform.h"
#include "sim/fast/fast_defaults.h"
#include "sim/fast/kernels.h"

namespace delcredere {
namespace {

struct Book {
  const char* name;
  std::vector<double> annual_pd;  ///< taken in turn
  int buyers;
  double correlation;
  double link;
  bool shocks;
  DependenceModel model = DependenceModel::gaussian;
  double number = 4;  ///< degrees of freedom, or volatility
};

Study make_study(const Book& book) {
  Study study;
  study.name = book.name;
  study.as_of = Date{20458};
  study.currency = {"EUR", 2};
  study.horizon = 365;
  study.period_ends = {365};
  study.portfolio.exposure_book = true;
  for (int b = 0; b < book.buyers; ++b) {
    Buyer buyer;
    buyer.id = "B" + std::to_string(10000 + b);
    buyer.sector = b % 3 == 0 ? "x" : "y";
    buyer.annual_pd = book.annual_pd[static_cast<std::size_t>(b) % book.annual_pd.size()];
    buyer.exposure = 1000;
    study.portfolio.buyers.push_back(buyer);
  }
  Scenario base;
  base.name = "base";
  base.credit.dependence.sectors["default"].asset_correlation = book.correlation;
  base.payment.default_link = book.link;
  base.credit.dependence.model = book.model;
  base.credit.dependence.degrees_of_freedom = book.number;
  base.credit.dependence.sectors["default"].volatility = book.number;
  base.credit.dependence.sectors["y"].weight = 0.5;
  base.credit.dependence.sectors["y"].volatility = book.number;
  base.credit.dependence.sectors["y"].asset_correlation = book.correlation;
  base.credit.dependence.buyer_weights = {{1, {{"x", 0.2}, {"y", 0.3}, {"z", 0.5}}}, {4, {{"x", 0.0}}}};
  Scenario stress = base;
  stress.name = "stress";
  if (book.shocks) {
    Shock shock;
    shock.name = "slump";
    shock.sectors = {"x"};
    shock.duration = 90;
    shock.annual_probability = 0.5;
    shock.default_multiplier = 3.0;
    stress.shocks = {shock};
  }
  study.base = base;
  study.scenarios = {base, stress};
  study.simulation.trials = 1000;
  study.simulation.seed = 20260105;
  return study;
}

/// Runs both ways over all trials; returns how many trials differ and counts the failures.
int differing_trials(const Book& book, int trials, std::size_t& failures) {
  const Study study = make_study(book);
  const Plan plan = make_plan(study);
  fast::FastDefaults fast_defaults(plan);
  std::vector<double> effects(plan.buyers), v;
  FactorModel::State factors;
  std::vector<TrialState> states(plan.scenarios.size());
  std::vector<std::vector<fast::OwnDefault>> found;
  int differing = 0;
  for (std::uint64_t trial = 0; trial < static_cast<std::uint64_t>(trials); ++trial) {
    plan.factor_models[0].draw_state(plan.seed, trial, factors);
    for (std::size_t b = 0; b < plan.buyers; ++b)
      effects[b] = 0.5 * static_cast<double>((b * 31 + trial * 17) % 13) - 3.0;
    const double* given = book.link > 0.0 ? effects.data() : nullptr;
    std::vector<fast::FastDefaults::Input> inputs;
    for (std::size_t s = 0; s < plan.scenarios.size(); ++s) {
      states[s].factors = &factors;
      draw_shocks(plan, plan.scenarios[s], trial, states[s]);
      inputs.push_back({&plan.scenarios[s], &states[s], given});
    }
    fast_defaults.run(trial, inputs, found);
    plan.bands.all(plan.seed, trial, v);
    bool same = true;
    for (std::size_t s = 0; s < plan.scenarios.size(); ++s) {
      const PaymentPlan& payments = plan.payment_plans[plan.scenarios[s].payments];
      std::size_t next = 0;
      for (std::uint32_t b = 0; b < plan.buyers; ++b) {
        const double e = idiosyncratic(payments, given != nullptr ? given[b] : 0.0, v[b]);
        const Day day = own_default_day(plan, plan.scenarios[s], states[s], b, e);
        if (day >= kNever) continue;
        same = same && next < found[s].size() && found[s][next].buyer == b && found[s][next].day == day;
        ++next;
      }
      same = same && next == found[s].size();
      failures += next;
    }
    differing += same ? 0 : 1;
  }
  return differing;
}

TEST_CASE("fast defaults are the reference's") {
  const std::vector<double> mixed{0.0, 1e-9, 0.01, 0.3, 1.0};
  const std::vector<Book> books{{"independent", mixed, 230, 0.0, 0.0, false},
                                {"correlated", mixed, 230, 0.2, 0.0, true},
                                {"comonotone", mixed, 60, 1.0, 0.0, true},
                                {"almost comonotone", mixed, 60, 1.0 - 1e-15, 0.0, false},
                                {"linked", mixed, 230, 0.2, 0.3, true},
                                {"by payment alone", mixed, 60, 0.2, 1.0, false},
                                {"good", {1e-9, 1e-4, 0.001}, 500, 0.2, 0.0, true},
                                {"one buyer", {0.02}, 1, 0.2, 0.0, false},
                                {"usual", {0.004, 0.008, 0.012, 0.016}, 1000, 0.2, 0.0, false},
                                {"t", mixed, 230, 0.2, 0.0, true, DependenceModel::student_t, 4.0},
                                {"t, heavy", mixed, 230, 0.0, 0.3, true, DependenceModel::student_t, 0.5},
                                {"t, comonotone", mixed, 60, 1.0, 0.0, true, DependenceModel::student_t, 3.0},
                                {"t, near normal", {0.01}, 500, 0.2, 0.0, false, DependenceModel::student_t, 1e6},
                                {"gamma", mixed, 230, 0.0, 0.0, true, DependenceModel::gamma, 0.8},
                                {"gamma, linked", mixed, 230, 0.0, 0.3, true, DependenceModel::gamma, 1.0},
                                {"gamma, wild", mixed, 230, 0.0, 0.0, true, DependenceModel::gamma, 10.0},
                                {"gamma, calm", mixed, 230, 0.0, 0.0, false, DependenceModel::gamma, 0.001},
                                {"gamma, none", mixed, 60, 0.0, 0.0, false, DependenceModel::gamma, 0.0}};
  struct Restored {
    ~Restored() { fast::limit_simd(fast::SimdTarget::avx512); }
  } restored;
  for (const fast::SimdTarget target : {fast::SimdTarget::avx512, fast::SimdTarget::avx2, fast::SimdTarget::scalar}) {
    fast::limit_simd(target);
    for (const Book& book : books) {
      CAPTURE(book.name, static_cast<int>(target));
      std::size_t failures = 0;
      CHECK(differing_trials(book, target == fast::SimdTarget::avx512 ? 2000 : 300, failures) == 0);
      CHECK((failures > 0 || target != fast::SimdTarget::avx512));
    }
  }
}

TEST_CASE("the default uniform is uniform and independent between buyers") {
  // 40,000 trials of 3 buyers in one band and 1 in another: 16 cells of equal probability each, and of pairs.
  const std::vector<double> pd{0.01, 0.01, 0.01, 0.3};
  const DefaultBands bands(pd);
  constexpr int trials = 40000;
  std::vector<int> cells(16), small_cells(16), pairs(16);
  int small = 0;
  std::vector<double> v;
  for (int trial = 0; trial < trials; ++trial) {
    bands.all(7, static_cast<std::uint64_t>(trial), v);
    for (const double value : v) {
      REQUIRE((value > 0.0 && value < 1.0));
      ++cells[static_cast<std::size_t>(value * 16.0)];
      if (value < kEarlyUniform) ++small, ++small_cells[static_cast<std::size_t>(value * 128.0)];
    }
    ++pairs[4 * static_cast<std::size_t>(v[0] * 4.0) + static_cast<std::size_t>(v[1] * 4.0)];
  }
  // Chi-square with 15 degrees of freedom: above 44.3 with probability 1e-4.
  const auto chi_square = [](const std::vector<int>& counts, double total) {
    double sum = 0.0;
    for (const int count : counts) sum += (count - total / 16.0) * (count - total / 16.0) / (total / 16.0);
    return sum;
  };
  CHECK(chi_square(cells, 4.0 * trials) < 44.3);
  CHECK(chi_square(small_cells, small) < 44.3);
  CHECK(chi_square(pairs, trials) < 44.3);
}

TEST_CASE("the early uniform is 1 - e^-t") {
  for (const double t : {1e-300, 1e-12, 1e-3, 0.05, 0.1, kArrivalEnd})
    CHECK(early_uniform(t) == Approx(-std::expm1(-t)).epsilon(3e-16));
  CHECK(kArrivalEnd == Approx(-std::log1p(-kEarlyUniform)).epsilon(3e-16));
}

TEST_CASE("an arrival's place and time come from disjoint parts of its word") {
  // Words at the ends of the places of a band of 3: place = floor(3 w / 2^64).
  CHECK(arrival_of(0, 0, 3).place == 0);
  CHECK(arrival_of(0x55555555u, 0x55555555u, 3).place == 0);
  CHECK(arrival_of(0x55555555u, 0x55555556u, 3).place == 1);
  CHECK(arrival_of(0xAAAAAAAAu, 0xAAAAAAAAu, 3).place == 1);
  CHECK(arrival_of(0xAAAAAAAAu, 0xAAAAAAABu, 3).place == 2);
  CHECK(arrival_of(0xFFFFFFFFu, 0xFFFFFFFFu, 3).place == 2);
  CHECK(arrival_of(0x55555555u, 0x55555556u, 3).uniform < 1e-15);
  CHECK(arrival_of(0x80000000u, 0u, 3).uniform == Approx(0.5));
}

}  // namespace
}  // namespace delcredere
