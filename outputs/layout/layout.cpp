#include "outputs/layout/layout.h"

#include <string>

namespace delcredere {
namespace {

/// What a reader needs before any group: format, study, axis zero of time, money, size of the experiment.
Attributes root_attributes(const RunResults& results) {
  const ResultAxes& axes = results.axes;
  Attributes attributes{
      {"format", std::string(kResultFormatName)},
      {"format_version", std::vector<std::int64_t>{kResultFormatMajor, kResultFormatMinor}},
      {"Conventions", "CF-1.8"},
      {"title", axes.study_name},
      {"as_of", axes.as_of.iso()},
      {"currency", axes.currency.code},
      {"currency_digits", static_cast<std::int64_t>(axes.currency.digits)},
      {"trials", static_cast<std::int64_t>(results.trials)},
      {"seed", results.seed},
      {"run_hash", results.run_hash},
  };
  if (const std::optional<StopResults>& stop = results.stop) {
    attributes.push_back({"stop_reason", stop->reached ? "relative_error" : "max_trials"});
    attributes.push_back({"stop_measure", stop->measure});
    attributes.push_back({"stop_policy", stop->policy});
    attributes.push_back({"stop_scenario", stop->scenario});
    attributes.push_back({"stop_relative_error", stop->asked});
    attributes.push_back({"stop_relative_error_reached", stop->relative_error});
  }
  if (!axes.period_name.empty()) attributes.push_back({"period", axes.period_name});
  if (!axes.period_ends.empty()) attributes.push_back({"horizon_days", axes.period_ends.back()});
  return attributes;
}

}  // namespace

ResultFile layout_result_file(RunResults results, const Provenance& provenance) {
  ResultFile file;
  file.attributes = root_attributes(results);
  for (auto* group : {&layout::losses, &layout::exceedance, &layout::cash, &layout::liquidity, &layout::ageing,
                      &layout::collection, &layout::provisions, &layout::covenants, &layout::reserve, &layout::buyers,
                      &layout::sectors, &layout::countries, &layout::concentration, &layout::pricing, &layout::treaties,
                      &layout::trials, &layout::convergence, &layout::sampling}) {
    Group made = group(results);
    if (!made.variables.empty()) file.groups.push_back(std::move(made));
  }
  file.groups.push_back(layout::provenance(results, provenance));
  return file;
}

}  // namespace delcredere
