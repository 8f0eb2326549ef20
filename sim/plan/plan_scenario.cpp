#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "models/core/error.h"
#include "sim/plan/parts.h"

namespace delcredere::planning {
namespace {

void plan_defaults(const Study& study, const CreditParameters& credit, const Plan& plan, ScenarioPlan& result) {
  const FactorModel& factors = plan.factor_models[result.factors];
  if (credit.dependence.model == DependenceModel::gamma && credit.dependence.counts == DefaultCounts::poisson) {
    if (!study.portfolio.exposure_book || !study.base.policies.empty())
      throw Error(ExitCode::config,
                  "credit.dependence.counts: poisson needs a book of exposures without insurance (use bernoulli)");
    constexpr Money most = std::numeric_limits<Money>::max() / 4 / 1'000'000;  // times the most defaults of a buyer
    if (plan.open_total > most)
      throw Error(ExitCode::resources, "the exposures are too large for Poisson counts: state them in larger units");
  }
  std::map<std::tuple<PdTerm, std::uint32_t, std::uint16_t, std::uint16_t>, std::uint32_t> known;
  FactorModel::State none;  // what the horizon's threshold asks of a state is the group's alone
  none.score.resize(factors.groups().size());
  none.multiplier.assign(factors.groups().size(), 1.0);
  for (std::size_t b = 0; b < plan.buyers; ++b) {
    const PdTerm pd = pd_term(study.portfolio.buyers[b], credit);
    const std::uint32_t group = factors.group_of(b);
    const std::uint16_t grade = moving_grade(credit, result.migration, study.portfolio.buyers[b], b);
    const auto key = std::make_tuple(pd, group, result.buyer_class[b], grade);
    const auto [place, fresh] = known.try_emplace(key, static_cast<std::uint32_t>(result.buckets.size()));
    if (fresh) {
      const DefaultCurve curve(pd);
      const double threshold = horizon_threshold(curve, factors.conditional(none, group), plan.horizon);
      result.buckets.push_back({curve, threshold, group, result.buyer_class[b], grade});
    }
    result.buyer_bucket.push_back(place->second);
  }
}

const LgdLaw& lgd_law(const CreditParameters& credit, const Buyer& buyer) {
  static const LgdLaw builtin;
  if (const auto own = credit.lgd.find(buyer.sector); own != credit.lgd.end()) return own->second;
  if (const auto fallback = credit.lgd.find("default"); fallback != credit.lgd.end()) return fallback->second;
  return builtin;
}

/// Tables take a while to make: scenarios with the same laws copy them.
void plan_lgd(const Study& study, const CreditParameters& credit, const Plan& plan, ScenarioPlan& result) {
  const auto here = static_cast<std::size_t>(&result - plan.scenarios.data());
  for (std::size_t s = 0; s < here; ++s) {
    if (study.scenarios[s].credit.lgd != credit.lgd) continue;
    result.lgds = plan.scenarios[s].lgds;
    result.buyer_lgd = plan.scenarios[s].buyer_lgd;
    return;
  }
  std::map<std::tuple<double, double, Day, double>, std::uint16_t> known;
  for (const Buyer& buyer : study.portfolio.buyers) {
    const LgdLaw& law = lgd_law(credit, buyer);
    const double mean = buyer.lgd.value_or(law.mean);
    const bool certain = mean <= 0.0 || mean >= 1.0;
    const double sd = certain ? 0.0 : law.standard_deviation;
    const double link = sd > 0.0 ? law.factor_link : 0.0;
    if (sd * sd >= mean * (1.0 - mean) && sd > 0.0)
      throw Error(ExitCode::data, "buyer '" + buyer.id + "': lgd " + std::to_string(mean) +
                                      " cannot have standard deviation " + std::to_string(sd) +
                                      " (sd^2 must be below mean (1 - mean)). Lower credit.lgd's standard_deviation");
    const auto [place, fresh] =
        known.try_emplace({mean, sd, law.recovery_lag, link}, static_cast<std::uint16_t>(result.lgds.size()));
    if (fresh) result.lgds.push_back({LgdTable(mean, sd), law.recovery_lag, link, std::sqrt(1.0 - link * link)});
    result.buyer_lgd.push_back(place->second);
  }
}

/// Rules that the history already contains do nothing; against base's, a scenario's rule acts by its difference.
void plan_credit_management(const CreditManagement& base, const CreditManagement& own, ScenarioPlan& result) {
  const Dunning* before = base.dunning && base.dunning->in_history ? &*base.dunning : nullptr;
  const Dunning* now = own.dunning ? &*own.dunning : nullptr;
  const double contained = before != nullptr ? before->residual_delay : 1.0;
  const double wanted = now != nullptr && !(now->in_history && before == nullptr) ? now->residual_delay : 1.0;
  if (contained != wanted) {
    if (contained == 0.0)
      throw Error(ExitCode::config,
                  "credit_management.dunning.residual_delay: 0 in history leaves nothing for a scenario to change");
    result.dunning = {true, now != nullptr ? now->overdue : before->overdue, to_parts(wanted / contained)};
  }
  if (own.supply_stop) {
    const bool contained_stop = base.supply_stop && base.supply_stop->in_history;
    const bool earlier = contained_stop && own.supply_stop->overdue < base.supply_stop->overdue;
    result.supply_stop = {!own.supply_stop->in_history || earlier, own.supply_stop->overdue};
  }
}

void plan_failures(const Scenario& scenario, ScenarioPlan& result) {
  for (const NamedFailure& failure : scenario.failures)
    for (const std::uint32_t buyer : failure.buyers) result.failures.push_back({buyer, failure.day, failure.cause});
  std::stable_sort(result.failures.begin(), result.failures.end(), [](const ForcedFailure& a, const ForcedFailure& b) {
    return std::tie(a.buyer, a.day) < std::tie(b.buyer, b.day);
  });
  const auto same = [](const ForcedFailure& a, const ForcedFailure& b) { return a.buyer == b.buyer; };
  result.failures.erase(std::unique(result.failures.begin(), result.failures.end(), same), result.failures.end());
}

/// Turnover of a policy year from the ledger before as_of.
Money known_turnover(const Portfolio& book, const PremiumPlan& premium, std::size_t year) {
  if (premium.on_balances()) return premium.years[year].known_balances;
  Money sum = 0;
  for (std::size_t i = 0; i < book.invoices.size(); ++i)
    if (book.invoices[i].kind != InvoiceKind::planned && premium.invoice_year[i] == static_cast<std::int16_t>(year))
      sum += book.invoices[i].amount;
  return sum;
}

/// The earlier scenario that writes its policies alike; nullptr without one. What policies are resolved to depends on
/// nothing else of a scenario.
const ScenarioPlan* same_policies(const Scenario& scenario, const Plan& plan) {
  for (const ScenarioPlan& earlier : plan.scenarios) {
    if (earlier.scenario == nullptr || earlier.scenario == &scenario) return nullptr;
    if (earlier.scenario->policies == scenario.policies) return &earlier;
  }
  return nullptr;
}

void plan_policies(const Study& study, const Scenario& scenario, const Plan& plan, ScenarioPlan& result) {
  const ScenarioPlan* same = same_policies(scenario, plan);
  for (std::size_t p = 0; p < scenario.policies.size(); ++p) {
    const PolicyTerms& terms = scenario.policies[p];
    const PolicyTerms* primary = nullptr;
    for (const PolicyTerms& other : scenario.policies)
      if (!terms.limits.excess_of.empty() && other.name == terms.limits.excess_of) primary = &other;
    PremiumPlan premium = plan_premium(terms, study.portfolio, plan.horizon, primary);
    const ProvisionalPremiums provisional = premium.provisional();
    PolicyPlan policy{
        same != nullptr ? same->policies[p].policy : Policy(terms, study.portfolio, plan.horizon, provisional, primary),
        std::move(premium),
        {},
        {},
        {},
        TreatyProgramme(terms, study.portfolio, plan.horizon, provisional, primary),
        terms.state.open_claims,
        -1,
        terms.state.liability_used,
        0};
    for (std::size_t year = 0; year < policy.premium.years.size(); ++year)
      if (policy.premium.years[year].first <= 0 && policy.premium.years[year].end > 0)
        policy.running_year = static_cast<int>(year);
    if (terms.state.premium_paid && policy.running_year >= 0)
      policy.premium_missing =
          policy.premium.advanced_before(static_cast<std::size_t>(policy.running_year)) - *terms.state.premium_paid;
    policy.advances = policy.premium.advances(plan.horizon);
    for (std::size_t year = 0; year < policy.premium.years.size(); ++year)
      if (const Day day = policy.premium.adjustment_day(year); plan.detailed[p] && day >= 1 && day <= plan.horizon) {
        policy.adjusted_years.push_back(year);
        policy.known_turnover.push_back(known_turnover(study.portfolio, policy.premium, year));
      }
    result.turnover_slots += policy.adjusted_years.size();
    if (policy.policy.tables().has_limit_actions() && result.migration.active()) {
      result.limits_follow_grades = true;
      const bool rated = terms.premium.rate_on_turnover || terms.premium.rate_on_balance;
      result.premium_follows_grades = result.premium_follows_grades || (rated && !policy.adjusted_years.empty());
    }
    result.shortest_wait = std::min(result.shortest_wait, policy.policy.shortest_wait());
    if (terms.pre_shipment)
      result.longest_production = std::max(result.longest_production, terms.pre_shipment->production);
    result.insures_rejections = result.insures_rejections || terms.goods_rejection;
    result.political_wait = std::min(result.political_wait, policy.policy.political_wait());
    result.history_matters_after =
        std::min({result.history_matters_after, policy.policy.shortest_wait(), terms.max_extension.value_or(kNever)});
    result.policies.push_back(std::move(policy));
  }
  std::vector<const Policy*> policies;
  for (const PolicyPlan& policy : result.policies) policies.push_back(&policy.policy);
  // What treaties and results by buyer read, event by event, is not among the sums of a batch.
  std::vector<bool> single = plan.detailed;
  for (std::size_t p = 0; p < single.size(); ++p) {
    single[p] = single[p] || !scenario.policies[p].treaties.empty();
  }
  result.groups = group_policies(policies, single, !scenario.credit.security.list.empty());
}

}  // namespace

PdTerm pd_term(const Buyer& buyer, const CreditParameters& credit) {
  if (buyer.annual_pd) return *buyer.annual_pd;
  const auto grade = credit.grades.find(buyer.grade);
  if (grade == credit.grades.end())
    throw Error(ExitCode::data, "buyer '" + buyer.id + "': grade '" + buyer.grade + "' is not in credit.grades");
  return grade->second;
}

void plan_scenario(const Study& study, const Scenario& scenario, Plan& plan, ScenarioPlan& result) {
  result.scenario = &scenario;
  plan_shocks(study, scenario, result);
  plan_migration(study, scenario.credit, plan, result);
  plan_defaults(study, scenario.credit, plan, result);
  plan_lgd(study, scenario.credit, plan, result);
  plan_security(study, scenario.credit, plan, result);
  plan_credit_management(study.base.credit_management, scenario.credit_management, result);
  if (!study.portfolio.exposure_book) {
    result.careful = plan_careful(study, scenario);
    for (const std::string& segment : result.careful.graded_segments)
      result.graded_payments.push_back(plan_payments(study, plan, scenario.payment, &segment));
  }
  plan_failures(scenario, result);
  plan_spreading(study, scenario, plan, result);
  plan_policies(study, scenario, plan, result);
  if (study.portfolio.exposure_book) return;
  result.careful.active = result.careful.active || result.premium_follows_grades;
  result.account = std::make_unique<CashAccount>(scenario.liquidity, study.as_of, plan.horizon);
  result.liquidity = plan_liquidity(study, scenario.liquidity, plan);
  if (result.careful.active) follow_parts(scenario.liquidity, plan, result.liquidity);
}

}  // namespace delcredere::planning
