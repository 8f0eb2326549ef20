// Probabilities that the explanation computes for itself, against closed forms.

#include "sim/explain/probability.h"

#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "scenarios/load.h"
#include "sim/explain/known.h"
#include "tests/support/temporary_folder.h"

using namespace delcredere;
using namespace delcredere::explaining;

namespace {

double phi(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * M_PI); }
double normal(double x) { return boost::math::cdf(boost::math::normal(), x); }
double inverse(double p) { return boost::math::quantile(boost::math::normal(), p); }

}  // namespace

TEST_CASE("a multiplier of 1 leaves the probability as it is, at any correlation") {
  for (const double pd : {0.0005, 0.05, 0.4})
    for (const double v : {0.0, 0.12, 0.5, 0.9, 1.0}) {
      const DefaultCurve curve(pd);
      const std::vector<HazardSegment> segments{{100, 1.0}, {365, 1.0}};
      CAPTURE(pd, v);
      CHECK(probability_with(curve, v, 365, segments) == Approx(pd).epsilon(1e-6));
    }
}

TEST_CASE("x 3 all year on 5 %: 1 - 0.95^3 without correlation, 13.5 % at 20 %, nothing at 100 %") {
  const DefaultCurve curve(0.05);
  const std::vector<HazardSegment> all_year{{365, 3.0}};
  CHECK(probability_with(curve, 0.0, 365, all_year) == Approx(1 - 0.95 * 0.95 * 0.95).epsilon(1e-12));
  CHECK(probability_with(curve, 0.2, 365, all_year) == Approx(0.135).margin(0.0005));
  CHECK(probability_with(curve, 1.0, 365, all_year) == Approx(0.05).epsilon(1e-12));
  // The more of the risk is common, the less a multiplier of the conditional hazard does.
  double last = 1;
  for (const double v : {0.0, 0.1, 0.3, 0.6, 0.9, 0.99}) {
    const double p = probability_with(curve, v, 365, all_year);
    CHECK(p < last);
    CHECK(p > 0.05);
    last = p;
  }
  CHECK(probability_with(curve, 0.3, 365, std::vector<HazardSegment>{{365, 0.0}}) == 0.0);
}

TEST_CASE("one overdue item moves a buyer's probability by the bivariate normal law") {
  const test::TemporaryFolder folder;
  test::write_text(folder.file("buyers.csv"), "buyer_id,sector,annual_pd\nB1,retail,4%\nB2,retail,4%\n");
  // B1's item is 20 days overdue; B2's is not due and says nothing.
  test::write_text(folder.file("invoices.csv"),
                   "invoice_id,buyer_id,issue_date,due_date,amount\nI1,B1,2025-11-01,2025-12-16,300\nI2,B2,2025-12-01,"
                   "2026-02-01,100\n");
  for (const double sector_effect : {0.0, 0.1}) {
    const double buyer_effect = 0.3, link = 0.5, asset_correlation = 0.12;
    test::write_text(
        folder.file("study.yaml"),
        "delcredere: 1\nname: k\nas_of: 2026-01-05\ncurrency: EUR\nhorizon: 365 days\n"
        "portfolio: {buyers: buyers.csv, invoices: invoices.csv}\nsimulation: {trials: 10, seed: 1}\n"
        "payment: {buyer_effect: 30%, sector_effect: " +
            std::to_string(sector_effect) +
            ", default_link: 50%, "
            "segments: {default: {family: lognormal, on_time: 35%, mean: 18 days, standard_deviation: 22 days}}}\n");
    const Study study = load_study(folder.file("study.yaml"), {}).study;
    const ProbabilityShift shift = probability_shift(study, make_plan(study));

    // D > 20 iff the score x > edge. X = sqrt(rho) Z + b e with Z = -Z'; x = sqrt(b2) Z' + c B + ...; e = -l B + ...
    const double variance = std::log(1 + 22.0 * 22.0 / (18.0 * 18.0));
    const double late = normal((std::log(20.0) - std::log(18.0) + 0.5 * variance) / std::sqrt(variance));
    const double edge = inverse(0.35 + 0.65 * late), threshold = inverse(0.04);
    const double evidence_per_effect = std::sqrt(buyer_effect);
    // Z' keeps its prior, so average P(X < threshold | Z', x > edge) over Z' ~ N(0, 1).
    double sum = 0, weights = 0;
    for (double z = -7; z <= 7; z += 0.05) {
      // Given Z': x' = x - sqrt(b2) Z' ~ N(0, 1 - b2), e ~ N(0, 1), cov(x', e) = -c l.
      const double sd = std::sqrt(1 - sector_effect), low = (edge - std::sqrt(sector_effect) * z) / sd;
      const double correlation = -evidence_per_effect * link / sd;
      const double limit = (threshold + std::sqrt(asset_correlation) * z) / std::sqrt(1 - asset_correlation);
      double inside = 0;
      constexpr double step = 0.01;
      for (double y = low + step / 2; y < low + 12; y += step)
        inside += step * phi(y) * normal((limit - correlation * y) / std::sqrt(1 - correlation * correlation));
      sum += phi(z) * inside / (1 - normal(low));
      weights += phi(z);
    }
    const double informed = sum / weights;
    CAPTURE(sector_effect, informed);
    CHECK(shift.informed == 1);
    CHECK(shift.before == Approx(0.04).epsilon(1e-9));
    CHECK(informed > 0.045);
    CHECK(shift.after == Approx((informed + 0.04) / 2).epsilon(2e-3));
    CHECK(shift.after_debt == Approx((300 * informed + 100 * 0.04) / 400).epsilon(2e-3));
  }
}
