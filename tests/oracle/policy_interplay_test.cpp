// Terms of docs/policy.md where they meet, by way of a config: each figure is worked by hand from the text.

#include <catch2/catch.hpp>

#include "tests/support/policy_example.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

Money insurers_net(const RunResults& results, std::size_t policy = 1) {
  return results.trial_columns.insured_loss(0, policy, 1);
}

/// A segment whose invoices are paid `days` after their due date, but never those below 5,000.
std::string large_ones_are_paid(int days) {
  return fmt::format(
      ", late: {{family: empirical, quantiles: {{0%: 3000 days, 100%: 3000 days}}, variants: {{large: {{when: "
      "{{amount_from: 5000}}, family: empirical, quantiles: {{0%: {0} days, 100%: {0} days}}}}}}}}",
      days);
}

/// Two buyers with debts of D1 and D2, both insolvent on 2025-04-01.
Money of_two(const std::string& first, const std::string& second, const std::string& terms) {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11," + first + "\nI2,B2,2025-01-10,2025-03-11," + second + "\n";
  example.fail = "[{buyers: [B1, B2], on: 2025-04-01}]";
  example.insurance = "{p: {" + terms + "}}";
  return claims(run_example(example));
}

}  // namespace

TEST_CASE("a liability in multiples of the premium is rounded once, from the exact premium", "[policy]") {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11,1234567.89\n";
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";
  // 0.25 % of 1,234,567.89 is 3,086.419725; thirty times that is 92,592.59175. From 3,086.42 it would be 92,592.60.
  const std::string liability = "maximum_liability: {times_premium: 30}, premium: {rate_on_turnover: 0.25%";
  example.insurance = "{p: {" + liability + "}}}";
  CHECK(claims(run_example(example)) == 9'259'259);
  example.insurance = "{p: {" + liability + ", minimum: 3086.42}}}";
  CHECK(claims(run_example(example)) == 9'259'260);
  // Pro rata: 160,000 in 182 of 365 days at 1 % is 3,208.791208...; ten times that is 32,087.91.
  example.horizon = "182 days";
  example.invoices = "I1,B1,2025-01-10,2025-03-11,160000\n";
  example.insurance =
      "{p: {cover: {from: 2025-01-01}, maximum_liability: {times_premium: 10}, premium: {rate_on_turnover: 1%}}}";
  CHECK(claims(run_example(example)) == 3'208'791);
}

TEST_CASE("advances are quarters of the exact premium", "[policy]") {
  // 0.25 % of 808.20 is 2.0205: 0.505125, 1.01025, 1.515375, 2.0205. From 2.02 the first would be 0.50.
  Example example;
  example.horizon = "366 days";
  example.invoices = "I1,B1,2025-01-10,2025-03-11,808.20\n";
  example.insurance = "{p: {cover: {from: 2025-01-01}, premium: {rate_on_turnover: 0.25%}}}";
  const RunResults results = run_example(example);
  std::vector<double> advances;
  for (std::size_t t = 0; t < results.axes.period_ends.size(); ++t)
    if (const double premium = results.cash.premium_mean(0, 1, t); premium != 0) advances.push_back(premium);
  REQUIRE(advances.size() == 4);
  CHECK(advances[0] == Approx(0.51));
  CHECK(advances[1] == Approx(0.50));
  CHECK(advances[2] == Approx(0.51));
  CHECK(advances[3] == Approx(0.50));
}

