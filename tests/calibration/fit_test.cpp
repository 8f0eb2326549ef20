// The fit against known parameters: coverage of its intervals, the right answer on much data, known-at-as-of.

#include <catch2/catch.hpp>
#include <cmath>

#include "app/studies/calibration.h"
#include "models/calibration/minimise.h"
#include "scenarios/load.h"
#include "sim/plan/plan.h"
#include "tests/calibration/ledgers.h"
#include "tests/config/support.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

struct Covered {
  int effect = 0, shift = 0, on_time = 0, tenth = 0;
};

double truth(const TrueModel& model, Day d) { return normal_cdf((d - model.location) / model.slope); }

bool covers(const calibration::Estimate& estimate, double value) {
  return std::abs(estimate.value - value) <= 1.96 * estimate.standard_error;
}

/// 60 buyers, 900 invoices, a year; the last month is mostly open.
Covered coverage(int ledgers, std::uint64_t seed) {
  const TrueModel model;
  Covered covered;
  for (int i = 0; i < ledgers; ++i) {
    const studies::History history = true_ledger(model, 60, 15, -364, 0, seed + static_cast<std::uint64_t>(i));
    const studies::Calibration result = studies::calibrate(history, 0, {true, false});
    REQUIRE(result.fit->converged());
    const auto electronic = std::find_if(result.covariates.begin(), result.covariates.end(),
                                         [](const auto& c) { return c.name == "electronic"; });
    REQUIRE(electronic != result.covariates.end());
    const auto interval = result.fit->buyer_effect_interval();
    covered.effect += interval.lower <= model.buyer_effect && model.buyer_effect <= interval.upper;
    covered.shift +=
        covers(result.fit->covariate(static_cast<std::size_t>(electronic - result.covariates.begin())), model.shift);
    covered.on_time += covers(result.fit->probability(0, 0, 0), truth(model, 0));
    covered.tenth += covers(result.fit->probability(0, 0, 10), truth(model, 10));
  }
  return covered;
}

}  // namespace

TEST_CASE("95 % intervals cover known parameters", "[calibration]") {
  // 20 ledgers, four intervals each: 76 of 80 expected. At least 68 fails by chance less than once in 2,000 (the four
  // go together a little); intervals of half the width would cover about 54.
  const Covered covered = coverage(20, 1000);
  CHECK(covered.effect + covered.shift + covered.on_time + covered.tenth >= 68);
}

TEST_CASE("95 % intervals cover 92 to 98 % over 200 ledgers", "[.][soak]") {
  const Covered covered = coverage(200, 5000);
  WARN("covered of 200: buyer effect " << covered.effect << ", electronic " << covered.shift << ", P(D <= 0) "
                                       << covered.on_time << ", P(D <= 10) " << covered.tenth);
  const double share = (covered.effect + covered.shift + covered.on_time + covered.tenth) / 800.0;
  CHECK(share >= 0.92);
  CHECK(share <= 0.98);
  for (const int one : {covered.effect, covered.shift, covered.on_time, covered.tenth}) {
    CHECK(one >= 184);
    CHECK(one <= 196);
  }
}

TEST_CASE("much data give the true law back", "[calibration]") {
  const TrueModel model{0.7, -0.5, 12.0, -1.0};
  const studies::History history = true_ledger(model, 400, 20, -364, 0, 7);
  const studies::Calibration result = studies::calibrate(history, 0, {false, true});
  CHECK(result.payment.buyer_effect == Approx(0.7).margin(0.04));
  CHECK(result.payment.sector_effect < 0.01);
  REQUIRE(result.covariates.size() >= 1);
  CHECK(result.covariates[0].name == "electronic");
  CHECK(result.fit->covariate(0).value == Approx(-0.5).margin(0.06));
  for (const Day d : {-20, -5, 0, 8, 20}) CHECK(result.fit->cdf(0, 0, d) == Approx(truth(model, d)).margin(0.03));
  CHECK(result.ks_distance < 0.02);  // 5 % of a perfect fit would exceed 0.015 at n = 8,000
  CHECK_FALSE(result.run);
}

TEST_CASE("nothing after the origin is learned from", "[calibration]") {
  studies::History history = true_ledger({}, 30, 20, -364, 90, 3);
  const std::string before =
      studies::calibrated_yaml(studies::calibrate(history, 0, {}), history.day_zero, history.currency);
  for (studies::PastInvoice& invoice : history.invoices) {
    if (invoice.paid > 0) invoice.paid += 1 + static_cast<Day>(invoice.amount % 50);
    if (invoice.issue > 0) invoice.amount += 7;
  }
  CHECK(studies::calibrated_yaml(studies::calibrate(history, 0, {}), history.day_zero, history.currency) == before);
}

