// Policies over debts in currencies whose rates move: each open amount at the rate of the date of loss, its recoveries
// at that same rate, turnover and balances at the rates of their days. Worked by hand, by way of a config.

#include <catch2/catch.hpp>

#include "tests/oracle/rules_book.h"
#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// A dollar is 0.80 EUR at as_of, 2024-12-31, and 1.00 EUR on days 60 to 119, 2025-03-01 to 2025-04-29.
Example dear_dollar(const std::string& terms) {
  Example example;
  example.more =
      "exchange_rates: {USD: 0.8}\n"
      "shocks: {dollar: {occurs: certain, start: 2025-03-01, duration: 60 days, fx: {USD: 125%}}}";
  example.invoice_columns = ",currency";
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000,USD\nI2,B1,2025-01-11,2025-03-11,20000,EUR\n";
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";
  example.limits = "75000";
  example.insurance = "{p: {" + terms + "}}";
  return example;
}

RunResults with_engine(Example example, const std::string& engine) {
  example.engine = engine;
  return run_example(example);
}

Money paid(const Example& example) {
  const RunResults fast = with_engine(example, "fast"), reference = with_engine(example, "reference");
  REQUIRE(claims(fast) == claims(reference));
  REQUIRE(fast.trial_columns.retained_loss(0, 1, 0) == reference.trial_columns.retained_loss(0, 1, 0));
  return claims(fast);
}

}  // namespace

TEST_CASE("a debt is worth what its currency is on the date of loss", "[policy][fx]") {
  CHECK(paid(dear_dollar("max_terms: 90 days")) == units(108'000));  // 90 % of 100,000 + 20,000
  CHECK(paid(dear_dollar("limits: {column: insured_limit}")) == units(67'500));
  CHECK(paid(dear_dollar("limits: {discretionary: {amount: 110000}}")) == units(99'000));
  CHECK(paid(dear_dollar("each_first_loss: {amount: 10000}")) == units(99'000));
  // The dates of loss of these lie behind the shock: 80,000 + 20,000.
  CHECK(paid(dear_dollar("causes: {insolvency: {wait: 60 days}}")) == units(90'000));
  CHECK(paid(dear_dollar("causes: {protracted_default: {wait: 100 days}}")) == units(90'000));
  // Protracted default on 2025-04-10, inside it.
  CHECK(paid(dear_dollar("causes: {protracted_default: {wait: 30 days}}")) == units(108'000));
}

TEST_CASE("drift alone moves a debt by hand", "[policy][fx]") {
  // Without volatility the rate of day t is exp(d t / 365): 1.01 on 2025-04-01, day 91, where d = ln 1.01 x 365 / 91.
  Example example = dear_dollar("max_terms: 90 days");
  example.more = "exchange_rates: {USD: 0.8}\nfx: {currencies: {USD: {volatility: 0%, drift: 3.991066771%}}}";
  // 80,000 x 1.01 + 20,000 = 100,800; the drift is rounded to a part in 10^11.
  CHECK(paid(example) == units(90'720));
}

TEST_CASE("recoveries are shared at the rate of the date of loss", "[policy][fx]") {
  Example example = dear_dollar("max_terms: 90 days");
  example.lgd = 0.5;
  const auto kept_by_insurer = [](const Example& one) {
    const RunResults results = with_engine(one, "fast");
    REQUIRE(results.trial_columns.retained_loss(0, 1, 0) ==
            with_engine(one, "reference").trial_columns.retained_loss(0, 1, 0));
    return results.trial_columns.gross_loss(0, 0) - results.trial_columns.retained_loss(0, 1, 0);
  };
  // Claim 108,000 and half of it back. The estate pays half of 120,000, its value at default.
  CHECK(kept_by_insurer(example) == units(54'000));
  // Date of loss 60 days later: A is 100,000 and the claim 90,000, of which half comes back. The estate's money is
  // still half of 120,000.
  example.insurance = "{p: {causes: {insolvency: {wait: 60 days}}}}";
  CHECK(kept_by_insurer(example) == units(45'000));
}

TEST_CASE("a late payment is a recovery at the rate of the date of loss", "[policy][fx]") {
  StudyBuilder builder = one_buyer(200);
  builder.study().portfolio.currencies = {"EUR", "USD"};
  Shock shock;
  shock.name = "dollar";
  shock.start = 100;
  shock.duration = 60;
  shock.certain = true;
  shock.fx["USD"] = 0.8;
  builder.base().shocks = {shock};
  builder.invoice(-10, 30, 1000).currency = 1;  // protracted default on day 130, for 800; paid on day 230, 1,000
  const Settled settled = settle(builder, policy(100));
  CHECK(settled.date_of_loss == 130);
  CHECK(settled.ascertained == 800);
  CHECK(settled.paid == 720);
  CHECK(settled.recoveries == ByDay{{230, 720}});
  CHECK(receipts(run(builder)) == ByDay{{230, 1000}});
}

TEST_CASE("orders in production are converted on the date of loss", "[policy][fx]") {
  Example example = dear_dollar("pre_shipment: {production: 60 days, cost_share: 80%}");
  // 90,000 USD x 80 % x 50 / 60 = 60,000 USD.
  example.invoices = "I1,B1,2025-01-10,2025-05-11,10000,EUR\nI2,B1,2025-04-11,2025-06-11,90000,USD\n";
  CHECK(paid(example) == units(63'000));
}

TEST_CASE("turnover and balances take the rates of their days", "[policy][fx]") {
  const auto settled = [](Example example, const std::string& premium) {
    example.fail = "";
    example.insurance = "{p: {cover: {from: 2024-07-01}, premium: {" + premium + "}}}";
    const RunResults results = with_engine(example, "fast"), reference = with_engine(example, "reference");
    for (std::size_t t = 0; t < results.axes.period_ends.size(); ++t) {
      if (results.axes.period_ends[t] < 182 + 30) continue;
      REQUIRE(results.cash.premium_mean(0, 1, t) == reference.cash.premium_mean(0, 1, t));
      return results.cash.premium_mean(0, 1, t);
    }
    return -1.0;
  };
  Example example = dear_dollar("");
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000,USD\nI2,B1,2025-03-11,2025-06-11,100000,USD\n";
  // 1 % of 80,000 + 80,000 is provisional; shipped are 80,000 and, at the dear dollar, 100,000.
  CHECK(settled(example, "rate_on_turnover: 1%") == Approx(200));
  // I1 alone. Planned at the ends of January and February; open at six, and worth 100,000 at the end of March.
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000,USD\n";
  CHECK(settled(example, "rate_on_balance: 12%") == Approx(0.01 * (5 * 80'000 + 100'000 - 2 * 80'000)));
}

TEST_CASE("a policy in a currency that moves is refused by name", "[policy][fx]") {
  Example example = dear_dollar("currency: USD");
  try {
    run_example(example);
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::config);
    CHECK(error.diagnostics().front().where.line > 0);
    CHECK(std::string(error.what()).find("insurance.p.currency") != std::string::npos);
    CHECK(std::string(error.what()).find("a policy in a currency that moves is not modelled yet") != std::string::npos);
  }
}
