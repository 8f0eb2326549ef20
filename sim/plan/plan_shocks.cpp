#include <algorithm>
#include <cmath>

#include "sim/plan/parts.h"

namespace delcredere::planning {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool in_scope(const Shock& shock, const Buyer& buyer) {
  return (shock.sectors.empty() || contains(shock.sectors, buyer.sector)) &&
         (shock.countries.empty() || contains(shock.countries, buyer.country)) &&
         (shock.grades.empty() || contains(shock.grades, buyer.grade)) &&
         (shock.buyers.empty() || contains(shock.buyers, buyer.id));
}

/// The shock's effect with share s of it: multiplier 1 + s (m - 1), added days s x days (rounded up).
ShockEffect share_of(const Shock& shock, std::uint32_t number, double s) {
  const auto scaled = [s](double multiplier) { return s == 1.0 ? multiplier : 1.0 + s * (multiplier - 1.0); };
  return {number, scaled(shock.default_multiplier), scaled(shock.delay_multiplier),
          static_cast<Day>(std::ceil(s * shock.delay_days)), scaled(shock.sales_multiplier), scaled(shock.lgd_multiplier)};
}

}  // namespace

void plan_shocks(const Study& study, const Scenario& scenario, ScenarioPlan& result) {
  result.shock_classes.assign(1, {});
  for (const Buyer& buyer : study.portfolio.buyers) {
    ShockClass effects;
    for (std::uint32_t number = 0; number < scenario.shocks.size(); ++number) {
      const Shock& shock = scenario.shocks[number];
      double share = in_scope(shock, buyer) ? 1.0 : 0.0;
      if (share == 0.0)
        if (const auto spill = shock.spillover.find(buyer.sector); spill != shock.spillover.end())
          share = spill->second;
      if (share == 0.0) continue;
      const ShockEffect effect = share_of(shock, number, share);
      if (effect.acts_on_defaults() || effect.acts_on_delays() || effect.acts_on_sales() || effect.acts_on_lgd())
        effects.push_back(effect);
      if (effect.acts_on_delays() || effect.acts_on_sales()) result.shocks_payments = true;
    }
    const auto known = std::find(result.shock_classes.begin(), result.shock_classes.end(), effects);
    result.buyer_class.push_back(static_cast<std::uint16_t>(known - result.shock_classes.begin()));
    if (known == result.shock_classes.end()) result.shock_classes.push_back(std::move(effects));
  }
}

}  // namespace delcredere::planning
