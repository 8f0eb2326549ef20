// Re-rating end to end: failures of a book whose grades move, against quadrature over the factor.
//
// Two grades, one review on day r. Given the factor Z the buyer's hazard is H_A up to day r - 1, then that of its new
// grade g, which it has with p_g(Z):
//   P(default by T | Z) = sum_g p_g(Z) (1 - exp(-[H_A(r - 1) + H_g(T) - H_g(r - 1)]))
// per_review: p_g is the matrix's entry, whatever Z.

#include <fmt/core.h>

#include <catch2/catch.hpp>

#include "sim/fast/fast_engine.h"
#include "sim/run.h"
#include "sim/trial/grade_path.h"
#include "tests/invariance/results_bytes.h"
#include "tests/support/oracle_rows.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr Day kReview = 365, kEnd = 730;
constexpr double kPdA = 0.02, kPdB = 0.25, kRho = 0.2, kDown = 0.3;
constexpr std::size_t kBuyers = 20;

MigrationParameters two_grades(double down, double up) {
  MigrationParameters migration;
  migration.grades = {"A", "B"};
  migration.matrix = {1.0 - down, down, up, 1.0 - up};
  migration.years = 1.0;
  migration.reviews = {kReview};
  return migration;
}

StudyBuilder graded(std::uint64_t trials, std::uint64_t seed, bool per_review) {
  StudyBuilder builder(trials, seed, kEnd);
  builder.asset_correlation(kRho);
  for (std::size_t b = 0; b < kBuyers; ++b) {
    Buyer& buyer = builder.exposure(0.5, 100);
    buyer.annual_pd.reset();
    buyer.grade = "A";
  }
  builder.base().credit.grades = {{"A", kPdA}, {"B", kPdB}};
  builder.base().credit.migration = two_grades(kDown, 0.1);
  builder.base().credit.migration.per_review = per_review;
  return builder;
}

double hazard(double pd, double day, double z) {
  const double f = -std::expm1(std::log1p(-pd) * day / 365.0);
  const double p = phi_cdf((phi_quantile(f) - std::sqrt(kRho) * z) / std::sqrt(1 - kRho));
  return -std::log1p(-p);
}

/// Mean and standard deviation of the number of failures.
struct Exact {
  double mean = 0, sd = 0;
};
Exact failures(double down, bool per_review, Day review = kReview) {
  const auto below = [&](double z) {
    return phi_cdf((phi_quantile(down) - std::sqrt(kRho) * z) / std::sqrt(1 - kRho));
  };
  struct Chances {
    double a, b;  // of failing with grade A to the end, and with B from the review on
  };
  const auto given = [&](double z) {
    const double before = hazard(kPdA, review - 1, z);
    return Chances{-std::expm1(-hazard(kPdA, kEnd, z)),
                   -std::expm1(-(before + hazard(kPdB, kEnd, z) - hazard(kPdB, review - 1, z)))};
  };
  // p = (1 - t) a + t b, t the chance of B given the factor of the review: the horizon's own Z, or another.
  double first = 0, second = 0;
  if (per_review) {
    const double t = down, tt = normal_expectation([&](double z) { return below(z) * below(z); }, 9000);
    const auto mean = [&](auto f) { return normal_expectation([&](double z) { return f(given(z)); }, 9000); };
    first = (1 - t) * mean([](Chances c) { return c.a; }) + t * mean([](Chances c) { return c.b; });
    second = (1 - 2 * t + tt) * mean([](Chances c) { return c.a * c.a; }) +
             2 * (t - tt) * mean([](Chances c) { return c.a * c.b; }) + tt * mean([](Chances c) { return c.b * c.b; });
  } else {
    const auto p = [&](double z) { return (1 - below(z)) * given(z).a + below(z) * given(z).b; };
    first = normal_expectation(p, 9000);
    second = normal_expectation([&](double z) { return p(z) * p(z); }, 9000);
  }
  const double n = kBuyers;
  return {n * first, std::sqrt(n * (first - second) + n * n * (second - first * first))};
}

Sample simulated(std::string name, StudyBuilder builder) {
  return {std::move(name), run_study(builder.build(), {}).trial_columns.gross_loss.values(), 100.0};
}

}  // namespace

