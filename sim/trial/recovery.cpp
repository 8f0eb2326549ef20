// What comes back of a failed buyer's debt.

#include "models/core/math/elementary.h"
#include "models/credit/security.h"
#include "sim/trial/buyer_trial.h"

namespace delcredere {
namespace {

Day outside_default_day(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t number) {
  const GuarantorPlan& guarantor = scenario.security.outside[number];
  const PhiloxBlock words = draw(plan.seed, Purpose::guarantor, 0, guarantor.entity, state.trial);
  const double e = normal_quantile(open_uniform(words[0], words[1]));
  ConditionalState conditional;
  if (guarantor.group != kNoGroup)
    conditional = plan.factor_models[scenario.factors].conditional(*state.factors, guarantor.group);
  return default_day(guarantor.curve, conditional, plan.horizon, {}, e);
}

}  // namespace

const FailedBuyer& fail(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                        const DefaultEvent& event, Money exposure, ScenarioFlows& flows, Money secured) {
  const LgdPlan& lgd = scenario.lgds[scenario.buyer_lgd[buyer]];
  std::uint32_t word = event.loss_word;
  if (lgd.link != 0.0) {
    const std::uint32_t group = plan.factor_models[scenario.factors].group_of(buyer);
    word = LgdTable::linked(word, lgd.link, lgd.own_link, state.factors->delay_score[group]);
  }
  FailedBuyer& failed = flows.failed.emplace_back();  // filled in place: copies would wait for its stores
  failed.buyer = buyer;
  failed.day = event.day;
  failed.cause = event.cause;
  failed.exposure = exposure;
  failed.recovery_day = event.day + lgd.recovery_lag;
  const CollateralPlan& security = scenario.security;
  if (!security.first.empty() && security.first[buyer] < security.first[buyer + 1]) {
    const auto alive = [&](const Collateral& one, Day day) {
      if (one.buyer_guarantor != Collateral::kNobody) return state.default_day_of(one.buyer_guarantor) > day;
      if (one.outside_guarantor == Collateral::kNobody) return true;
      return outside_default_day(plan, scenario, state, one.outside_guarantor) > day;
    };
    std::vector<SecurityPayment>& payments = flows.ledgers.securities();
    failed.first_security = static_cast<std::uint32_t>(payments.size());
    const std::span<const Collateral> own(security.list->data() + security.first[buyer],
                                          security.list->data() + security.first[buyer + 1]);
    failed.security = realise_securities(own, exposure - secured, event.day, alive, payments);
    failed.security_count = static_cast<std::uint32_t>(payments.size()) - failed.first_security;
  }
  PartsPerBillion lost = lgd.table.lgd(word);
  if (scenario.shock_classes.size() > 1 || !scenario.shock_classes.front().empty())
    lost = shocked_lgd(scenario.shock_classes[scenario.buyer_class[buyer]], state.shocks, event.day, lost);
  const Money covered = secured + failed.security;
  failed.recovered = covered + LgdTable::recovery(exposure - covered, lost);
  return failed;
}

}  // namespace delcredere