TEST_CASE("each and aggregate first loss, by loss and by indemnity, over two losses", "[policy]") {
  const auto both = [](const char* each, const char* aggregate) {
    return of_two("50000", "20000",
                  fmt::format("each_first_loss: {{amount: 5000, basis: {}}}, aggregate_first_loss: {{amount: 50000, "
                              "basis: {}}}",
                              each, aggregate));
  };
  CHECK(both("loss", "loss") == units(9'000));            // Q 45,000 used up; Q 15,000 less 5,000
  CHECK(both("indemnity", "indemnity") == units(3'000));  // I 40,000; I 13,000 less 10,000
  CHECK(both("loss", "indemnity") == units(4'000));       // I 40,500; I 13,500 less 9,500
  CHECK(both("indemnity", "loss") == units(8'000));       // Q 44,444.4..; Q 14,444.4.. less 5,555.5..
}

TEST_CASE("the aggregate first loss erodes by fractions of a cent", "[policy]") {
  // 33.3 % of 0.10 is 0.0333 twice; 0.04 by indemnity leaves 0.0266 of the second. By loss: 0.06 x 33.3 % = 0.01998.
  CHECK(of_two("0.10", "0.10", "insured_percentage: 33.3%, aggregate_first_loss: {amount: 0.04, basis: indemnity}") ==
        3);
  CHECK(of_two("0.10", "0.10", "insured_percentage: 33.3%, aggregate_first_loss: {amount: 0.04, basis: loss}") ==
        2 + 3);
  // Halves of a cent go to the even one, before the liability: 0.025 and 0.015 are 0.02 and 0.02.
  CHECK(of_two("0.05", "0.03", "insured_percentage: 50%") == 4);
  CHECK(of_two("0.05", "0.03", "insured_percentage: 50%, maximum_liability: {amount: 0.03}") == 3);
}

TEST_CASE("mixed percentages: the first loss by indemnity is taken in exact fractions of the loss", "[policy]") {
  Example example;
  example.invoices =
      "I1,B1,2025-01-10,2025-03-11,300\nI2,B1,2025-02-10,2025-03-11,700\nI3,B2,2025-02-10,2025-03-11,500\n";
  example.fail = "[{buyers: [B1], on: 2025-04-01}, {buyers: [B2], on: 2025-05-01}]";
  example.limits_file = "B1,2025-02-01,5000\nB2,2025-02-01,5000\n";
  example.insurance =
      "{p: {limits: {file: limits.csv, discretionary: {amount: 300, insured_percentage: 80%}}, each_first_loss: "
      "{amount: 100, basis: indemnity}, aggregate_first_loss: {amount: 1000, basis: loss}}}";
  // B1: 300 at 80 % and 700 at 90 % are 87 %; I 770, Q 770 / 0.87 = 885.0574..; B2: I 350, Q 388.8888..
  // 90 % of 388.8888.. - (1,000 - 885.0574..) = 246.5517..
  CHECK(claims(run_example(example)) == 24'655);
}

TEST_CASE("receipts pay the oldest debt: what stays open is younger, and so is the date of loss", "[policy]") {
  Example example;
  example.buyers = "buyer_id,sector,grade,segment\nB1,s,A,late\n";
  example.segments = large_ones_are_paid(10);
  example.invoices = "I1,B1,2025-01-01,2025-01-31,1000\nI2,B1,2025-02-01,2025-02-28,5000\n";
  example.insurance = "{p: {each_first_loss: {amount: 100}}}";
  // I1 is never paid; the 5,000 of 2025-03-10 pay it and 4,000 of I2: 1,000 is open 180 days after 2025-02-28.
  const RunResults results = run_example(example);
  CHECK(claims(results) == units(810));
  CHECK(claims_around(results, 59 + 180 + 30) == Approx(810));
  CHECK(results.trial_columns.gross_loss(0, 1) == 0);
}

TEST_CASE("a running policy: what happened between its start and as_of", "[policy]") {
  Example example;
  example.insurance = "{p: {cover: {from: 2024-07-01}}}";
  example.fail = "[{buyers: [B1, B2], on: 2025-02-01}]";
  // B1: 180 days after 2024-06-20 lies before as_of, its cover ended then. B2: 180 days after 2024-07-05 is
  // 2025-01-01, the first simulated day; what was shipped later is not in its loss.
  example.invoices =
      "I1,B1,2024-04-01,2024-06-20,1000\nI2,B1,2025-01-10,2025-05-11,500\nJ1,B2,2024-04-01,2024-07-05,1000\n"
      "J2,B2,2025-01-10,2025-05-11,500\n";
  CHECK(claims(run_example(example)) == units(900));
  // A row that was paid later than 180 days was a loss, too.
  example.invoice_columns = ",paid_date";
  example.invoices = "I1,B1,2024-01-10,2024-02-01,1000,2024-08-01\nI2,B1,2025-01-10,2025-05-11,500,\n";
  CHECK(claims(run_example(example)) == 0);
  example.invoices = "I1,B1,2024-01-10,2024-02-01,1000,2024-07-30\nI2,B1,2025-01-10,2025-05-11,500,\n";
  CHECK(claims(run_example(example)) == units(450));
  // Debt that was bad before cover began is not insured, but it shares in recoveries: 30 % of 1,500, of which
  // 450 / 1,500 are the insurer's.
  example.invoice_columns = "";
  example.invoices = "I1,B1,2023-12-01,2024-01-03,1000\nI2,B1,2025-01-10,2025-05-11,500\n";
  example.lgd = 0.7;
  const RunResults old_debt = run_example(example);
  CHECK(claims(old_debt) == units(450));
  CHECK(insurers_net(old_debt) == units(450 - 135));
}

TEST_CASE("the estate pays a claim in the share of its invoices in the debt at default", "[policy]") {
  Example example;
  // Protracted on 2025-03-01 with 1,000; 500 are shipped afterwards, insolvent on 2025-04-01 owing 1,500: of the 900
  // that come back two thirds count, and 900 / 1,000 of these are the insurer's.
  example.invoices = "I1,B1,2024-11-10,2024-12-01,1000\nI2,B1,2025-03-10,2025-05-11,500\n";
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";
  example.lgd = 0.4;
  example.insurance = "{p: {causes: {insolvency: {}, protracted_default: {wait: 90 days}}}}";
  const RunResults results = run_example(example);
  CHECK(claims(results) == units(900));
  CHECK(insurers_net(results) == units(900 - 540));
}

TEST_CASE("risk attaching: first losses, liability and its reinstatement by year of shipment", "[policy]") {
  Example example;
  example.lgd = 0.5;
  example.invoices =
      "I1,B1,2024-07-01,2025-03-01,100\nI2,B1,2025-01-01,2025-03-01,300\nI3,B1,2025-02-01,2025-03-01,50\n"
      "I4,B2,2024-08-01,2025-12-01,1000\nI5,B2,2025-01-15,2025-12-01,1000\n";
  example.fail = "[{buyers: [B1], on: 2025-04-01}, {buyers: [B2], on: 2025-06-01}]";
  const auto with = [&](bool reinstate) {
    example.insurance = fmt::format(
        "{{p: {{cover: {{from: 2024-01-01, years: 2, basis: risk_attaching}}, maximum_liability: {{amount: 250, "
        "reinstate: {}}}, aggregate_first_loss: {{amount: 60}}, each_first_loss: {{amount: 10}}}}}}",
        reinstate);
    return claims(run_example(example));
  };
  // B1: 2024 (100 - 10 - 60) x 90 % = 27; 2025 (350 - 10 - 60) x 90 % = 252, at most 250. On 2025-05-01 come 225,
  // 225 x 277 / 450 = 138.50 of it the insurer's: 13.50 and 125. B2: 891 in each year.
  CHECK(with(false) == units(277 + 223 + 0));
  CHECK(with(true) == units(277 + 125) + 23'650);
}

TEST_CASE("parts of an invoice: open until the last is paid", "[policy]") {
  Example example;
  example.buyers = "buyer_id,sector,grade,segment\nB1,s,A,late\n";
  example.segments = ", late: {family: empirical, quantiles: {0%: 5 days, 100%: 5 days}}";
  example.scenario = ", payment: {partial_payments: {probability: 100%, share: 40%, rest_after: 60 days}}";
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100\n";  // 40 on 2025-03-16, 60 on 2025-05-15
  example.insurance = "{p: {}}";
  const auto failing_on = [&](const std::string& day) {
    example.fail = "[{buyers: [B1], on: " + day + "}]";
    return claims(run_example(example));
  };
  CHECK(failing_on("2025-03-16") == units(90));
  CHECK(failing_on("2025-03-17") == units(54));
  CHECK(failing_on("2025-05-15") == units(54));
  CHECK(failing_on("2025-05-16") == 0);
  // Protracted on 2025-04-10 with 60, which come later: 95 % of it, 54 / 60 the insurer's.
  example.fail = "";
  example.insurance = "{p: {causes: {protracted_default: {wait: 30 days}}, recoveries: {cost: 5%}}}";
  const RunResults late = run_example(example);
  CHECK(claims(late) == units(54));
  CHECK(insurers_net(late) == 270);
  // The extension looks at the last part, too: shipments of that day are not insured, the next day's are.
  example.insurance = "{p: {max_extension: 10 days, causes: {insolvency: {}}}}";
  example.invoices += "I2,B1,2025-05-15,2025-08-11,1000\nI3,B1,2025-05-16,2025-08-11,500\n";
  CHECK(failing_on("2025-06-01") == units(450));
}

TEST_CASE("security realised up to the date of loss is off the debt, later it is a recovery", "[policy]") {
  Example example;
  example.buyers = "buyer_id,sector,grade,guarantee\nB1,s,A,30000\n";
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100000\n";
  example.fail = "[{buyers: [B1], on: 2025-04-01}]";  // 30,000 come 90 days later
  const auto with = [&](const std::string& terms) {
    example.insurance = "{p: {" + terms + "}}";
    const RunResults results = run_example(example);
    return std::pair{claims(results), insurers_net(results)};
  };
  CHECK(with("causes: {insolvency: {wait: 89 days}}") == std::pair{units(90'000), units(63'000)});
  CHECK(with("causes: {insolvency: {wait: 90 days}}") == std::pair{units(63'000), units(63'000)});
  CHECK(with("causes: {insolvency: {wait: 90 days}}, recoveries: {cost: 10%}") ==
        std::pair{units(65'700), units(65'700)});
}

TEST_CASE("anniversaries of 29 February", "[policy]") {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2026-12-11,100\nI2,B2,2025-01-10,2026-12-11,100\n";
  example.insurance = "{p: {cover: {from: 2024-02-29, years: 5}, maximum_liability: {amount: 100}}}";
  const auto on = [&](const std::string& first, const std::string& second) {
    example.fail = "[{buyers: [B1], on: " + first + "}, {buyers: [B2], on: " + second + "}]";
    return claims(run_example(example));
  };
  example.horizon = "24 months";
  CHECK(on("2025-02-27", "2025-02-28") == units(100));
  CHECK(on("2025-02-28", "2025-03-01") == units(180));
  CHECK(on("2025-03-01", "2026-02-28") == units(100));
  example.horizon = "40 months";  // the fourth anniversary is 29 February 2028 again
  example.invoices = "I1,B1,2025-01-10,2029-12-11,100\nI2,B2,2025-01-10,2029-12-11,100\n";
  CHECK(on("2027-12-01", "2028-02-29") == units(100));
  CHECK(on("2027-12-01", "2028-03-01") == units(180));
}

TEST_CASE("ceilings by country that cannot act are refused by policy and line", "[policy]") {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100\n";
  example.insurance = "{p: {country_cap: 5}}";
  check_refused(example, "no buyer has a country");
  example.country = "FR";
  CHECK(claims(run_example(example)) == units(5));  // not paid within the horizon: a protracted default
  example.insurance = "{p: {cover: {from: 2024-07-01}, country_cap: 5, state: {country_cap_used: {IT: 1}}}}";
  check_refused(example, "country_cap_used.IT");
  check_refused(example, "no buyer has the country 'IT'");
}

TEST_CASE("a top-up above a top-up is refused by policy and line", "[policy]") {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100\n";
  example.limits = "10";
  example.insurance =
      "{a: {limits: {column: insured_limit}}, b: {limits: {column: insured_limit, excess_of: a}}, c: {limits: {column: "
      "insured_limit, excess_of: b}}}";
  check_refused(example, "policy 'c' can stand above a primary alone");
}

TEST_CASE("layers that would carry a part of the loss more than once are refused by policy and line", "[policy]") {
  Example example;
  example.invoices = "I1,B1,2025-01-10,2025-03-11,100\n";
  const auto with = [&](const std::string& treaties) {
    example.insurance = "{p: {premium: {flat: 9}, treaties: {" + treaties + "}}}";
    return example;
  };
  const std::string lower = "low: {kind: per_risk_xl, retention: 50, limit: 50}, ";
  check_refused(with(lower + "top: {kind: per_risk_xl, retention: 99, limit: 50}"), "treaties.top: overlaps 'low'");
  check_refused(
      with("low: {kind: per_risk_xl, retention: 50, limit: 50, share: 60%}, top: {kind: per_risk_xl, retention: "
           "20, share: 50%}"),
      "above 50");
  check_refused(with("a: {kind: aggregate_xl, annual_deductible: 30, limit: 20}, b: {kind: aggregate_xl, "
                     "annual_deductible: 10, limit: 15, reinstatements: {number: 1}}"),
                "treaties.b: overlaps 'a'");
  // Beside each other, placed in shares, of another loss, behind one another, or of other years' sums.
  for (const std::string other :
       {"top: {kind: per_risk_xl, retention: 100, limit: 50}",
        "top: {kind: per_risk_xl, retention: 99, subject: gross}",
        "top: {kind: stop_loss, retention: 60}, agg: {kind: aggregate_xl, annual_deductible: 50, limit: 50}",
        "top: {kind: per_risk_xl, retention: 60, inures_to: [low]}", "top: {kind: quota_share, share: 60%}"})
    CHECK(claims(run_example(with(lower + other))) == units(90));
  CHECK(claims(run_example(with("a: {kind: per_risk_xl, retention: 50, limit: 50, share: 40%}, b: {kind: per_risk_xl, "
                                "retention: 50, limit: 50, share: 60%}"))) == units(90));
  CHECK(claims(run_example(
            with("a: {kind: per_risk_xl, retention: 50, limit: 50, reinstatements: {number: 1}}, back_up: {kind: "
                 "per_risk_xl, retention: 50, limit: 50, annual_deductible: 100, reinstatements: {number: 0}}"))) ==
        units(90));
}
