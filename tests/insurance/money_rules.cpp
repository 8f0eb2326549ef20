// S4-S11 case by case: ceilings, aggregate first loss to the millionth, maximum liability and what refills it, and the
// sharing of recoveries. Figures by hand.

#include <catch2/catch.hpp>

#include "models/insurance/deductibles.h"
#include "models/insurance/exact.h"
#include "tests/insurance/book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

PolicyTerms full_cover() {
  PolicyTerms terms;
  terms.insured_percentage.policy = Decimal{1, 0};
  return terms;
}

// Buyers of one invoice each, insolvent on days 100, 110, ...
Book losses(const std::vector<Money>& amounts) {
  Book book;
  Day day = 100;
  for (const Money amount : amounts) {
    TrialBuyer& buyer = book.add();
    buyer.invoices = {unpaid(1, 60, amount)};
    buyer.default_day = day;
    day += 10;
  }
  return book;
}

std::vector<Money> paid(const PolicyOutcome& outcome) {
  std::vector<Money> amounts;
  for (const PolicyEvent& event : outcome.events) amounts.push_back(event.paid);
  return amounts;
}

}  // namespace

TEST_CASE("ratio is exact beyond 128 bits") {
  const Uint128 big = static_cast<Uint128>(1) << 100;
  const Quotient whole = ratio({big, big, 3}, {big, big});
  CHECK(static_cast<std::int64_t>(whole.whole) == 3);
  CHECK(whole.rest == Rest::zero);
  const Quotient half = ratio({big, big, 7}, {big, big, 2});
  CHECK(static_cast<std::int64_t>(half.whole) == 3);
  CHECK(half.rest == Rest::half);
  CHECK(static_cast<std::int64_t>(round_half_even(half)) == 4);
  CHECK(static_cast<std::int64_t>(round_half_even(ratio({big, big, 5}, {big, big, 2}))) == 2);
  CHECK(ratio({big, big - 1}, {big, 2}).rest == Rest::half);
  CHECK(ratio({big, 1}, {big, 3}).rest == Rest::below_half);
  CHECK(ratio({big, big, 2}, {big, big, 3}).rest == Rest::above_half);
  CHECK(ratio({2}, {3}).rest == Rest::above_half);
}

TEST_CASE("each payment is rounded half to even before it meets the maximum liability") {
  PolicyTerms terms;
  terms.insured_percentage.policy = Decimal{5, 1};
  CHECK(paid(losses({5, 7, 9}).evaluate(terms)) == std::vector<Money>{2, 4, 4});
  terms.maximum_liability = MaximumLiability{9, std::nullopt, false};
  const PolicyOutcome outcome = losses({5, 7, 9}).evaluate(terms);
  CHECK(paid(outcome) == std::vector<Money>{2, 4, 3});
  CHECK(outcome.liability_exhausted);
}

