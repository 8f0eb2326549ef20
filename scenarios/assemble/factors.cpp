#include "scenarios/assemble/factors.h"

#include <set>

#include "models/credit/factor_model.h"

namespace delcredere::assemble {
namespace {

void check(const LoadedStudy& loaded, const Scenario& scenario, const std::string& name,
           const std::vector<std::string>& sectors) {
  try {
    FactorModel(scenario.credit.dependence, sectors);
  } catch (const Error& error) {
    const std::string message = error.what();
    const auto place = loaded.positions.find(name);
    if (place == loaded.positions.end() || !message.starts_with("credit.dependence.factor_correlation")) throw;
    throw Error(error.code(), {{place->second, "", (name.empty() ? "" : "scenarios." + name + ".") + message}});
  }
}

}  // namespace

void check_factor_models(const LoadedStudy& loaded) {
  std::set<std::string> names;
  for (const Buyer& buyer : loaded.study.portfolio.buyers) names.insert(buyer.sector);
  const std::vector<std::string> sectors(names.begin(), names.end());
  check(loaded, loaded.study.base, "", sectors);
  for (const Scenario& scenario : loaded.study.scenarios) check(loaded, scenario, scenario.name, sectors);
}

}  // namespace delcredere::assemble
