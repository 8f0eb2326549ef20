// Days of payment: the calendar, and payments through both engines.

#include "models/payment/payment_run.h"

#include <catch2/catch.hpp>
#include <map>

#include "models/core/math/elementary.h"
#include "sim/fast/fast_engine.h"
#include "sim/trial/buyer_trial.h"
#include "tests/support/delay_formula.h"
#include "tests/support/study_builder.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

const Date kAsOf = *Date::from_civil(2026, 1, 5);  // a Monday

Day day_of(int year, int month, int day) { return days_between(kAsOf, *Date::from_civil(year, month, day)); }

/// Share of the trials in which the one invoice of a study is paid on each day.
std::map<Day, double> paid_days(StudyBuilder& builder) {
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  const auto engine = make_fast_engine(plan);
  std::vector<ScenarioFlows> flows;
  std::map<Day, double> shares;
  for (std::uint64_t trial = 0; trial < study.simulation.trials; ++trial) {
    engine->run(trial, flows);
    for (std::size_t day = 0; day < flows[0].receipts.size(); ++day)
      if (flows[0].receipts[day] != 0) shares[static_cast<Day>(day)] += 1.0 / double(study.simulation.trials);
  }
  return shares;
}

/// Six standard errors of a share, 20,000 trials.
double six_sigma(double p) { return 6.0 * std::sqrt(p * (1.0 - p) / 20'000.0) + 2e-4; }

}  // namespace

TEST_CASE("run days by months, weeks and weekdays", "[runs]") {
  PaymentRun quarterly;
  quarterly.months = 3;
  quarterly.day = 20;
  const RunCalendar quarters(quarterly, kAsOf, 1000);
  CHECK(quarters.next(0) == day_of(2026, 3, 20));
  CHECK(quarters.next(day_of(2026, 3, 20)) == day_of(2026, 3, 20));
  CHECK(quarters.next(day_of(2026, 3, 21)) == day_of(2026, 6, 20));
  CHECK(quarters.before(1) == day_of(2025, 12, 20));
  CHECK(quarters.before(day_of(2026, 3, 20)) == day_of(2025, 12, 20));

  PaymentRun monthly;
  monthly.months = 1;
  monthly.day = 31;
  monthly.weekdays = 0x1F;
  const RunCalendar months(monthly, kAsOf, 1000);
  CHECK(months.next(0) == day_of(2026, 2, 2));                   // 31 January 2026 is a Saturday
  CHECK(months.next(day_of(2026, 2, 3)) == day_of(2026, 3, 2));  // so is 28 February
  CHECK(months.next(day_of(2026, 3, 3)) == day_of(2026, 3, 31));

  PaymentRun fortnight;
  fortnight.weeks = 2;
  fortnight.start = *Date::from_civil(2026, 1, 8);
  const RunCalendar weeks(fortnight, kAsOf, 1000);
  CHECK(weeks.next(0) == 3);
  CHECK(weeks.next(4) == 17);
  CHECK(weeks.before(3) == -11);

  PaymentRun working;
  working.weekdays = 0x1F;
  const RunCalendar days(working, kAsOf, 1000);
  for (Day t = -30; t < 990; ++t) {
    const int weekday = ((t % 7) + 7) % 7;
    REQUIRE(days.next(t) == (weekday < 5 ? t : t + 7 - weekday));
    REQUIRE(days.before(days.next(t)) < t);
    REQUIRE(days.next(days.before(t)) == days.before(t));
  }
}

TEST_CASE("payments leave on run days alone", "[runs]") {
  StudyBuilder builder(20'000, 3, 300);
  builder.base().payment.segments["default"] = {0.5, LognormalDelay{20.0, 15.0}};
  builder.base().payment.segments["default"].run = PaymentRun{1, 20, 0, {}, PaymentRun::kEveryWeekday};
  builder.buyer(0.0);
  builder.invoice(1, 30, 100);  // due on 4 February 2026
  const auto shares = paid_days(builder);
  const DelayFormula law({0.5, LognormalDelay{20.0, 15.0}});
  double before = 0.0;
  for (const Day run : {day_of(2026, 2, 20), day_of(2026, 3, 20), day_of(2026, 4, 20)}) {
    const double expected = law.cdf(run - 30) - before;
    CHECK(shares.at(run) == Approx(expected).margin(six_sigma(expected)));
    before = law.cdf(run - 30);
  }
  for (const auto& [day, share] : shares) {
    CAPTURE(day, share);
    CHECK(Date{kAsOf.serial + day}.day_of_month() == 20);
  }
}

TEST_CASE("an open item under payment runs is known unpaid at the last run only", "[runs]") {
  for (const Day due : {-30, -10}) {  // the last run was day -16: one item was due before it, one after
    StudyBuilder builder(20'000, 5, 300);
    builder.base().payment.segments["default"] = {0.4, LognormalDelay{25.0, 20.0}};
    builder.base().payment.segments["default"].run = PaymentRun{1, 20, 0, {}, PaymentRun::kEveryWeekday};
    builder.buyer(0.0);
    builder.invoice(-60, due, 100);
    const auto shares = paid_days(builder);
    const DelayFormula law({0.4, LognormalDelay{25.0, 20.0}});
    const Day first = day_of(2026, 1, 20), last = day_of(2025, 12, 20);
    const double known = due <= last ? law.cdf(last - due) : 0.0;
    const double expected = (law.cdf(first - due) - known) / (1.0 - known);
    CHECK(shares.at(first) == Approx(expected).margin(six_sigma(expected)));
  }
}

TEST_CASE("early payers: what is open now is not yet paid, and nothing is paid before its issue", "[early]") {
  DelayLaw law{0.2, LognormalDelay{10.0, 8.0}};
  law.early = EarlyPayment{0.5, WeibullDelay{1.0, 12.0}};  // exponential: paid more than d days early: 0.5 exp(-d / 12)
  const auto early = [](double d) { return 0.5 * std::exp(-d / 12.0); };
  {
    StudyBuilder builder(20'000, 8, 200);
    builder.base().payment.segments["default"] = law;
    builder.buyer(0.0);
    builder.invoice(-5, 20, 100);  // D > -20 is known
    const auto shares = paid_days(builder);
    const double gone = early(19.0);                                     // D <= -20
    const double on_ninth = (early(10.0) - early(11.0)) / (1.0 - gone);  // 11 days early
    CHECK(shares.at(9) == Approx(on_ninth).margin(six_sigma(on_ninth)));
    CHECK(shares.at(20) == Approx(0.2 / (1.0 - gone)).margin(six_sigma(0.2)));
    CHECK(shares.begin()->first >= 1);
  }
  {
    StudyBuilder builder(20'000, 9, 200);
    builder.base().payment.segments["default"] = law;
    builder.buyer(0.0);
    builder.invoice(10, 20, 100);
    const auto shares = paid_days(builder);
    CHECK(shares.begin()->first == 10);
    CHECK(shares.at(10) == Approx(early(9.0)).margin(six_sigma(early(9.0))));  // 10 days early or more
  }
}

TEST_CASE("a variant rules the invoices that its condition holds for", "[variants]") {
  StudyBuilder builder(200, 8, 200);
  DelayLaw law{0.0, LognormalDelay{10.0, 0.0}};
  DelayVariant electronic{"electronic", {}, {0.0, LognormalDelay{4.0, 0.0}}};
  electronic.when.electronic = true;
  DelayVariant large{"large", {}, {0.0, LognormalDelay{30.0, 0.0}}};
  large.when.amount_from = 1000;
  large.when.terms_below = 15;
  law.variants = {electronic, large};
  builder.base().payment.segments["default"] = law;
  builder.buyer(0.0);
  builder.invoice(1, 10, 999);
  builder.invoice(1, 10, 1000).electronic = true;  // the first variant that holds
  builder.invoice(1, 10, 1000);
  builder.invoice(1, 16, 1000);
  const Study study = builder.build();
  const Plan plan = make_plan(study);
  std::vector<LawDelay> delays;
  law_delays(plan, plan.payment_plans[0], 0, 0, 0, delays);
  CHECK(delays == std::vector<LawDelay>{10, 4, 30, 10});
}
