// The borrowing base and covenants on DSO where rules look at parts of invoices: by hand, and against the plain rules.

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/oracle/rules_book.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

RunResults run_with(const Study& study, const std::string& engine) {
  RunSettings settings;
  settings.engine = engine;
  return run_study(study, settings);
}

/// Eight days, 100.00 of one buyer, issued before as_of and due on day 2; a line of 500 on 80 % of what is eligible up
/// to two days past due; 1,000 to pay on day 1, so that all of the base is drawn.
StudyBuilder one_invoice() {
  StudyBuilder builder = one_buyer(0);
  builder.over(8, "day", 1);
  builder.study().has_liquidity = true;
  LiquidityParameters& liquidity = builder.base().liquidity;
  CreditLine line{500'00, 0.0};
  line.borrowing_base = BorrowingBase{Decimal{8, 1}, 2, {}};
  liquidity.credit_line = line;
  liquidity.minimum_cash = 0;
  liquidity.outflows = {{1, 1'000'00, ""}};
  liquidity.covenants = {{"dso", CovenantMeasure::dso, CovenantTest::daily, 0, Decimal{54, 0}}};
  builder.invoice(-5, 2, 100'00);
  return builder;
}

using Eight = std::vector<double>;

/// Drawn and breaches of DSO above 54 days, by day; the same from either engine.
void check(StudyBuilder builder, const Eight& drawn, const Eight& breached) {
  const Study study = builder.build();
  const RunResults fast = run_with(study, "fast"), reference = run_with(study, "reference");
  for (std::size_t t = 0; t < 8; ++t) {
    INFO("day " << t + 1);
    CHECK(fast.cash.line_drawn_mean(0, 0, t) == Approx(drawn[t]).margin(1e-9));
    CHECK(fast.covenants.breach_probability(0, 0, 0, t) == breached[t]);
    CHECK(fast.cash.line_drawn_mean(0, 0, t) == reference.cash.line_drawn_mean(0, 0, t));
    CHECK(fast.covenants.breach_probability(0, 0, 0, t) == reference.covenants.breach_probability(0, 0, 0, t));
  }
}

}  // namespace

TEST_CASE("borrowing base and DSO follow every part", "[liquidity][rules]") {
  // 40 on day 2 and 60 on day 5, when the rest would no longer be eligible either. Sales of 90 days are 100, so that
  // DSO is 0.9 x what is open: 90 on day 1, 54 from day 2 on.
  StudyBuilder builder = one_invoice();
  builder.base().payment.partial = PartialPayments{1.0, 0.4, 3};
  check(builder, {80, 80, 48, 48, 48, 0, 0, 0}, {1, 0, 0, 0, 0, 0, 0, 0});

  SECTION("a rest that is overdue for longer") {
    builder.base().payment.partial->rest_after = 30;
    check(builder, {80, 80, 48, 48, 48, 0, 0, 0}, {1, 0, 0, 0, 0, 0, 0, 0});
  }
  SECTION("in instalments, each with a due date of its own") {
    builder.base().payment.partial.reset();
    builder.base().payment.instalments["default"] = {{0.4, 0}, {0.6, 4}};
    check(builder, {80, 80, 0, 0, 0, 0, 0, 0}, {1, 0, 0, 0, 0, 0, 0, 0});  // open at as_of: paid at once on day 2
  }
  SECTION("at the rates of each day") {
    builder.study().portfolio.currencies = {"EUR", "USD"};
    builder.study().portfolio.invoices[0].currency = 1;
    Shock shock;
    shock.name = "dollar";
    shock.start = 3;
    shock.duration = 1;
    shock.certain = true;
    shock.fx["USD"] = 1.5;
    builder.base().shocks = {shock};
    // The close of day 3 is worth 90.
    check(builder, {80, 80, 48, 72, 48, 0, 0, 0}, {1, 0, 1, 0, 0, 0, 0, 0});
  }
  SECTION("until the buyer fails") {
    builder.scenario("fails").failures = {{{0}, 3, DefaultCause::insolvency}};
    check(builder, {80, 80, 48, 0, 0, 0, 0, 0}, {1, 0, 0, 0, 0, 0, 0, 0});
  }
}

TEST_CASE("a disputed invoice is owed, not eligible", "[liquidity][rules]") {
  StudyBuilder builder = one_invoice();
  builder.base().payment.disputes = Disputes{1.0, 4, 0.25};  // settled and paid on day 6
  check(builder, {0, 0, 0, 0, 0, 0, 0, 0}, {1, 1, 1, 1, 1, 0, 0, 0});
}

TEST_CASE("a prepayment is never owed", "[liquidity][rules]") {
  StudyBuilder builder = one_invoice();
  builder.study().portfolio.invoices.clear();
  builder.invoice(2, 6, 100'00);
  builder.base().credit_management.prepayment = Prepayment{0.5, {}, false, true};
  check(builder, {0, 0, 40, 40, 40, 40, 0, 0}, {0, 0, 0, 0, 0, 0, 0, 0});  // 0.9 x 50 = 45 days
}

TEST_CASE("a rule that does nothing changes neither", "[liquidity][rules]") {
  StudyBuilder builder(200, 4711, 120);
  builder.over(120, "week", 7);
  builder.study().has_liquidity = true;
  builder.base().payment.buyer_effect = 0.3;
  builder.base().payment.segments["default"] = {0.4, LognormalDelay{18, 22}};
  LiquidityParameters& liquidity = builder.base().liquidity;
  CreditLine line{30'000'00, 0.06};
  EligibleInvoices eligible;
  eligible.minimum_amount = 150'00;
  eligible.maximum_terms = 40;
  line.borrowing_base = BorrowingBase{Decimal{85, 2}, 10, eligible};
  liquidity.credit_line = line;
  liquidity.minimum_cash = 500'00;
  for (Day day = 5; day < 120; day += 9) liquidity.outflows.push_back({day, 4'500'00, ""});
  liquidity.covenants = {{"dso", CovenantMeasure::dso, CovenantTest::daily, 0, Decimal{47, 0}}};
  for (int buyer = 0; buyer < 30; ++buyer) {
    builder.buyer(0.3);
    for (Day issue = -40 + buyer % 7; issue < 110; issue += 13)
      builder.invoice(issue, issue + 30 + buyer % 3 * 10, 100'00 + 1'00 * ((issue + 60) * buyer % 97));
  }
  builder.scenario("plain");
  Scenario& inert = builder.scenario("with a rule");
  inert.payment.disputes = Disputes{0.0, 10, 0.5};
  const Study study = builder.build();
  REQUIRE(make_plan(study).scenarios[1].careful.active);
  REQUIRE_FALSE(make_plan(study).scenarios[0].careful.active);
  for (const char* engine : {"fast", "reference"}) {
    const RunResults r = run_with(study, engine);
    double breaches = 0, drawn = 0;
    for (std::size_t t = 0; t < r.axes.period_ends.size(); ++t) {
      CHECK(r.cash.line_drawn_mean(0, 0, t) == r.cash.line_drawn_mean(1, 0, t));
      CHECK(r.cash.balance_mean(0, 0, t) == r.cash.balance_mean(1, 0, t));
      CHECK(r.covenants.breach_probability(0, 0, 0, t) == r.covenants.breach_probability(1, 0, 0, t));
      breaches = std::max(breaches, r.covenants.breach_probability(0, 0, 0, t));
      drawn = std::max(drawn, r.cash.line_drawn_mean(0, 0, t));
    }
    CHECK(breaches > 0.0);  // the comparison is of something
    CHECK(drawn > 0.0);
  }
}
