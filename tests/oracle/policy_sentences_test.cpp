// docs/policy.md sentence by sentence, by way of a config: cover, eligibility, limits, percentages, deductibles,
// ceilings, policy years. Worked by hand. Money and recoveries: policy_money_test.cpp.

#include <catch2/catch.hpp>

#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

/// Debt of 100,000 of B1, shipped 2025-01-10, due 2025-03-11, insolvent on a day.
Example failing(const std::string& day, const std::string& terms) {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000\n";
  example.fail = "[{buyers: [B1], on: " + day + "}]";
  example.insurance = "{p: {" + terms + "}}";
  return example;
}

Money paid(const Example& example) { return claims(run_example(example)); }

}  // namespace

TEST_CASE("losses occurring: from the day after `from` up to the last anniversary", "[policy]") {
  CHECK(paid(failing("2025-02-01", "cover: {from: 2025-02-01}")) == 0);
  CHECK(paid(failing("2025-02-02", "cover: {from: 2025-02-01}")) == units(90'000));
  CHECK(paid(failing("2025-07-01", "cover: {from: 2024-07-01}")) == units(90'000));
  CHECK(paid(failing("2025-07-02", "cover: {from: 2024-07-01}")) == 0);
  CHECK(paid(failing("2025-07-02", "cover: {from: 2023-07-01, years: 3}")) == units(90'000));
  // The waiting period of insolvency moves the date of loss out of the cover.
  CHECK(paid(failing("2025-06-21", "cover: {from: 2024-07-01}, causes: {insolvency: {wait: 10 days}}")) ==
        units(90'000));
  CHECK(paid(failing("2025-06-22", "cover: {from: 2024-07-01}, causes: {insolvency: {wait: 10 days}}")) == 0);
}

TEST_CASE("risk attaching: shipments from `from` to the day before the anniversary, whenever they are lost",
          "[policy]") {
  const auto shipped = [](const std::string& issue) {
    Example example = failing("2025-08-01", "cover: {from: 2024-07-01, basis: risk_attaching}");
    example.invoices = "I1,B1," + issue + ",2025-07-30,100000\n";
    return paid(example);
  };
  CHECK(shipped("2024-06-30") == 0);
  CHECK(shipped("2024-07-01") == units(90'000));
  CHECK(shipped("2025-06-30") == units(90'000));
  CHECK(shipped("2025-07-01") == 0);
}

TEST_CASE("debt past due + wait at the end of `from` is not eligible", "[policy]") {
  const auto due = [](const std::string& day) {
    Example example = failing("2025-02-01", "cover: {from: 2024-12-31}");
    example.invoices = "I1,B1,2024-05-01," + day + ",100000\n";
    return paid(example);
  };
  CHECK(due("2024-07-04") == 0);              // + 180 days = 2024-12-31
  CHECK(due("2024-07-05") == units(90'000));  // 2025-01-01: protracted default
}

TEST_CASE("maximum terms and maximum extension", "[policy]") {
  CHECK(paid(failing("2025-04-01", "max_terms: 60 days")) == units(90'000));
  CHECK(paid(failing("2025-04-01", "max_terms: 59 days")) == 0);
  // Unpaid since 2025-01-10: with 60 days a shipment on 2025-03-11 is insured, on 2025-03-12 it is not.
  const auto second = [](const std::string& issue, const std::string& extra = "") {
    Example example = failing("2025-04-01", "max_extension: 60 days");
    example.invoices = "I1,B1,2024-12-20,2025-01-10,1000\nI2,B1," + issue + ",2025-06-30,100000\n" + extra;
    return paid(example);
  };
  CHECK(second("2025-03-11") == units(90'900));
  CHECK(second("2025-03-12") == units(900));
  // A row of history, 61 days overdue when it was paid on 2024-11-30: shipments of that day are still not insured.
  const auto after_history = [](const std::string& issue) {
    Example example = failing("2025-04-01", "max_extension: 60 days");
    example.invoice_columns = ",paid_date";
    example.invoices = "I1,B1,2024-09-01,2024-09-30,1000,2024-11-30\nI2,B1," + issue + ",2025-06-30,100000,\n";
    return paid(example);
  };
  CHECK(after_history("2024-11-29") == units(90'000));  // due + 60 itself
  CHECK(after_history("2024-11-30") == 0);
  CHECK(after_history("2024-12-01") == units(90'000));  // paid by the day before
}

TEST_CASE("disputed debt is not insured but counts in what recoveries are shared by", "[policy]") {
  Example example = failing("2025-04-01", "recoveries: {sharing: pro_rata_total}");
  example.invoice_columns = ",disputed";
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000,no\nI2,B1,2025-01-10,2025-03-11,50000,yes\n";
  example.lgd = 0.8;  // 20 % of 150,000 comes back: 30,000 x 90,000 / 150,000 is the insurer's
  const RunResults results = run_example(example);
  CHECK(claims(results) == units(90'000));
  CHECK(results.trial_columns.insured_loss(0, 1, 0) == units(90'000 - 18'000));
}

TEST_CASE("credit notes reduce the debt", "[policy]") {
  Example example = failing("2025-04-01", "");
  example.invoices = "I1,B1,2024-12-10,2025-03-11,100000\nC1,B1,2024-12-20,2024-12-20,-30000\n";
  CHECK(paid(example) == units(63'000));
}

TEST_CASE("invoices in several currencies are converted one by one", "[policy]") {
  Example example = failing("2025-04-01", "limits: {discretionary: {amount: 150000}}");
  example.more = "exchange_rates: {USD: 0.8, JPY: 0.0061}";
  example.invoice_columns = ",currency";
  example.invoices =
      "I1,B1,2025-01-10,2025-03-11,100000,USD\nI2,B1,2025-01-11,2025-03-11,1000,EUR\n"
      "I3,B1,2025-01-12,2025-03-11,1234567,JPY\n";
  // 80,000 + 1,000 + 7,530.8587, rounded to 7,530.86
  CHECK(paid(example) == 7'967'777);  // 90 % of 88,530.86 = 79,677.774
}

TEST_CASE("limits: decisions, none, refusals and the discretionary limit", "[policy]") {
  const auto with = [](const std::string& limits, const std::string& file, const std::string& column = "") {
    Example example = failing("2025-04-01", "limits: {" + limits + "}");
    example.limits_file = file;
    example.limits = column;
    return paid(example);
  };
  const std::string discretionary = "discretionary: {amount: 20000, insured_percentage: 80%}";
  CHECK(with("column: insured_limit, " + discretionary, "", "") == units(16'000));      // no decision
  CHECK(with("column: insured_limit, " + discretionary, "", "0") == 0);                 // refused
  CHECK(with("column: insured_limit, " + discretionary, "", "10000") == units(9'000));  // approved, though smaller
  CHECK(with("file: limits.csv, " + discretionary, "B1,2025-01-11,50000\n") == units(16'000));  // valid a day too late
  CHECK(with("file: limits.csv, " + discretionary, "B1,2025-01-10,50000\n") == units(45'000));
  CHECK(with("file: limits.csv, " + discretionary, "B1,2024-01-10,50000\nB1,2025-01-10,\n") == units(16'000));
  CHECK(with("file: limits.csv", "B1,2024-01-10,50000\nB1,2025-01-10,\n") == 0);
  CHECK(with("file: limits.csv", "B2,2024-01-10,50000\n") == 0);
}

TEST_CASE("mixed percentages of one buyer are one exact fraction", "[policy]") {
  Example example = failing("2025-04-01",
                            "limits: {file: limits.csv, discretionary: {amount: 20000, insured_percentage: 80%}}, "
                            "each_first_loss: {amount: 5000, basis: loss}");
  example.limits_file = "B1,2025-02-01,100000\n";
  example.invoices = "I1,B1,2025-01-10,2025-03-11,15000\nI2,B1,2025-02-10,2025-03-11,30000\n";
  // pct = (0.8 x 15,000 + 0.9 x 30,000) / 45,000 = 39 / 45; 40,000 x 39 / 45 = 34,666.67
  CHECK(paid(example) == 3'466'667);
  // Cause against policy; the buyer's own against both.
  const std::string causes = "insured_percentage: {default: 90%, causes: {insolvency: 70%}";
  CHECK(paid(failing("2025-04-01", causes + "}")) == units(70'000));
  Example own = failing("2025-04-01", causes + ", column: insured_percentage}");
  own.buyers = "buyer_id,sector,grade,insured_percentage\nB1,s,A,0.95\nB2,s,A,\n";
  CHECK(paid(own) == units(95'000));
}

TEST_CASE("the walk: in order of shipment, a limit revolves, a fall keeps what was insured", "[policy]") {
  Example example = failing("2025-06-01", "limits: {file: limits.csv}");
  example.invoices =
      "I1,B1,2025-01-10,2025-05-11,60000\nI2,B1,2025-02-10,2025-05-11,60000\nI3,B1,2025-03-10,2025-05-11,60000\n";
  example.limits_file = "B1,2024-01-01,100000\nB1,2025-03-01,150000\n";
  CHECK(paid(example) == units(135'000));  // 60 + 40 + 50
  example.limits_file = "B1,2024-01-01,100000\nB1,2025-02-01,40000\n";
  CHECK(paid(example) == units(54'000));  // 60 + 0 + 0
  // B1 pays each invoice 20 days late: the first is paid when it fails, and has freed the limit.
  example.limits_file = "B1,2024-01-01,100000\n";
  example.buyers = "buyer_id,sector,grade,segment\nB1,s,A,late\n";
  example.segments = ", late: {family: lognormal, on_time: 0%, mean: 20 days, standard_deviation: 0 days}";
  example.invoices =
      "I1,B1,2025-01-10,2025-05-11,60000\nI2,B1,2025-02-10,2025-05-21,60000\nI3,B1,2025-03-10,2025-05-21,60000\n";
  CHECK(paid(example) == units(90'000));  // 60 + 40 of the second and third
}

TEST_CASE("franchise and a percentage of 0 erode nothing", "[policy]") {
  const auto two = [](const std::string& terms) {
    Example example;
    example.invoices = "I1,B1,2025-01-10,2025-12-01,10000\nI2,B2,2025-01-10,2025-12-01,50000\n";
    example.fail = "[{buyers: [B1], on: 2025-02-01, cause: protracted_default}, {buyers: [B2], on: 2025-03-01}]";
    example.insurance = "{p: {aggregate_first_loss: {amount: 20000, basis: loss}, " + terms + "}}";
    example.horizon = "24 months";
    return paid(example);
  };
  // B1 is protracted 180 days after 2025-12-01, B2 insolvent before.
  CHECK(two("cover: {years: 2}, causes: {insolvency: {}, protracted_default: {wait: 180 days}}") ==
        units(27'000 + 0));  // B2 30,000 x 90 %; B1 in the next policy year, inside its own first loss
  CHECK(two("cover: {years: 2}, non_qualifying_loss: 10000") == units(27'000));
  CHECK(two("cover: {years: 2}, insured_percentage: {default: 90%, causes: {protracted_default: 0%}}") ==
        units(27'000));
  Example erodes;
  erodes.invoices = "I1,B1,2025-01-10,2025-12-01,10000\nI2,B2,2025-01-10,2025-12-01,50000\n";
  erodes.fail = "[{buyers: [B1], on: 2025-02-01}, {buyers: [B2], on: 2025-03-01}]";
  erodes.insurance = "{p: {aggregate_first_loss: {amount: 20000, basis: loss}}}";
  CHECK(paid(erodes) == units(36'000));  // 10,000 used by B1
  erodes.insurance = "{p: {aggregate_first_loss: {amount: 20000, basis: loss}, non_qualifying_loss: 10000}}";
  CHECK(paid(erodes) == units(27'000));
}

TEST_CASE("ceilings: after the aggregate first loss, which erodes by what is before them", "[policy]") {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-12-01,100000\nI2,B2,2025-01-10,2025-12-01,100000\n";
  example.fail = "[{buyers: [B1], on: 2025-02-01}, {buyers: [B2], on: 2025-03-01}]";
  const auto with = [&](const std::string& terms) {
    example.insurance = "{p: {" + terms + "}}";
    return paid(example);
  };
  const std::string first_loss = "aggregate_first_loss: {amount: 90000, basis: loss}, ";
  CHECK(with(first_loss + "buyer_cap: 50000") == units(9'000 + 50'000));
  CHECK(with(first_loss + "buyer_cap: {default: 50000, B2: 60000}") == units(9'000 + 60'000));
  CHECK(with(first_loss + "minimum_retention: 95000") == units(5'000 + 5'000));
  // Ties of the date of loss go by the bytes of the id.
  example.fail = "[{buyers: [B2, B1], on: 2025-02-01}]";
  CHECK(with(first_loss + "buyer_cap: {B2: 60000}") == units(9'000 + 60'000));
  CHECK(with(first_loss + "buyer_cap: {B1: 60000}") == units(9'000 + 90'000));
}

TEST_CASE("country caps are per policy year, AFL and maximum liability begin anew", "[policy]") {
  Example example;
  example.horizon = "24 months";
  example.country = "FR";
  example.invoices =
      "I1,B1,2025-01-10,2026-12-01,100000\nI2,B2,2025-01-10,2026-12-01,100000\nI3,B3,2025-01-10,2026-12-01,100000\n";
  example.fail = "[{buyers: [B1], on: 2025-02-01}, {buyers: [B2], on: 2025-12-31}, {buyers: [B3], on: 2026-01-01}]";
  const auto with = [&](const std::string& terms) {
    example.insurance = "{p: {cover: {years: 2}, " + terms + "}}";
    return paid(example);
  };
  // The first policy year ends with the anniversary, 2025-12-31.
  CHECK(with("country_cap: 120000") == units(120'000 + 90'000));
  CHECK(with("country_cap: {FR: 120000}") == units(120'000 + 90'000));
  CHECK(with("country_cap: {default: 100, FR: 120000}") == units(120'000 + 90'000));
  CHECK(with("aggregate_first_loss: {amount: 150000}") == units(45'000));
  CHECK(with("maximum_liability: {amount: 120000}") == units(120'000 + 90'000));
  example.fail = "[{buyers: [B1], on: 2025-02-01}, {buyers: [B2], on: 2025-12-30}, {buyers: [B3], on: 2025-12-31}]";
  CHECK(with("country_cap: 120000") == units(120'000));
}

TEST_CASE("risk attaching over several years: one loss, a year by shipment", "[policy]") {
  Example example;
  example.as_of = "2025-12-31";
  example.invoices = "I1,B1,2025-11-10,2026-12-01,60000\nI2,B1,2026-02-10,2026-12-01,60000\n";
  example.fail = "[{buyers: [B1], on: 2026-03-01}]";
  const auto with = [&](const std::string& terms) {
    example.insurance = "{p: {cover: {from: 2025-02-01, years: 2, basis: risk_attaching}, " + terms + "}}";
    return paid(example);
  };
  CHECK(with("") == units(108'000));
  CHECK(with("limits: {discretionary: {amount: 100000}}") == units(90'000));  // one walk: 60 + 40
  CHECK(with("each_first_loss: {amount: 10000}") == units(90'000));           // of each year's part
  CHECK(with("aggregate_first_loss: {amount: 50000}") == units(18'000));
  CHECK(with("maximum_liability: {amount: 50000}") == units(100'000));
  CHECK(with("non_qualifying_loss: 60000") == 0);
}

TEST_CASE("an insolvency that is not covered may become a protracted default", "[policy]") {
  Example example = failing("2025-04-01", "causes: {protracted_default: {wait: 90 days}}");
  const RunResults results = run_example(example);
  CHECK(claims(results) == units(90'000));
  CHECK(claims_around(results, 70 + 90 + 30) == Approx(90'000));
  // And a buyer that stops paying without insolvency is none for a policy of insolvencies.
  example.insurance = "{p: {causes: {insolvency: {}}}}";
  example.fail = "[{buyers: [B1], on: 2025-04-01, cause: protracted_default}]";
  CHECK(paid(example) == 0);
}

TEST_CASE("who is insured", "[policy]") {
  Example example = failing("2025-04-01", "excluded_buyers: [B1]");
  CHECK(paid(example) == 0);
  example.insurance = "{p: {insured_buyers: [B2]}}";
  CHECK(paid(example) == 0);
  example.country = "FR";
  example.insurance = "{p: {excluded_countries: [FR]}}";
  CHECK(paid(example) == 0);
  example.insurance = "{p: {excluded_buyers: [B2], insured_buyers: [B1]}}";
  CHECK(paid(example) == units(90'000));
}
