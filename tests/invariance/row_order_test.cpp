// The order of rows in the CSV files does not matter.

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "sim/run.h"
#include "tests/invariance/results_bytes.h"
#include "tests/support/config_study.h"

using namespace delcredere;
using namespace delcredere::testing;

namespace {

const char* const kConfig = R"(delcredere: 1
name: rows
as_of: 2026-01-05
currency: EUR
horizon: 40 weeks
portfolio: {buyers: buyers.csv, invoices: invoices.csv, sales_plan: plan.csv}
credit:
  grades: {A: 2%, B: 20%}
  dependence: {factor_correlation: 40%, sectors: {default: {asset_correlation: 20%}}}
payment:
  buyer_effect: 30%
  sector_effect: 10%
  default_link: 30%
  segments: {default: {family: lognormal, on_time: 35%, mean: 30 days, standard_deviation: 40 days}}
credit_management: {supply_stop: {overdue: 45 days, in_history: false}}
insurance: {p: {limits: {column: insured_limit}, causes: {insolvency: {}, protracted_default: {wait: 60 days}},
                premium: {rate_on_turnover: 0.3%}, aggregate_first_loss: {amount: 1000}}}
liquidity: {opening_cash: 5000, minimum_cash: 1000, outflows: outflows.csv}
simulation: {trials: 1000, seed: 77}
scenarios:
  base: {}
  worse: {shocks: {s: {occurs: certain, duration: 100 days, default_multiplier: 4, delay_multiplier: 1.5}}}
)";

std::map<std::string, std::string> files(std::uint64_t shuffle) {
  std::mt19937_64 bits(shuffle);
  const auto text = [&](const std::string& header, std::vector<std::string> rows) {
    if (shuffle != 0)
      for (std::size_t i = rows.size() - 1; i > 0; --i) std::swap(rows[i], rows[bits() % (i + 1)]);
    std::string all = header + "\n";
    for (const std::string& row : rows) all += row + "\n";
    return all;
  };
  std::vector<std::string> buyers, invoices, plan, outflows;
  const Date first = *Date::parse_iso("2025-06-01");
  for (int b = 0; b < 15; ++b) {
    buyers.push_back(
        fmt::format("B{:02},{},{},{}", b, b % 3 == 0 ? "food" : "metal", b % 4 == 0 ? "B" : "A", 3000 + 100 * b));
    for (int n = 0; n < 10; ++n) {
      const Date issue{first.serial + 20 * n + b};
      const bool paid = n < 7;
      invoices.push_back(fmt::format("I{}-{},B{:02},{},{},{}.{:02},{}", b, n, b, issue.iso(),
                                     Date{issue.serial + 30}.iso(), 500 + 37 * n, b,
                                     paid ? Date{issue.serial + 30 + 3 * n}.iso() : ""));
    }
    for (int n = 0; n < 6; ++n) {
      const Date issue{first.serial + 230 + 30 * n + b};
      plan.push_back(fmt::format("B{:02},{},{},{}", b, issue.iso(), Date{issue.serial + 45}.iso(), 900 + 11 * n));
    }
  }
  for (int n = 0; n < 9; ++n)
    outflows.push_back(fmt::format("{},{},x", Date{first.serial + 240 + 28 * n}.iso(), 8000 + n));
  return {{"buyers.csv", text("buyer_id,sector,grade,insured_limit", buyers)},
          {"invoices.csv", text("invoice_id,buyer_id,issue_date,due_date,amount,paid_date", invoices)},
          {"plan.csv", text("buyer_id,issue_date,due_date,amount", plan)},
          {"outflows.csv", text("date,amount,label", outflows)}};
}

}  // namespace

TEST_CASE("shuffled files give the same bytes", "[rows]") {
  const RunResults straight = run_study(study_from(kConfig, files(0)), {});
  CHECK(straight.losses.mean(0, 1, 1) > 0);
  CHECK(straight.liquidity.lost_sales_mean(0) > 0);
  const ResultsBytes bytes(straight);
  for (const std::uint64_t shuffle : {1, 2, 3})
    CHECK(bytes.difference(ResultsBytes(run_study(study_from(kConfig, files(shuffle)), {}))) == "");
}
