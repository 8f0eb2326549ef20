// Exchange rates against the currencies of the book.

#include <fmt/core.h>

#include <algorithm>

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
  bool moves = false;
  for (const auto& [code, currency] : fx.currencies) {
    if (!is_foreign(code))
      scene.warning({"fx", "currencies", code},
                    fmt::format("no invoice is in '{}'.{}", code, config::suggestion(code, foreign)));
    else
      moves = moves || currency.volatility > 0.0 || currency.drift != 0.0;
  }
  for (const auto& [name, shock] : scene.config.shocks)
    for (const auto& [code, multiplier] : shock.shock.fx) {
      if (!is_foreign(code))
        scene.warning({"shocks", name, "fx", code},
                      fmt::format("no invoice is in '{}'.{}", code, config::suggestion(code, foreign)));
      else
        moves = moves || multiplier != 1.0;
    }
  if (moves && !scene.config.insurance.empty())
    scene.error({scene.places.has({"fx"}) ? "fx" : "shocks"},
                "exchange rates that move are not modelled yet beside insurance");
}

}  // namespace delcredere::assemble
