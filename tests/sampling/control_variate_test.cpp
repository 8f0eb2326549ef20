// Means corrected by the gross loss, whose mean is known in closed form.

#include <catch2/catch.hpp>
#include <cmath>

#include "models/core/error.h"
#include "sim/run.h"
#include "tests/sampling/vasicek_law.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

constexpr int kBuyers = 50;

/// A policy that pays 90 % of every loss above 1.00 in all.
StudyBuilder book(std::uint64_t trials, std::uint64_t seed) {
  StudyBuilder builder = homogeneous(kBuyers, 0.03, 0.15, trials, seed);
  PolicyTerms policy;
  policy.name = "cover";
  builder.base().policies.push_back(policy);
  builder.study().simulation.control_variate = true;
  return builder;
}

}  // namespace

TEST_CASE("the gross loss is known and what goes with it gains") {
  const std::vector<double> law = vasicek_law(kBuyers, 0.03, 0.15);
  for (const SamplingMethod method : {SamplingMethod::plain, SamplingMethod::antithetic, SamplingMethod::importance}) {
    CAPTURE(static_cast<int>(method));
    StudyBuilder builder = book(8192, 11);
    builder.study().simulation.sampling = method;
    if (method == SamplingMethod::importance) builder.study().simulation.importance = ImportanceTarget{Money{800}, {}};
    const LossResults losses = run_study(builder.build(), {}).losses;
    CHECK(losses.known_gross_mean(0) == Approx(law_mean(law)).epsilon(1e-9));
    CHECK(losses.mean_controlled(0, 0, 0) == Approx(law_mean(law)).epsilon(1e-9));
    CHECK(losses.mean_controlled_standard_error(0, 0, 0) == 0.0);
    // Retained without a policy is the gross loss itself: nothing is left to be uncertain about.
    CHECK(losses.mean_controlled(0, 0, 3) == Approx(law_mean(law)).epsilon(1e-6));
    CHECK(losses.mean_controlled_standard_error(0, 0, 3) < 1e-6 * law_mean(law));
    // Corrected figures keep what adds up: gross = insured + retained.
    CHECK(losses.mean_controlled(0, 1, 2) + losses.mean_controlled(0, 1, 3) ==
          Approx(losses.known_gross_mean(0)).epsilon(1e-6));
  }
}

TEST_CASE("a control variate needs a mean that is known") {
  StudyBuilder builder = book(100, 1);
  builder.base().failures.push_back({{0}, 5, DefaultCause::insolvency});
  CHECK_THROWS_AS(run_study(builder.build(), {}), Error);
}
