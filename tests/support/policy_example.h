#pragma once
// A small deterministic book under a policy, by way of a config: no buyer fails by chance, no invoice is paid within
// the horizon, failures are named.

#include <catch2/catch.hpp>

#include "sim/run.h"
#include "tests/support/config_study.h"

namespace delcredere::testing {

struct Example {
  std::string as_of = "2024-12-31";
  std::string horizon = "12 months";
  std::string invoices;      ///< rows: id, buyer, issue, due, amount
  std::string limits = "";   ///< insured_limit of B1
  std::string country = "";  ///< of every buyer
  std::string scenario;      ///< further keys of the scenario, YAML, ", " first
  std::string fail;          ///< list of named failures, YAML
  std::string insurance;     ///< YAML in one line
  double lgd = 1.0;
  std::string limits_file;
  std::string claims_file;
  std::string more;             ///< further lines of the config
  std::string buyers;           ///< the whole buyers file instead of B1..B5
  std::string invoice_columns;  ///< further columns of the invoices, ",disputed"
  std::string segments;         ///< further payment segments, YAML, ", " first
  std::string grades = "A: 0%";
  std::string credit;     ///< further keys of credit, YAML, ", " first
  std::string migration;  ///< the whole migration.csv
  std::string engine = "fast";
};

inline RunResults run_example(const Example& example) {
  const std::string config =
      fmt::format(R"(delcredere: 1
name: example
as_of: {}
currency: EUR
horizon: {}
portfolio: {{buyers: buyers.csv, invoices: invoices.csv}}
simulation: {{trials: 2, seed: 1}}
credit: {{grades: {{{}}}, lgd: {{default: {{mean: {}, standard_deviation: 0, recovery_lag: 30 days}}}}{}}}
payment: {{segments: {{default: {{family: lognormal, on_time: 0%, mean: 3000 days, standard_deviation: 0 days}}{}}}}}
insurance: {}
{}
scenarios:
  example: {{fail: {}{}}}
)",
                  example.as_of, example.horizon, example.grades, example.lgd, example.credit, example.segments,
                  example.insurance, example.more, example.fail.empty() ? "[]" : example.fail, example.scenario);
  std::string buyers = "buyer_id,sector,grade,insured_limit,country\n";
  for (int i = 1; i <= 5; ++i)
    buyers += fmt::format("B{},s,A,{},{}\n", i, i == 1 ? example.limits : "", example.country);
  if (!example.buyers.empty()) buyers = example.buyers;
  std::map<std::string, std::string> files{{"buyers.csv", buyers},
                                           {"invoices.csv", "invoice_id,buyer_id,issue_date,due_date,amount" +
                                                                example.invoice_columns + "\n" + example.invoices}};
  if (!example.limits_file.empty()) files["limits.csv"] = "buyer_id,from,amount\n" + example.limits_file;
  if (!example.migration.empty()) files["migration.csv"] = example.migration;
  if (!example.claims_file.empty()) files["claims.csv"] = "date_of_loss,paid,cash_date\n" + example.claims_file;
  RunSettings settings;
  settings.engine = example.engine;
  return run_study(study_from(config, files), settings);
}

/// The example is refused at a line of its config, with these words.
inline void check_refused(const Example& example, const std::string& words) {
  try {
    run_example(example);
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::config);
    REQUIRE_FALSE(error.diagnostics().empty());
    CHECK(error.diagnostics().front().where.line > 0);
    CHECK(std::string(error.what()).find(words) != std::string::npos);
  }
}

constexpr Money units(std::int64_t amount) { return amount * 100; }

inline Money claims(const RunResults& results, std::size_t policy = 1) {
  return results.trial_columns.claims(0, policy, 1);
}

/// What the insured keeps of the debt that failed.
inline Money kept(const RunResults& results, std::size_t policy = 1) {
  return results.trial_columns.gross_loss(0, 1) - claims(results, policy);
}

/// Claims of the week that contains a day since as_of, in whole units.
inline double claims_around(const RunResults& results, Day day) {
  for (std::size_t t = 0; t < results.axes.period_ends.size(); ++t)
    if (results.axes.period_ends[t] >= day) return results.cash.claims_mean(0, 1, t);
  return -1;
}

}  // namespace delcredere::testing
