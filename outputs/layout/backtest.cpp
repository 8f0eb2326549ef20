#include "outputs/layout/backtest.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "outputs/layout/layout.h"
#include "outputs/text/utf8.h"

namespace delcredere {
namespace {

class BacktestGroup {
 public:
  explicit BacktestGroup(const BacktestTables& tables) {
    group_.name = "backtest";
    group_.attributes = {{"long_name", "forecasts from what was known at each origin, scored against what happened"},
                         {"invoices", tables.invoices},
                         {"independent_origins", tables.independent_origins}};
    std::vector<std::string> notes;
    for (const std::string& note : tables.notes) notes.push_back(valid_utf8(note));
    if (!notes.empty()) group_.attributes.push_back({"notes", notes});
    std::vector<std::int64_t> weeks, bins;
    for (std::size_t w = 1; w <= tables.weeks; ++w) weeks.push_back(static_cast<std::int64_t>(w));
    std::vector<double> upper;
    for (std::size_t b = 1; b <= tables.pit_bins; ++b)
      upper.push_back(static_cast<double>(b) / static_cast<double>(tables.pit_bins));
    axis("model", tables.methods, "1", "way of forecasting");
    axis("origin", tables.origins, "days since " + tables.as_of.iso(), "last day that a forecast knows of");
    axis("interval", tables.intervals, "1", "probability of a central interval");
    axis("week", weeks, "1", "week of the horizon, 1 is the first");
    axis("pit_bin", upper, "1", "upper end of a bin of the probability integral transform");
  }

  template <class T>
  void add(std::string name, std::vector<std::string> dims, const std::vector<T>& values, std::string units,
           std::string long_name) {
    Variable variable;
    variable.name = std::move(name);
    for (const std::string& dim : dims) variable.shape.push_back(group_.at(dim).size());
    variable.dims = std::move(dims);
    if (variable.size() != values.size())
      throw std::logic_error("/backtest/" + variable.name + " does not have the shape of its axes");
    if (values.empty()) return;
    variable.data = tidy(values);
    variable.attributes = {{"units", std::move(units)}, {"long_name", std::move(long_name)}};
    group_.variables.push_back(std::move(variable));
  }

  Group finish() { return std::move(group_); }

 private:
  template <class T>
  void axis(const std::string& name, const std::vector<T>& values, std::string units, std::string long_name) {
    Variable variable{name, {name}, {values.size()}, values, {{"units", units}, {"long_name", long_name}}};
    if (!values.empty()) group_.variables.push_back(std::move(variable));
  }
  template <class T>
  static std::vector<T> tidy(std::vector<T> values) {
    if constexpr (std::is_same_v<T, double>)
      for (double& value : values)
        if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();  // equal bits
    return values;
  }

  Group group_;
};

}  // namespace

ResultFile layout_backtest(const BacktestTables& t, const Provenance& provenance) {
  ResultFile file;
  file.attributes = {{"format", std::string(kResultFormatName)},
                     {"format_version", std::vector<std::int64_t>{kResultFormatMajor, kResultFormatMinor}},
                     {"Conventions", "CF-1.8"},
                     {"title", valid_utf8(t.title)},
                     {"as_of", t.as_of.iso()},
                     {"currency", t.currency.code},
                     {"currency_digits", static_cast<std::int64_t>(t.currency.digits)},
                     {"trials", static_cast<std::int64_t>(t.trials)},
                     {"seed", t.seed},
                     {"horizon_days", static_cast<std::int64_t>(t.horizon)}};
  BacktestGroup group(t);
  const std::string& money = t.currency.code;
  group.add("invoice_crps", {"model"}, t.invoice_crps, "day",
            "continuous ranked probability score of an invoice's day");
  group.add("invoice_log_score", {"model"}, t.log_score, "1", "mean ln p(day of payment), not below ln 1e-6");
  group.add("invoice_coverage", {"model", "interval"}, t.invoice_coverage, "1",
            "share of the paid invoices inside their central interval");
  group.add("invoice_pit_share", {"model", "pit_bin"}, t.pit_shares, "1",
            "share of the paid invoices whose randomised probability integral transform lies in the bin");
  group.add("invoice_pit_distance", {"model"}, t.pit_distance, "1",
            "Kolmogorov-Smirnov distance of the transform to the uniform law");
  group.add("weekly_crps", {"model"}, t.weekly_crps, "1", "score of weekly cash, as a share of its mean");
  group.add("weekly_coverage", {"model", "interval"}, t.weekly_coverage, "1",
            "share of the weeks whose cash is inside its central interval");
  group.add("buyer_crps", {"model"}, t.buyer_crps, "1",
            "score of a buyer's cash over the horizon, as a share of its mean");
  group.add("total_crps", {"model"}, t.total_crps, "1", "score of cash over the horizon, as a share of its mean");
  group.add("total_bias", {"model"}, t.total_bias, "1", "forecast cash of the horizon over what came, less 1");
  group.add("total_coverage", {"model", "interval"}, t.total_coverage, "1",
            "share of the horizons whose cash is inside its central interval");
  group.add("week_crps", {"model", "week"}, t.week_crps, "1", "score of the week's cash, as a share of its mean");
  group.add("week_bias", {"model", "week"}, t.week_bias, "1", "forecast cash of the week over what came, less 1");
  group.add("week_coverage", {"model", "week", "interval"}, t.week_coverage, "1",
            "share of the origins whose cash of the week is inside its central interval");
  group.add("origin_invoices", {"origin"}, t.origin_invoices, "1", "invoices that were forecast");
  group.add("origin_cash", {"origin"}, t.happened, money, "cash of the horizon as it came");
  group.add("origin_invoice_crps", {"origin", "model"}, t.origin_invoice_crps, "day",
            "continuous ranked probability score of an invoice's day");
  group.add("origin_invoice_log_score", {"origin", "model"}, t.origin_log_score, "1",
            "mean ln p(day of payment), not below ln 1e-6");
  group.add("origin_weekly_crps", {"origin", "model"}, t.origin_weekly_crps, "1",
            "score of weekly cash, as a share of its mean");
  group.add("origin_forecast_mean", {"origin", "model"}, t.forecast, money, "forecast cash of the horizon");
  group.add("origin_forecast_lower", {"origin", "model"}, t.lower80, money, "lower end of its central 80 % interval");
  group.add("origin_forecast_upper", {"origin", "model"}, t.upper80, money, "upper end of its central 80 % interval");
  file.groups.push_back(group.finish());

  RunResults from;
  from.seed = t.seed;
  from.engine = "tables";
  from.simd_target = "scalar";
  from.threads = 1;
  file.groups.push_back(layout::provenance(from, provenance));
  return file;
}

}  // namespace delcredere
