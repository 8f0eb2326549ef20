#include "scenarios/assemble/factors.h"

#include <fmt/core.h>

#include "models/credit/factor_model.h"
#include "models/fx/fx_paths.h"

namespace delcredere::assemble {
namespace {

/// covariance(): of the matrix at `key`, a path without the scenario's. Its errors get their place.
template <class Covariance>
void check(const LoadedStudy& loaded, const std::string& scenario, const std::string& key,
           const Covariance& covariance_of, std::vector<Diagnostic>& warnings) {
  const std::string prefix = scenario.empty() ? "" : "scenarios." + scenario + ".";
  const auto place = loaded.positions.find(prefix + key);
  try {
    const FactorCovariance covariance = covariance_of();
    if (covariance.repaired_by() <= 0) return;
    warnings.push_back(
        {place != loaded.positions.end() ? place->second : Position{}, prefix + key,
         fmt::format("not positive semi-definite, smallest eigenvalue {:.6g}: the nearest correlation matrix takes its "
                     "place, which moves entries by up to {:.3g}",
                     covariance.smallest_eigenvalue(), covariance.repaired_by())});
  } catch (const Error& error) {
    const std::string message = error.what();
    if (place == loaded.positions.end() || !message.starts_with(key)) throw;
    throw Error(error.code(), {{place->second, "", prefix + message}});
  }
}

}  // namespace

std::vector<Diagnostic> check_factor_models(const LoadedStudy& loaded) {
  std::vector<Diagnostic> warnings;
  const BookSectors sectors = sectors_of(loaded.study.portfolio);
  const Scenario& base = loaded.study.base;
  const auto both = [&](const Scenario& scenario, const std::string& name) {
    const bool own = name.empty();  // what a scenario has from base was looked at there
    if (own || scenario.credit.dependence != base.credit.dependence)
      check(
          loaded, name, "credit.dependence.factor_correlation",
          [&] { return FactorModel(scenario.credit.dependence, sectors).covariance(); }, warnings);
    if (own || scenario.fx.correlation != base.fx.correlation)
      check(
          loaded, name, "fx.correlation", [&] { return currency_covariance(scenario.fx.correlation); }, warnings);
  };
  both(base, "");
  for (const Scenario& scenario : loaded.study.scenarios) both(scenario, scenario.name);
  return warnings;
}

}  // namespace delcredere::assemble
