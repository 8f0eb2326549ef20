#pragma once
// A folder with a small book, and configs on it.

#include <string>

#include "scenarios/load.h"
#include "tests/config/support.h"

namespace delcredere::test {

inline constexpr const char* kBuyers =
    "buyer_id,name,sector,country,grade,insured_limit\n"
    "B1,One,construction,DE,A,1000000\n"
    "B2,Two,retail,FR,E,\n"
    "B3,Three,retail,DE,E,500\n";
inline constexpr const char* kInvoices =
    "invoice_id,buyer_id,issue_date,due_date,amount,currency\n"
    "I1,B1,2025-12-01,2026-01-30,1000,EUR\n"
    "I2,B2,2025-12-02,2026-01-31,500.50,EUR\n"
    "I3,B3,2025-12-03,2026-02-01,700,EUR\n"
    "I4,B2,2026-02-03,2026-03-01,9000,EUR\n";

inline constexpr const char* kLeast = R"(delcredere: 1
name: least
as_of: 2026-01-05
currency: EUR
horizon: 52 weeks
portfolio: {buyers: buyers.csv, invoices: invoices.csv}
simulation: {trials: 1000, seed: 7}
credit: {grades: {A: 0.1%, E: 12%}}
)";

inline constexpr const char* kFull = R"(delcredere: 1
name: full
as_of: 2026-01-05
currency: EUR
horizon: 52 weeks
portfolio: {buyers: {file: buyers.csv, columns: {name: name}}, invoices: invoices.csv}
credit:
  grades: {A: 0.05%, E: 12%}
  insolvency_share: 60%
  dependence:
    model: gaussian
    factor_correlation: 40%
    sectors:
      default: {asset_correlation: 12%}
      construction: {asset_correlation: 20%}
  lgd: {default: {mean: 90%, standard_deviation: 10%, recovery_lag: 540 days}}
payment:
  buyer_effect: 30%
  sector_effect: 10%
  default_link: 30%
  segments:
    default: {family: lognormal, on_time: 35%, mean: 18 days, standard_deviation: 22 days}
credit_management:
  dunning: {overdue: 15 days, residual_delay: 80%, in_history: true}
  supply_stop: {overdue: 45 days, in_history: false}
shocks:
  construction_slump: {sectors: [construction], annual_probability: 10%, duration: 26 weeks, default_multiplier: 3, delay_multiplier: 1.6, sales_multiplier: 80%, spillover: {retail: 40%}}
insurance:
  whole_turnover:
    cover: {from: 2026-01-05, years: 1, basis: losses_occurring}
    insured_percentage: 90%
    limits: {column: insured_limit, discretionary: {amount: 20000, insured_percentage: 80%}}
    non_qualifying_loss: 1000
    each_first_loss: {amount: 0, basis: loss}
    aggregate_first_loss: {amount: 50000, basis: loss}
    maximum_liability: {times_premium: 30}
    causes: {insolvency: {wait: 0 days}, protracted_default: {wait: 180 days}}
    settlement: 30 days
    premium: {rate_on_turnover: 0.25%, minimum: 40000}
liquidity:
  opening_cash: 2500000
  minimum_cash: 500000
  outflows: outflows.csv
  credit_line: {limit: 1000000, rate: 7.5%}
simulation: {trials: 100000, seed: 20260105, sampling: plain}
scenarios:
  base: {}
  slump_now: {shocks: {construction_slump: {occurs: certain}}}
  top_two_fail: {fail: [{top: 2, by: exposure, on: 2026-02-02}]}
  severe: {include: stress.yaml, payment: {buyer_effect: 50%}}
outputs: {probabilities: [1%, 99%], return_periods: [2, 10], trials: auto}
)";

inline constexpr const char* kExposures = R"(delcredere: 1
name: exposures
as_of: 2026-01-05
currency: EUR
horizon: 12 months
portfolio: {buyers: exposures.csv}
simulation: {trials: 1000, seed: 7}
insurance: {p50: {limits: {column: insured_limit}, non_qualifying_loss: 20, each_first_loss: {amount: 5}}}
)";

class StudyFolder {
 public:
  StudyFolder() {
    folder_.write("buyers.csv", kBuyers);
    folder_.write("invoices.csv", kInvoices);
    folder_.write("outflows.csv", "date,amount,label\n2026-01-25,1000,payroll\n");
    folder_.write("stress.yaml", "credit: {grades: {E: 50%}}\npayment: {buyer_effect: 40%}\n");
    folder_.write("exposures.csv",
                  "buyer_id,sector,annual_pd,insured_limit,exposure\nX1,a,0.01,80,100\nX2,a,0.02,80,50\n");
  }
  LoadedStudy load(const std::string& text, const LoadOptions& options = {}) const {
    return load_study(folder_.write("study.yaml", text), options);
  }
  LoadedStudy load(const std::string& text, std::vector<std::string> sets) const {
    LoadOptions options;
    options.sets = std::move(sets);
    return load(text, options);
  }
  Error refused(const std::string& text, const LoadOptions& options = {}) const {
    return test::refused([&] { load(text, options); });
  }
  Error refused(const std::string& text, std::vector<std::string> sets) const {
    return test::refused([&] { load(text, std::move(sets)); });
  }
  const WrittenFolder& folder() const { return folder_; }

 private:
  WrittenFolder folder_;
};

/// Everything of a study that comes from the config, as text.
std::string summary(const Study& study);

}  // namespace delcredere::test
