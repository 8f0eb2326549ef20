#include "sim/blocks/tally.h"

#include <algorithm>
#include <cmath>

#include "models/core/error.h"

namespace delcredere {
namespace {

/// Most that can be invoiced: open debt and the plan with every sales shock above 1 in force.
Int128 largest_inflow(const Plan& plan, const ScenarioPlan& scenario) {
  double growth = 1.0;
  for (const ShockClass& effects : scenario.shock_classes) {
    double factor = 1.0;
    for (const ShockEffect& effect : effects) factor *= std::max(1.0, effect.sales_multiplier);
    growth = std::max(growth, factor);
  }
  growth *= largest_volume(scenario.scenario->sales.volume);
  double foreign = 1.0;  // the value of what is open at as_of may grow, too
  for (const FxLine& line : scenario.careful.fx.lines) foreign = std::max(foreign, line.most);
  growth *= foreign;
  if (!(growth < 1e9)) throw Error(ExitCode::model, "sales multipliers of the shocks overflow money");
  return (static_cast<Int128>(plan.open_total) * static_cast<std::int64_t>(std::ceil(foreign * 1024.0)) >> 10) +
         (static_cast<Int128>(plan.planned_total) * static_cast<std::int64_t>(std::ceil(growth * 1024.0)) >> 10) +
         static_cast<Int128>(plan.live.size());
}

/// Most that late interest can bring: on every invoice from the oldest due date to the horizon.
Int128 largest_late_interest(const Plan& plan, const ScenarioPlan& scenario, Int128 inflow) {
  if (scenario.careful.interest.yearly == 0) return 0;
  Day oldest = 0;
  for (const Day due : plan.live.due) oldest = std::min(oldest, due);
  const double years = static_cast<double>(plan.horizon - oldest) / 365.0 + 1.0;
  const double most =
      static_cast<double>(inflow) * 1e-9 * static_cast<double>(scenario.careful.interest.yearly) * years;
  if (!(most < 4e18)) throw Error(ExitCode::data, "the late interest of this study does not fit 64 bits");
  return static_cast<Int128>(most) + static_cast<Int128>(4 * plan.live.size());
}

/// By (scenario, policy). `none` has no term that makes recoveries cost something.
std::vector<PolicyColumns> policy_columns(const Plan& plan, bool cash) {
  std::vector<PolicyColumns> cells;
  for (const ScenarioPlan& scenario : plan.scenarios) {
    cells.push_back({cash, false, 0});
    for (std::size_t p = 0; p < plan.detailed.size(); ++p)
      cells.push_back({cash && plan.detailed[p],
                       scenario.scenario->policies[p].recovery_cost.mantissa != 0 ||
                           scenario.scenario->policies[p].pre_shipment.has_value(),
                       scenario.scenario->policies[p].treaties.size()});
  }
  return cells;
}

/// Trials whose exposures at default are kept: as many as the expected defaults allow.
std::uint64_t exposures_of(const Plan& plan) {
  double defaults = 1.0;
  for (const ScenarioPlan& scenario : plan.scenarios)
    for (const std::uint32_t bucket : scenario.buyer_bucket)
      defaults += scenario.buckets[bucket].curve.probability(plan.horizon);
  return std::min(plan.study->simulation.trials, static_cast<std::uint64_t>(kExposuresKept / defaults) + 1);
}

/// `none` comes first and is always detailed.
std::vector<std::uint32_t> detailed_numbers(const Plan& plan) {
  std::vector<std::uint32_t> numbers{0};
  for (std::uint32_t p = 0; p < plan.detailed.size(); ++p)
    if (plan.detailed[p]) numbers.push_back(p + 1);
  return numbers;
}

/// Room between columns: with a power of two they would share few lines of a cache.
constexpr std::uint64_t kStridePadding = 8;

}  // namespace

TallyShape::TallyShape(const Plan& plan)
    : scenarios(plan.scenarios.size()),
      policies(plan.scenarios.front().policies.size() + 1),
      periods(plan.study->period_ends.size()),
      buyers(plan.buyers),
      sectors(plan.sectors.names.size()),
      detailed(detailed_numbers(plan)),
      detail_of(policies, -1),
      cash(!plan.study->portfolio.exposure_book),
      rules(cash && std::any_of(plan.scenarios.begin(), plan.scenarios.end(),
                                [](const ScenarioPlan& scenario) { return scenario.careful.active; })),
      priced(plan.study->pricing.has_value()),
      exposure_trials(priced ? exposures_of(plan) : 0),
      layout(scenarios, policies, policy_columns(plan, cash)) {
  const std::vector<PolicyTerms>& terms = plan.scenarios.front().scenario->policies;
  for (std::size_t p = 0; p < terms.size(); ++p)
    for (std::size_t t = 0; t < terms[p].treaties.size(); ++t) treaties.push_back({p + 1, t});
  for (std::size_t d = 0; d < detailed.size(); ++d) detail_of[detailed[d]] = static_cast<std::int32_t>(d);
}

std::vector<FanRange> fan_ranges(const Plan& plan, const TallyShape& shape) {
  std::vector<FanRange> ranges(shape.series());
  if (!shape.cash) return ranges;
  for (std::size_t s = 0; s < shape.scenarios; ++s) {
    const ScenarioPlan& scenario = plan.scenarios[s];
    const Int128 inflow = largest_inflow(plan, scenario);
    Int128 outflow = 0, income = 0;
    for (Day day = 1; day <= plan.horizon; ++day) {
      const Money amount = scenario.account->outflow(day);
      (amount >= 0 ? outflow : income) += amount >= 0 ? amount : -amount;
    }
    income += largest_late_interest(plan, scenario, inflow);
    if (scenario.careful.agency.fee > 0) outflow += inflow + static_cast<Int128>(plan.live.size());
    const LiquidityParameters& liquidity = scenario.scenario->liquidity;
    const Int128 line = liquidity.credit_line ? liquidity.credit_line->limit : 0;
    const double rate = liquidity.credit_line ? liquidity.credit_line->rate : 0.0;
    const auto interest =
        static_cast<Int128>(static_cast<double>(line) * rate * static_cast<double>(plan.horizon) / 360.0) +
        plan.horizon;
    for (std::size_t d = 0; d < shape.details(); ++d) {
      const std::size_t p = shape.detailed[d];
      Int128 premium = 0, paid_in = inflow;
      if (p > 0) {
        const PolicyPlan& policy = scenario.policies[p - 1];
        for (const Money amount : policy.premium_by_day) premium += amount;
        for (const std::size_t year : policy.adjusted_years) premium += policy.premium.years[year].provisional + inflow;
        if (policy.premium.terms.malus || policy.premium.terms.bonus) premium *= 2;  // at most the premium itself
        premium += policy.premium_missing > 0 ? policy.premium_missing : -policy.premium_missing;
        for (const OpenClaim& claim : policy.open_claims) paid_in += claim.amount;
        paid_in += 2 * inflow + premium;  // claims, premium paid back
      }
      const Int128 high = scenario.account->opening() + paid_in + income + line;
      const Int128 low = scenario.account->opening() - outflow - premium - interest - (p > 0 ? inflow : 0);
      if (high > kLargestMoment || low < -kLargestMoment)
        throw Error(ExitCode::data, "the sums of money of this study do not fit 64 bits");
      const Int128 gap = std::max<Int128>(0, scenario.account->floor() - low);
      for (std::size_t t = 0; t < shape.periods; ++t) {
        ranges[shape.balance_series(s, d, t)] = {static_cast<Money>(low), static_cast<Money>(high)};
        ranges[shape.gap_series(s, d, t)] = {0, static_cast<Money>(gap)};
      }
    }
    for (std::size_t t = 0; t < shape.periods; ++t)
      ranges[shape.receipts_series(s, t)] = {0, static_cast<Money>(inflow)};
  }
  return ranges;
}

BlockTally::BlockTally(const TallyShape& shape, std::uint64_t block_trials)
    : stride(block_trials > 0 ? block_trials + kStridePadding : 0),
      fan(shape.series() * stride),
      columns(shape.layout.columns() * stride),
      periods(shape.cash ? shape.scenarios * shape.details() * shape.periods : 0),
      receipts(shape.cash ? shape.scenarios * shape.periods : 0),
      late_interest(shape.rules ? receipts.size() : 0),
      rule_cost(late_interest.size()),
      policies(shape.scenarios * shape.details()),
      scenarios(shape.scenarios),
      sectors(shape.scenarios * shape.sectors),
      sector_retained(shape.scenarios * shape.details() * shape.sectors),
      treaty_exhausted(shape.scenarios * shape.treaties.size()) {
  if (shape.priced) price.exhausted.resize(shape.scenarios * shape.policies);
}

void BlockTally::clear() {
  std::fill(periods.begin(), periods.end(), PeriodTally<BlockSums>{});
  for (std::vector<BlockSums>* sums : {&receipts, &late_interest, &rule_cost})
    std::fill(sums->begin(), sums->end(), BlockSums{});
  std::fill(policies.begin(), policies.end(), PolicyTally<BlockSums>{});
  std::fill(scenarios.begin(), scenarios.end(), ScenarioTally<BlockSums>{});
  std::fill(sectors.begin(), sectors.end(), SectorTally{});
  std::fill(sector_retained.begin(), sector_retained.end(), ExactSums{});
  buyer_events.clear();
  retained_events.clear();
  price.clear();
  std::fill(treaty_exhausted.begin(), treaty_exhausted.end(), 0);
}

RunTally::RunTally(const TallyShape& shape)
    : periods(shape.cash ? shape.scenarios * shape.details() * shape.periods : 0),
      receipts(shape.cash ? shape.scenarios * shape.periods : 0),
      late_interest(shape.rules ? receipts.size() : 0),
      rule_cost(late_interest.size()),
      policies(shape.scenarios * shape.details()),
      scenarios(shape.scenarios),
      buyers(shape.scenarios * shape.buyers),
      retained(shape.scenarios * (shape.details() - 1) * shape.buyers),
      sectors(shape.scenarios * shape.sectors),
      sector_retained(shape.scenarios * shape.details() * shape.sectors),
      treaty_exhausted(shape.scenarios * shape.treaties.size()) {
  if (!shape.priced) return;
  price.exhausted.resize(shape.scenarios * shape.policies);
  price.insured.resize(shape.scenarios * (shape.details() - 1) * shape.buyers);
  price.exposures.resize(shape.scenarios * shape.buyers);
}

void RunTally::merge(const TallyShape& shape, const BlockTally& block, std::uint64_t trials) {
  for (std::size_t i = 0; i < periods.size(); ++i) {
    PeriodTally<ExactSums>& into = periods[i];
    const PeriodTally<BlockSums>& from = block.periods[i];
    into.balance.merge(from.balance.exact(trials));
    into.claims.merge(from.claims.exact(trials));
    into.premium.merge(from.premium.exact(trials));
    into.recoveries.merge(from.recoveries.exact(trials));
    into.interest.merge(from.interest.exact(trials));
    into.drawn.merge(from.drawn.exact(trials));
    into.breaches += from.breaches;
    into.breaches_so_far += from.breaches_so_far;
  }
  for (std::size_t i = 0; i < receipts.size(); ++i) receipts[i].merge(block.receipts[i].exact(trials));
  for (std::size_t i = 0; i < late_interest.size(); ++i) {
    late_interest[i].merge(block.late_interest[i].exact(trials));
    rule_cost[i].merge(block.rule_cost[i].exact(trials));
  }
  for (std::size_t i = 0; i < policies.size(); ++i) {
    policies[i].claims_receivable.merge(block.policies[i].claims_receivable.exact(trials));
    policies[i].recoveries_receivable.merge(block.policies[i].recoveries_receivable.exact(trials));
    policies[i].premium.merge(block.policies[i].premium.exact(trials));
  }
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    scenarios[i].lost_sales.merge(block.scenarios[i].lost_sales.exact(trials));
    if (shape.rules) {
      scenarios[i].credit_notes.merge(block.scenarios[i].credit_notes.exact(trials));
      scenarios[i].discounts.merge(block.scenarios[i].discounts.exact(trials));
      scenarios[i].fx_revaluation.merge(block.scenarios[i].fx_revaluation.exact(trials));
    }
    scenarios[i].dso.merge(block.scenarios[i].dso.exact(block.scenarios[i].dso_trials));
    scenarios[i].dso_trials += block.scenarios[i].dso_trials;
  }
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    sectors[i].defaults.merge(block.sectors[i].defaults);
    sectors[i].gross.merge(block.sectors[i].gross);
  }
  for (std::size_t i = 0; i < sector_retained.size(); ++i) sector_retained[i].merge(block.sector_retained[i]);
  for (const BuyerEvent& event : block.buyer_events) {
    BuyerTally& tally = buyers[event.scenario * shape.buyers + event.buyer];
    ++tally.defaults;
    tally.gross.add(event.gross);
  }
  for (const RetainedEvent& event : block.retained_events)
    retained[(event.scenario * (shape.details() - 1) + event.detail - 1) * shape.buyers + event.buyer].add(
        event.retained);
  for (std::size_t i = 0; i < treaty_exhausted.size(); ++i) treaty_exhausted[i] += block.treaty_exhausted[i];
  if (shape.priced) price.merge(block.price, shape.buyers);
}

}  // namespace delcredere
