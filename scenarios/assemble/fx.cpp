// Exchange rates against the currencies of the book.

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "scenarios/assemble/scene.h"
#include "scenarios/config/nearest.h"

namespace delcredere::assemble {

void check_fx(const Scene& scene) {
  const FxParameters& fx = scene.config.fx;
  if (scene.book.exposures()) {
    if (scene.places.has({"fx"}))
      scene.error({"fx"}, "does not apply to a book of exposures, which is in base currency");
    return;
  }
  const std::vector<std::string>& known = scene.book.portfolio().currencies;
  const std::vector<std::string> foreign(known.begin() + (known.empty() ? 0 : 1), known.end());
  const auto is_foreign = [&](const std::string& code) {
    return std::find(foreign.begin(), foreign.end(), code) != foreign.end();
  };
  std::set<std::string> moving;
  for (const auto& [code, currency] : fx.currencies) {
    if (!is_foreign(code))
      scene.warning({"fx", "currencies", code},
                    fmt::format("no invoice is in '{}'.{}", code, config::suggestion(code, foreign)));
    if (currency.volatility > 0.0 || currency.drift != 0.0) moving.insert(code);
  }
  for (const std::string& code : fx.correlation.order)
    if (!is_foreign(code))
      scene.warning({"fx", "correlation", "order"},
                    fmt::format("no invoice is in '{}'.{}", code, config::suggestion(code, foreign)));
  for (const auto& [name, shock] : scene.config.shocks)
    for (const auto& [code, multiplier] : shock.shock.fx) {
      if (!is_foreign(code))
        scene.warning({"shocks", name, "fx", code},
                      fmt::format("no invoice is in '{}'.{}", code, config::suggestion(code, foreign)));
      if (multiplier != 1.0) moving.insert(code);
    }
  for (const auto& [name, policy] : scene.config.insurance)
    if (moving.contains(policy.currency))
      scene.error(
          {"insurance", name, "currency"},
          fmt::format("the rate of '{}' moves, and a policy in a currency that moves is not modelled yet. State "
                      "it in {}, or in a currency whose rate stays",
                      policy.currency, scene.currency.code));
}

}  // namespace delcredere::assemble