TEST_CASE("aggregate first loss by indemnity erodes by fractions of a minor unit") {
  PolicyTerms terms;
  terms.insured_percentage.policy = Decimal{333, 3};
  terms.aggregate_first_loss = {1, DeductibleBasis::indemnity};
  // I = 0.999 erodes 0.999 and pays 0; the next I = 0.999 meets 0.001 left: 0.998 rounds to 1.
  CHECK(paid(losses({3, 3}).evaluate(terms)) == std::vector<Money>{0, 1});
  const Indemnity first = apply_deductibles(terms, 3, {333, 1000}, kMicro);
  CHECK(static_cast<std::int64_t>(first.erosion) == 999'000);
}

TEST_CASE("the aggregate first loss is eroded before ceilings; franchise losses and 0 % erode nothing") {
  PolicyTerms terms = full_cover();
  terms.aggregate_first_loss = {50, DeductibleBasis::loss};
  terms.buyer_cap.fallback = 10;
  CHECK(paid(losses({50, 8}).evaluate(terms)) == std::vector<Money>{0, 8});
  terms.non_qualifying_loss = 50;
  CHECK(paid(losses({50, 55}).evaluate(terms)) == std::vector<Money>{0, 5});
  terms = full_cover();
  terms.aggregate_first_loss = {50, DeductibleBasis::loss};
  terms.insured_percentage.column = true;
  Book book = losses({50, 60});
  book.portfolio.buyers[0].insured_percentage = Decimal{0, 0};
  CHECK(paid(book.evaluate(terms)) == std::vector<Money>{0, 10});
}

TEST_CASE("losses on one day erode in the order of buyer ids") {
  PolicyTerms terms = full_cover();
  terms.aggregate_first_loss = {30, DeductibleBasis::loss};
  Book book = losses({40, 50});
  book.trial[1].default_day = book.trial[0].default_day;
  CHECK(paid(book.evaluate(terms)) == std::vector<Money>{10, 50});
}

TEST_CASE("country cap: by country, eroded by final payments only, anew each policy year") {
  PolicyTerms terms = full_cover();
  terms.country_cap.fallback = 100;
  terms.country_cap.by_key["FR"] = 30;
  Book book = losses({80, 80, 80, 80});
  book.portfolio.buyers[1].country = "FR";
  book.portfolio.buyers[3].country = "FR";
  CHECK(paid(book.evaluate(terms)) == std::vector<Money>{80, 30, 20, 0});
  terms.cover.years = 2;
  terms.cover.year_starts = {0, 125, 500};
  CHECK(paid(book.evaluate(terms)) == std::vector<Money>{80, 30, 20, 30});
}

TEST_CASE("policy years: aggregate first loss and maximum liability begin anew") {
  PolicyTerms terms = full_cover();
  terms.aggregate_first_loss = {10, DeductibleBasis::loss};
  terms.maximum_liability = MaximumLiability{50, std::nullopt, false};
  terms.cover.years = 2;
  terms.cover.year_starts = {0, 110, 500};  // the second loss, on day 110, still belongs to the first year
  CHECK(paid(losses({40, 40, 40, 40}).evaluate(terms)) == std::vector<Money>{30, 20, 30, 20});
}

TEST_CASE("state: what was used up to as_of is used in the policy year that contains it, and in no other") {
  PolicyTerms terms = full_cover();
  terms.cover.from = -200;
  terms.cover.years = 2;
  terms.cover.year_starts = {-200, 115, 500};
  terms.aggregate_first_loss = {30, DeductibleBasis::loss};
  terms.maximum_liability = MaximumLiability{60, std::nullopt, false};
  CHECK(paid(losses({40, 70, 40, 70}).evaluate(terms)) == std::vector<Money>{10, 50, 10, 50});
  terms.state.aggregate_first_loss_used = 25;
  terms.state.liability_used = 20;
  CHECK(paid(losses({40, 70, 40, 70}).evaluate(terms)) == std::vector<Money>{35, 5, 10, 50});
  terms.maximum_liability.reset();
  terms.state.liability_used = 0;
  terms.country_cap.fallback = 50;
  terms.state.country_cap_used["DE"] = 12;
  CHECK(paid(losses({40, 70, 40, 70}).evaluate(terms)) == std::vector<Money>{35, 3, 10, 40});
}

TEST_CASE("maximum liability in multiples of the provisional premium is rounded once, half to even") {
  PolicyTerms terms = full_cover();
  terms.maximum_liability = MaximumLiability{std::nullopt, Decimal{25, 1}, false};
  CHECK(losses({100}).evaluate(terms, 730, nullptr, {5}).claims == 12);  // 12.5
  CHECK(losses({100}).evaluate(terms, 730, nullptr, {7}).claims == 18);  // 17.5
}

TEST_CASE("reinstatement: the insurer's recoveries up to a date of loss refill the liability before that claim") {
  PolicyTerms terms = full_cover();
  terms.maximum_liability = MaximumLiability{100, std::nullopt, true};
  Book book = losses({100, 70, 70});
  book.trial[0].recovered = 60;
  book.trial[0].recovery_day = 120;  // the day of the third loss
  CHECK(paid(book.evaluate(terms)) == std::vector<Money>{100, 0, 60});
  book.trial[0].recovery_day = 121;
  CHECK(paid(book.evaluate(terms)) == std::vector<Money>{100, 0, 0});
  terms.maximum_liability->reinstate = false;
  book.trial[0].recovery_day = 105;
  CHECK(paid(book.evaluate(terms)) == std::vector<Money>{100, 0, 0});
}

TEST_CASE("recoveries: the four rules of sharing") {
  // A 100, D 80, paid 72; the estate pays 50.
  Book book = one_debt(100, 80);
  book.trial[0].recovered = 50;
  book.trial[0].recovery_day = 300;
  PolicyTerms terms = with_limit_column();
  const auto insurer = [&](RecoverySharing sharing) {
    terms.sharing = sharing;
    return book.evaluate(terms).insurer_recovered;
  };
  CHECK(insurer(RecoverySharing::pro_rata_total) == 36);      // 50 x 72 / 100
  CHECK(insurer(RecoverySharing::insured_debt_first) == 45);  // 50 x 72 / 80
  CHECK(insurer(RecoverySharing::insurer_first) == 50);
  CHECK(insurer(RecoverySharing::insured_first) == 22);  // 50 - 28
  book.trial[0].recovered = 90;
  CHECK(insurer(RecoverySharing::insured_debt_first) == 72);
  CHECK(insurer(RecoverySharing::insurer_first) == 72);
  CHECK(insurer(RecoverySharing::insured_first) == 62);
  book.trial[0].recovered = 20;
  CHECK(insurer(RecoverySharing::insured_first) == 0);
}

TEST_CASE("recoveries: cumulative parts are rounded, payments are their differences") {
  // Three receipts of 1 after a claim of 5 on 10: cumulated 0.5, 1, 1.5 round to 0, 1, 2.
  Book book;
  book.add().invoices = {
      {0, 30, 100, 1, 0, false}, {0, 30, 110, 1, 1, false}, {0, 30, 200, 1, 2, false}, unpaid(0, 30, 7, 3)};
  PolicyTerms terms;
  terms.insured_percentage.policy = Decimal{5, 1};
  terms.protracted_default = CauseTerms{60};
  const PolicyOutcome outcome = book.evaluate(terms);
  REQUIRE(outcome.claims == 5);
  REQUIRE(outcome.recoveries.size() == 2);
  CHECK(outcome.recoveries[0].received == 110);
  CHECK(outcome.recoveries[0].passed_on == 120);  // the claim's cash day
  CHECK(outcome.recoveries[0].amount == 1);
  CHECK(outcome.recoveries[1].received == 200);
  CHECK(outcome.recoveries[1].passed_on == 200);
  CHECK(outcome.recoveries[1].amount == 1);
}

TEST_CASE("recoveries: the estate counts in the share of the claim's invoices in the debt at default") {
  // Loss on day 90 on 40; 60 more shipped later; the estate pays 50 on all 100 at default: 20 belong to the claim.
  Book book;
  TrialBuyer& buyer = book.add();
  buyer.invoices = {unpaid(0, 30, 40), unpaid(95, 150, 60)};
  buyer.default_day = 120;
  buyer.recovered = 50;
  buyer.recovery_day = 400;
  PolicyTerms terms = full_cover();
  terms.protracted_default = CauseTerms{60};
  const PolicyOutcome outcome = book.evaluate(terms);
  REQUIRE(outcome.events.size() == 1);
  CHECK(outcome.events[0].date_of_loss == 90);
  CHECK(outcome.claims == 40);
  CHECK(outcome.insurer_recovered == 20);
  // Payments of later invoices are no recoveries.
  buyer.invoices[1].paid = 110;
  buyer.recovered = 10;
  CHECK(book.evaluate(terms).insurer_recovered == 10);
}

TEST_CASE("filing lag and settlement both delay the cash") {
  PolicyTerms terms;
  terms.filing_lag = 12;
  terms.settlement = 45;
  CHECK(losses({10}).evaluate(terms).events.at(0).cash_day == 157);
}

TEST_CASE("a top-up keeps every part at or above 0 when the primary's limit overtakes it") {
  // Primary 60 then 110, top-up 40 then 0; debts 100 and 50 insure 40 + 10 - 50 = 0 above the primary.
  PolicyTerms primary = full_cover();
  primary.limits.present = true;
  primary.limits.dated = {{0, -10, Money{60}}, {0, 20, Money{110}}};
  PolicyTerms top_up = full_cover();
  top_up.limits.present = true;
  top_up.limits.excess_of = "primary";
  top_up.limits.dated = {{0, -10, Money{40}}, {0, 20, Money{0}}};
  Book book;
  TrialBuyer& buyer = book.add();
  buyer.invoices = {unpaid(10, 60, 100), unpaid(20, 60, 50)};
  buyer.default_day = 50;
  CHECK(book.evaluate(primary).claims == 110);
  const PolicyOutcome outcome = book.evaluate(top_up, 730, &primary);
  CHECK(outcome.events.at(0).insured_loss == 0);
  CHECK(outcome.claims == 0);
}