TEST_CASE("failures under re-rating are those of the hazards that the grades set", "[table][migration]") {
  for (const bool per_review : {false, true}) {
    const Exact exact = failures(kDown, per_review);
    const Sample sample = simulated(fmt::format("Re-rated, factors {}", per_review ? "per review" : "static"),
                                    graded(400'000, per_review ? 7101 : 7100, per_review));
    CHECK_ROW(sample.mean(exact.mean));
    CHECK_ROW(sample.standard_deviation(exact.sd));
  }
}

TEST_CASE("planted: re-rating by another law is rejected", "[migration][power]") {
  const Sample sample = simulated("", graded(400'000, 7100, false));
  CHECK(sample.mean(failures(kDown, false).mean).agrees());
  CHECK_FALSE(sample.mean(failures(0.1, false).mean).agrees());               // the matrix transposed
  CHECK_FALSE(sample.mean(failures(kDown, false, 365 + 91).mean).agrees());   // a review late
  CHECK_FALSE(sample.standard_deviation(failures(kDown, true).sd).agrees());  // grades that forget the factor
}

TEST_CASE("grades of one review have the matrix's law, two buyers' that of the factor", "[table][migration]") {
  StudyBuilder builder = graded(1, 7103, false);
  builder.base().credit.grades["C"] = 0.5;
  builder.base().credit.migration.grades = {"A", "B", "C"};
  builder.base().credit.migration.matrix = {0.9, 0.07, 0.03, 0.2, 0.7, 0.1, 0.1, 0.1, 0.8};
  builder.study().portfolio.buyers[1].grade = "B";
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  FactorModel::State factors;
  TrialState state;
  state.factors = &factors;
  std::vector<std::uint16_t> one, two;
  std::vector<GradeFrom> grades;
  constexpr std::uint64_t trials = 400'000;
  std::uint64_t counts[3] = {}, both = 0, fallen = 0;
  for (state.trial = 0; state.trial < trials; ++state.trial) {
    plan.factor_models[0].draw_state(plan.seed, state.trial, factors);
    grade_path(plan, plan.scenarios[0], state, 0, one);
    grade_path(plan, plan.scenarios[0], state, 1, two);
    REQUIRE((one.size() == 2 && one[0] == 0 && two[0] == 1));
    REQUIRE(grade_on(plan.scenarios[0], one, kReview - 1) == one[0]);
    REQUIRE(grade_on(plan.scenarios[0], one, kReview) == one[1]);
    grades.clear();
    append_grades(plan.scenarios[0], one, grades);
    REQUIRE((grades.size() == 2 && grades[0].day == 0 && grades[0].grade == 0 && grades[1].day == kReview &&
             grades[1].grade == one[1]));
    ++counts[one[1]];
    both += one[1] == 0 && two[1] == 1;
    fallen += one[1] == 2 && two[1] == 2;
  }
  const double exact[3] = {0.9, 0.07, 0.03};
  for (std::size_t g = 0; g < 3; ++g)
    CHECK_ROW(probability_row("Re-rated once", fmt::format("P({})", "ABC"[g]), exact[g], counts[g], trials));
  const auto below = [](double p, double z) {
    return phi_cdf((phi_quantile(p) - std::sqrt(kRho) * z) / std::sqrt(1 - kRho));
  };
  const double stay =
      normal_expectation([&](double z) { return (1 - below(0.1, z)) * (below(0.8, z) - below(0.1, z)); }, 9000);
  CHECK_ROW(probability_row("Re-rated once", "P(A stays, B stays)", stay, both, trials));
  const double fall = normal_expectation([&](double z) { return below(0.03, z) * below(0.1, z); }, 9000);
  CHECK_ROW(probability_row("Re-rated once", "P(A and B fall to C)", fall, fallen, trials));
  CHECK_FALSE(probability_row("", "", 0.03 * 0.1, fallen, trials).agrees());  // planted: independent grades
}

TEST_CASE("without transitions nothing changes, bit for bit", "[migration][limit]") {
  StudyBuilder builder = graded(4000, 7104, false);
  builder.base().credit.migration.matrix = {1, 0, 0, 1};
  builder.base().credit.migration.years = 0.25;
  builder.base().credit.migration.reviews = {91, 182, 273, 365, 456};
  const RunResults unit = run_study(builder.build(), {});
  builder = graded(4000, 7104, false);
  builder.base().credit.migration = {};
  CHECK(ResultsBytes(unit).difference(ResultsBytes(run_study(builder.build(), {}))) == "");
  // Grades that differ in name alone move nobody either.
  builder = graded(4000, 7104, false);
  builder.base().credit.grades["B"] = kPdA;
  CHECK(ResultsBytes(unit).difference(ResultsBytes(run_study(builder.build(), {}))) == "");
}

TEST_CASE("certain grades: PD 1 from the review on fails there", "[migration][limit]") {
  for (const double rho : {0.0, 0.4, 1.0}) {
    StudyBuilder builder = graded(300, 7105, false);
    builder.asset_correlation(rho);
    builder.base().credit.grades = {{"A", 0.0}, {"B", 1.0}};
    builder.base().credit.migration.matrix = {0.0, 1.0, 0.0, 1.0};
    const Study study = builder.build();
    const Plan plan = make_plan(study);
    for (const bool fast : {false, true}) {
      const auto engine = fast ? make_fast_engine(plan) : make_reference_engine(plan);
      std::vector<ScenarioFlows> flows;
      for (std::uint64_t trial = 0; trial < 300; ++trial) {
        engine->run(trial, flows);
        REQUIRE(flows[0].failed.size() == kBuyers);
        for (const FailedBuyer& failed : flows[0].failed) REQUIRE(failed.day == kReview);
      }
    }
  }
}
