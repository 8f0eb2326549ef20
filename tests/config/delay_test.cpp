// payment.segments: the laws as written.

#include <catch2/catch.hpp>

#include "models/payment/delay_families.h"
#include "scenarios/load.h"
#include "tests/config/study_folder.h"
#include "tests/config/support.h"

using namespace delcredere;
using namespace delcredere::test;
using Catch::Matchers::Contains;

namespace {

DelayLaw law(const std::string& text) {
  const StudyFolder folder;
  return folder.load(std::string(kLeast) + "payment: {segments: {default: " + text + "}}\n")
      .study.base.payment.segments.at("default");
}

std::string fault(const std::string& text) {
  try {
    law(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("delay families as written", "[delays]") {
  const DelayLaw weibull = law("{family: weibull, on_time: 20%, shape: 1.4, scale: 20 days}");
  CHECK(std::get<WeibullDelay>(weibull.late) == WeibullDelay{1.4, 20.0});
  CHECK(weibull.on_time == 0.2);
  CHECK(family_mean(law("{family: weibull, mean: 9 days, standard_deviation: 7 days}").late) == Approx(9.0));
  const auto gamma = std::get<GammaDelay>(law("{family: gamma, mean: 10 days, standard_deviation: 5 days}").late);
  CHECK(gamma.shape == Approx(4.0));
  CHECK(gamma.scale == Approx(2.5));

  const DelayLaw hospital =
      law("{family: empirical, quantiles: {50%: 40 days, 90%: 95 days, 99%: 180 days, 100%: 360 days}, "
          "payment_run: {every: 3 months, day: 20}}");
  CHECK(hospital.on_time == 0.0);  // unless given
  CHECK(std::get<EmpiricalDelay>(hospital.late).quantiles.front() == EmpiricalDelay::Quantile{0.0, 0.0});
  CHECK(std::get<EmpiricalDelay>(hospital.late).quantiles.back() == EmpiricalDelay::Quantile{1.0, 360.0});
  REQUIRE(hospital.run);
  CHECK(hospital.run->months == 3);
  CHECK(hospital.run->day == 20);
  CHECK(law("{family: empirical, on_time: 30%, quantiles: {100%: 60 days}}").on_time == 0.3);
  CHECK(family_lowest(
            law("{family: empirical, quantiles: {0%: -30 days, 40%: 0 days, 60%: 0 days, 100%: 60.5 days}}").late) ==
        -30.0);

  const DelayLaw mixed =
      law("{family: mixture, components: [{weight: 80%, family: weibull, shape: 1, scale: 6 days}, "
          "{weight: 20%, mean: 40 days, standard_deviation: 30 days}]}");
  const auto& mixture = std::get<MixtureDelay>(mixed.late);
  REQUIRE(mixture.components.size() == 2);
  CHECK(mixture.components[1].law == SimpleDelay(LognormalDelay{40.0, 30.0}));

  const DelayLaw early =
      law("{on_time: 10%, early: {probability: 60%, family: gamma, mean: 5 days, standard_deviation: 4 days}}");
  REQUIRE(early.early);
  CHECK(early.early->probability == 0.6);
  CHECK(family_mean(early.early->days_before) == Approx(5.0));

  const DelayLaw bank = law("{payment_run: {every: 2 weeks, start: 2026-01-08, weekdays: [monday, friday]}}");
  CHECK(bank.run->weeks == 2);
  CHECK(bank.run->weekdays == 0x11);

  const DelayLaw varied =
      law("{variants: {paperless: {when: {electronic: true, terms_below: 31 days, amount_from: 12.5}, "
          "on_time: 50%}}}");
  REQUIRE(varied.variants.size() == 1);
  CHECK(varied.variants[0].name == "paperless");
  CHECK(varied.variants[0].when.amount_from == 1250);
  CHECK(varied.variants[0].law.on_time == 0.5);
}

TEST_CASE("delay laws that cannot be", "[delays]") {
  CHECK_THAT(fault("{family: weibul}"), Contains("Did you mean 'weibull'?"));
  CHECK_THAT(fault("{family: weibull, shape: 1.4}"), Contains("shape and scale belong together"));
  CHECK_THAT(fault("{family: weibull, mean: 5 days, shape: 1.4, scale: 3 days}"), Contains("one of the two forms"));
  CHECK_THAT(fault("{family: gamma, standard_deviation: 0 days}"), Contains("lognormal allows 0"));
  CHECK_THAT(fault("{shape: 2}"), Contains("allowed: with weibull and gamma"));
  CHECK_THAT(fault("{family: empirical}"), Contains("needs its quantiles up to 100%"));
  CHECK_THAT(fault("{family: empirical, quantiles: {50%: 10 days}}"), Contains("needs its quantiles up to 100%"));
  CHECK_THAT(fault("{family: empirical, quantiles: {50%: -5 days, 100%: 10 days}}"), Contains("falls from 0 days"));
  CHECK_THAT(fault("{family: empirical, quantiles: {half: 5 days, 100%: 10 days}}"),
             Contains("'half' is no probability"));
  CHECK_THAT(fault("{family: empirical, on_time: 10%, quantiles: {0%: -5 days, 100%: 10 days}}"),
             Contains("begins before the due date"));
  CHECK_THAT(fault("{quantiles: {100%: 10 days}}"), Contains("allowed: with empirical"));
  CHECK_THAT(fault("{family: empirical, mean: 4 days, quantiles: {100%: 10 days}}"), Contains("does not apply"));
  CHECK_THAT(fault("{family: mixture}"), Contains("weights"));
  CHECK_THAT(fault("{family: mixture, components: [{weight: 50%}]}"), Contains("together 50%"));
  CHECK_THAT(fault("{on_time: 60%, early: {probability: 50%}}"), Contains("together 110%"));
  CHECK_THAT(fault("{early: {family: weibull}}"), Contains("probability: is required"));
  CHECK_THAT(fault("{payment_run: {}}"), Contains("needs every, weekdays or both"));
  CHECK_THAT(fault("{payment_run: {every: 10 days}}"), Contains("no rule of payment runs"));
  CHECK_THAT(fault("{payment_run: {every: 2 weeks}}"), Contains("need a start"));
  CHECK_THAT(fault("{payment_run: {every: 1 month, day: 32}}"), Contains("out of range"));
  CHECK_THAT(fault("{variants: {x: {when: {}}}}"), Contains("names no condition"));
  CHECK_THAT(fault("{variants: {x: {}}}"), Contains("when: is required"));
}
