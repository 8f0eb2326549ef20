#include "scenarios/assemble/factors.h"

#include <fmt/core.h>

#include "models/credit/factor_model.h"

namespace delcredere::assemble {
namespace {

void check(const LoadedStudy& loaded, const Scenario& scenario, const std::string& name, const BookSectors& sectors,
           std::vector<Diagnostic>& warnings) {
  const std::string prefix = name.empty() ? "" : "scenarios." + name + ".";
  try {
    const FactorModel model(scenario.credit.dependence, sectors);
    const FactorCovariance& covariance = model.covariance();
    if (covariance.repaired_by() <= 0) return;
    const auto place = loaded.positions.find(name);
    warnings.push_back(
        {place != loaded.positions.end() ? place->second : Position{}, prefix + "credit.dependence.factor_correlation",
         fmt::format("not positive semi-definite, smallest eigenvalue {:.6g}: the nearest correlation matrix takes its "
                     "place, which moves entries by up to {:.3g}",
                     covariance.smallest_eigenvalue(), covariance.repaired_by())});
  } catch (const Error& error) {
    const std::string message = error.what();
    const auto place = loaded.positions.find(name);
    if (place == loaded.positions.end() || !message.starts_with("credit.dependence.factor_correlation")) throw;
    throw Error(error.code(), {{place->second, "", prefix + message}});
  }
}

}  // namespace

std::vector<Diagnostic> check_factor_models(const LoadedStudy& loaded) {
  std::vector<Diagnostic> warnings;
  const BookSectors sectors = sectors_of(loaded.study.portfolio);
  check(loaded, loaded.study.base, "", sectors, warnings);
  for (const Scenario& scenario : loaded.study.scenarios) check(loaded, scenario, scenario.name, sectors, warnings);
  return warnings;
}

}  // namespace delcredere::assemble