TEST_CASE("a weekday calendar and a point mass are found, and a normal law is worse", "[calibration]") {
  // Nothing like a normal: an atom on the due date, a narrow core, tails to 100 days, payments Monday to Friday.
  const auto draw = [](Draws& draws, Date zero, Day due) {
    const double u = draws.uniform();
    Day delay = 0;
    if (u > 0.35) delay = static_cast<Day>(std::lround((draws.uniform() < 0.85 ? 3.0 : 35.0) * draws.normal()));
    Day paid = due + delay;
    while (((zero.serial + paid + 3) % 7 + 7) % 7 > 4) ++paid;
    return paid;
  };
  for (const std::uint64_t seed : {1ull, 2ull, 3ull}) {
    studies::History history = true_ledger({0.1, 0.0, 1.0, 0.0}, 14, 7, -300, -120, seed);
    Draws draws(seed + 50);
    for (auto& invoice : history.invoices) {
      invoice.electronic = false;
      invoice.paid = std::max(draw(draws, history.day_zero, invoice.due), invoice.issue);
    }
    const studies::Calibration result = studies::calibrate(history, 0, {false, false});
    REQUIRE(result.run);
    CHECK(result.run->weekdays == 0x1F);
    const DelayLaw& law = result.payment.segments.at("default");
    const DelayTable table(law);
    const RunCalendar runs(*law.run, history.day_zero, 2000);
    double mean = 0, square = 0;
    for (const auto& invoice : history.invoices) {
      mean += invoice.paid - invoice.due;
      square += std::pow(invoice.paid - invoice.due, 2);
    }
    mean /= 98.0;
    const double sd = std::sqrt(square / 98.0 - mean * mean);
    const auto below = [&](Day d) {
      const Score edge = table.edge(d);
      return edge < -kScoreLimit ? 0.0 : normal_cdf((edge + 0.5) / kScoreOne);
    };
    double own = 0, normal = 0;
    for (int i = 0; i < 1000; ++i) {
      const Day due = draws.day(-100, 0), paid = draw(draws, history.day_zero, due);
      own += std::log(std::max(below(paid - due) - below(runs.before(paid) - due), 1e-6));
      normal += std::log(
          std::max(normal_cdf((paid - due + 0.5 - mean) / sd) - normal_cdf((paid - due - 0.5 - mean) / sd), 1e-6));
    }
    CHECK(own / 1000 > normal / 1000 + 0.3);
  }
}

TEST_CASE("what is written is what run reads", "[calibration]") {
  const studies::History history = true_ledger({}, 30, 20, -364, 0, 11);
  const studies::Calibration result = studies::calibrate(history, 0, {});
  const std::string text = studies::calibrated_yaml(result, history.day_zero, history.currency);
  const test::WrittenFolder folder;
  std::string ledger = "invoice_id,buyer_id,issue_date,due_date,amount,paid_date,electronic_from\n";
  int number = 0;
  const auto date = [&](Day day) { return Date{history.day_zero.serial + day}.iso(); };
  for (const auto& row : history.invoices)
    ledger += "I" + std::to_string(number++) + "," + history.buyers[row.buyer].id + "," + date(row.issue) + "," +
              date(row.due) + "," + std::to_string(row.amount / 100) + "," + (row.paid <= 0 ? date(row.paid) : "") +
              "," + (row.electronic ? date(row.issue) : "") + "\n";
  folder.write("ledger.csv", ledger);
  const std::string config =
      folder.write("config.yaml",
                   "delcredere: 1\nname: learned\nas_of: 2026-01-05\ncurrency: EUR\nhorizon: 13 weeks\nportfolio: "
                   "{invoices: ledger.csv, derive_buyers: {annual_pd: 1%}}\nsimulation: {trials: 100, seed: 1}\n" +
                       text);
  const Study study = load_study(config, {}).study;
  CHECK(study.base.payment.buyer_effect == Approx(result.payment.buyer_effect));
  const DelayTable read(study.base.payment.segments.at("default"));
  const DelayTable fitted(result.payment.segments.at("default"));
  for (Score x = -kScoreLimit; x <= kScoreLimit; x += 16) REQUIRE(read.delay(x) == fitted.delay(x));
  REQUIRE(study.base.payment.segments.at("default").variants.size() ==
          result.payment.segments.at("default").variants.size());
  const Plan plan = make_plan(study);
  CHECK(plan.impossible_items == 0);
}

TEST_CASE("BFGS finds the minimum of Rosenbrock's function, and the curvature of a quadratic", "[minimise]") {
  const auto rosenbrock = [](const calibration::Vector& x, calibration::Vector& g) {
    const double a = 1.0 - x[0], b = x[1] - x[0] * x[0];
    g = {-2.0 * a - 400.0 * x[0] * b, 200.0 * b};
    return a * a + 100.0 * b * b;
  };
  const auto found = calibration::minimise(rosenbrock, {-1.2, 1.0}, 500);
  CHECK(found.x[0] == Approx(1.0).margin(1e-3));
  CHECK(found.x[1] == Approx(1.0).margin(1e-3));
  const auto quadratic = [](const calibration::Vector& x, calibration::Vector& g) {
    g = {4.0 * x[0] + x[1], x[0] + 2.0 * x[1]};
    return 2.0 * x[0] * x[0] + x[0] * x[1] + x[1] * x[1];
  };
  const auto covariance = calibration::covariance_at(quadratic, {0.0, 0.0});  // inverse of {{4, 1}, {1, 2}}
  CHECK(covariance[0][0] == Approx(2.0 / 7.0));
  CHECK(covariance[0][1] == Approx(-1.0 / 7.0));
  CHECK(covariance[1][1] == Approx(4.0 / 7.0));
}
