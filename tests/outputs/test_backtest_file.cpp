// The file of a backtest: shapes, units, what is written is what is read, and the words on it.

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "outputs/layout/backtest.h"
#include "outputs/result_io.h"
#include "outputs/terminal/summary.h"
#include "tests/support/sample_results.h"
#include "tests/support/temporary_folder.h"

using namespace delcredere;

namespace {

std::vector<double> counted(std::size_t n, double from) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(from + 0.001 * static_cast<double>(i));
  return values;
}

BacktestTables sample() {
  BacktestTables t;
  t.title = "Backtest of ledger.csv";
  t.as_of = *Date::from_civil(2026, 1, 5);
  t.currency = {"EUR", 2};
  t.trials = 1000;
  t.seed = 7;
  t.horizon = 21;
  t.invoices = 1234;
  t.independent_origins = 1;
  t.notes = {"the ledger ends early"};
  t.methods = {"calibrated", "due date"};
  t.origins = {-28, 0};
  t.intervals = {0.5, 0.8, 0.9};
  t.weeks = 3;
  t.pit_bins = 4;
  for (auto* by_method : {&t.invoice_crps, &t.log_score, &t.pit_distance, &t.weekly_crps, &t.buyer_crps, &t.total_crps})
    *by_method = counted(2, 3.25);
  t.total_bias = {-0.031, std::numeric_limits<double>::quiet_NaN()};
  for (auto* covers : {&t.invoice_coverage, &t.weekly_coverage, &t.total_coverage}) *covers = counted(6, 0.81);
  t.pit_shares = {0.2, 0.3, 0.26, 0.24, 0.25, 0.25, 0.25, 0.25};
  t.week_crps = counted(6, 0.1);
  t.week_bias = counted(6, 0.02);
  t.week_coverage = counted(18, 0.4);
  t.origin_invoices = {600, 634};
  t.happened = {1000.5, 2000.25};
  for (auto* cell :
       {&t.origin_invoice_crps, &t.origin_log_score, &t.origin_weekly_crps, &t.forecast, &t.lower80, &t.upper80})
    *cell = counted(4, 5.0);
  return t;
}

}  // namespace

TEST_CASE("the file of a backtest is read as it was written") {
  const ResultFile file = layout_backtest(sample(), test::sample_provenance());
  const test::TemporaryFolder folder;
  const std::string path = folder.file("scores.h5");
  write_result_file(file, path, Overwrite::refuse);
  const ResultFile read = read_result_file(path);
  CHECK(same_contents(file, read));
  CHECK(summary_text(read) == summary_text(file));
  const Group& group = *read.find("backtest");
  for (const Variable& variable : group.variables) {
    INFO(variable.name);
    CHECK(variable.attribute("units") != nullptr);
    CHECK(variable.attribute("long_name") != nullptr);
    for (std::size_t axis = 0; axis < variable.dims.size(); ++axis)
      CHECK(variable.shape[axis] == group.at(variable.dims[axis]).size());
  }
  CHECK(group.at("week_coverage").dims == std::vector<std::string>{"model", "week", "interval"});
  CHECK(group.at("origin").integers() == std::vector<std::int64_t>{-28, 0});
  CHECK(std::get<std::string>(*group.at("origin_cash").attribute("units")) == "EUR");
  CHECK(std::isnan(group.at("total_bias").doubles()[1]));
}

TEST_CASE("a backtest in words") {
  const ResultFile file = layout_backtest(sample(), test::sample_provenance());
  const std::string text = summary_text(file);
  for (const char* words :
       {"Backtest of ledger.csv", "2 origins from 8 Dec 2025 to 5 Jan 2026 (1 without overlap), 21 days each",
        "1,234 forecasts of invoices", "calibrated", "due date", "-3.1", "81 81 81", "by week ahead", "20 30 26 24",
        "Note: the ledger ends early"}) {
    INFO(words << "\n" << text);
    CHECK(text.find(words) != std::string::npos);
  }
  const auto json = summary_json(file);
  CHECK(json["backtest"]["by_model"][0]["invoice_crps"] == 3.25);
  CHECK(json["backtest"]["by_model_week"].size() == 6);
}

TEST_CASE("a table that does not fit its axes is refused") {
  BacktestTables tables = sample();
  tables.week_crps.pop_back();
  CHECK_THROWS_AS(layout_backtest(tables, test::sample_provenance()), std::logic_error);
}
