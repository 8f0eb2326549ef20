#include "sim/blocks/tally.h"

#include <algorithm>
#include <cmath>

#include "models/core/error.h"
#include "models/core/fetch.h"
#include "models/liquidity/ageing.h"

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

LiquidityShape liquidity_shape(const Plan& plan, const TallyShape& shape) {
  const std::size_t cells = shape.scenarios * shape.details();
  LiquidityShape wanted;
  if (!shape.cash) return wanted;
  wanted.provisions = shape.scenarios * ageing_bucket_names().size();
  wanted.covenants = cells * plan.covenants.size() * shape.periods;
  for (const ScenarioPlan& scenario : plan.scenarios) {
    const LiquidityParameters& parameters = scenario.scenario->liquidity;
    if (scenario.liquidity.flows(parameters)) wanted.flows = shape.scenarios * shape.periods;
    if (scenario.account->has_fee()) wanted.fees = cells * shape.periods;
    if (parameters.bad_debt_relief) wanted.reliefs = shape.scenarios;
    if (parameters.bad_debt_reserve) {
      wanted.reserves = cells * shape.periods;
      wanted.shortfalls = cells;
    }
  }
  return wanted;
}

/// Most that share payments, collection, factoring and the tax on debt can take away. They bring no more than
/// advances and relief, each at most `inflow`.
Int128 largest_extra_outflow(const Plan& plan, const ScenarioPlan& scenario, Int128 inflow) {
  const LiquidityParameters& parameters = scenario.scenario->liquidity;
  const auto part = [](Int128 amount, const Decimal& share) {
    return static_cast<Int128>(static_cast<double>(amount) * std::abs(share.to_double())) + 1;
  };
  Int128 sum = 0;
  for (const SharePayment& payment : scenario.liquidity.share_payments)
    sum += part(inflow + payment.known, payment.rule->tax_rate ? *payment.rule->tax_rate : *payment.rule->share);
  sum += part(inflow, parameters.collection_cost.of_receipts) + plan.horizon;
  sum += static_cast<Int128>(parameters.collection_cost.per_default) * static_cast<Int128>(plan.buyers);
  if (parameters.bad_debt_relief) sum += inflow + static_cast<Int128>(plan.buyers);
  if (parameters.factoring) {
    const double interest = parameters.factoring->rate * static_cast<double>(plan.horizon) / 360.0;
    sum += 2 * inflow + part(inflow, parameters.factoring->fee) + static_cast<Int128>(plan.live.size());
    sum += static_cast<Int128>(static_cast<double>(inflow) * interest) + plan.horizon;
  }
  return sum;
}

/// Events ahead whose cells are asked for: they lie far apart, and memory answers late.
constexpr std::size_t kAhead = 8;

/// Room between columns: with a power of two they would share few lines of a cache.
constexpr std::uint64_t kStridePadding = 8;

}  // namespace

TallyShape::TallyShape(const Plan& plan)
    : scenarios(plan.scenarios.size()),
      policies(plan.scenarios.front().policies.size() + 1),
      periods(plan.study->period_ends.size()),
      buyers(plan.buyers),
      groups{plan.sectors.names.size(), plan.countries.names.size()},
      detailed(detailed_numbers(plan)),
      detail_of(policies, -1),
      cash(!plan.study->portfolio.exposure_book && !plan.sampler.weighted()),
      rules(cash && std::any_of(plan.scenarios.begin(), plan.scenarios.end(),
                                [](const ScenarioPlan& scenario) { return scenario.careful.parts; })),
      rejections(cash && std::any_of(plan.scenarios.begin(), plan.scenarios.end(),
                                     [](const ScenarioPlan& s) { return s.careful.rejections.probability > 0; })),
      priced(plan.study->pricing.has_value()),
      weighted(plan.sampler.weighted()),
      exposure_trials(priced ? exposures_of(plan) : 0),
      layout(scenarios, policies, policy_columns(plan, cash), weighted) {
  const std::vector<PolicyTerms>& terms = plan.scenarios.front().scenario->policies;
  for (std::size_t p = 0; p < terms.size(); ++p)
    for (std::size_t t = 0; t < terms[p].treaties.size(); ++t) treaties.push_back({p + 1, t});
  for (std::size_t d = 0; d < detailed.size(); ++d) detail_of[detailed[d]] = static_cast<std::int32_t>(d);
  centres.assign(scenarios * details(), 0);
  liquidity = liquidity_shape(plan, *this);
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
    const double rate =
        liquidity.credit_line ? liquidity.credit_line->rate + liquidity.credit_line->commitment_fee : 0.0;
    const bool extra = scenario.liquidity.flows(liquidity);
    const Int128 extra_outflow = extra ? largest_extra_outflow(plan, scenario, inflow) : 0;
    const Int128 extra_income = extra ? 2 * inflow : 0;
    const auto interest =
        static_cast<Int128>(static_cast<double>(line) * rate * static_cast<double>(plan.horizon) / 360.0) +
        plan.horizon;
    for (std::size_t d = 0; d < shape.details(); ++d) {
      const std::size_t p = shape.detailed[d];
      Int128 premium = 0, paid_in = inflow;
      if (p > 0) {
        const PolicyPlan& policy = scenario.policies[p - 1];
        for (const PremiumPayment& payment : policy.advances) premium += payment.amount;
        for (const std::size_t year : policy.adjusted_years) premium += policy.premium.years[year].provisional + inflow;
        if (policy.premium.terms.malus || policy.premium.terms.bonus) premium *= 2;  // at most the premium itself
        premium += policy.premium_missing > 0 ? policy.premium_missing : -policy.premium_missing;
        for (const OpenClaim& claim : policy.open_claims) paid_in += claim.amount;
        paid_in += 2 * inflow + premium;  // claims, premium paid back
      }
      const Int128 high = scenario.account->opening() + paid_in + income + line + extra_income;
      const Int128 low =
          scenario.account->opening() - outflow - premium - interest - (p > 0 ? inflow : 0) - extra_outflow;
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
      resale(shape.rejections ? receipts.size() : 0),
      policies(shape.scenarios * shape.details()),
      scenarios(shape.scenarios),
      treaty_exhausted(shape.scenarios * shape.treaties.size()),
      liquidity(shape.liquidity) {
  for (std::size_t g = 0; g < kGroupings; ++g)
    groups[g] = GroupTallies<ExactSums>(shape.scenarios, shape.details(), shape.groups[g]);
  if (shape.priced) price.exhausted.resize(shape.scenarios * shape.policies);
}

void BlockTally::clear() {
  const auto zero = [](auto& cell, auto&) { cell = {}; };
  for_each_block_cell(*this, *this, zero, zero, [](auto& scenario, auto&) {
    scenario.dso = {};
    scenario.dso_trials = 0;
  });
  buyer_events.clear();
  retained_events.clear();
  buyer_weights.clear();
  retained_weights.clear();
  price.clear();
  std::fill(treaty_exhausted.begin(), treaty_exhausted.end(), 0);
  delcredere::clear(liquidity);
}

void BlockTally::add_up_series(const TallyShape& shape, std::uint64_t trials) {
  if (!shape.cash) return;
  const auto add_up = [&](std::size_t number, BlockSums& sums) {
    for (std::uint64_t n = 0; n < trials; ++n) sums.add(series(number, n));
  };
  std::vector<std::uint8_t> breached(trials);  // by trial, so far
  for (std::size_t s = 0; s < shape.scenarios; ++s) {
    for (std::size_t t = 0; t < shape.periods; ++t)
      add_up(shape.receipts_series(s, t), receipts[s * shape.periods + t]);
    for (std::size_t d = 0; d < shape.details(); ++d) {
      std::fill(breached.begin(), breached.end(), 0);
      for (std::size_t t = 0; t < shape.periods; ++t) {
        PeriodTally<BlockSums>& cell = periods[shape.cell(s, d, t)];
        add_up(shape.balance_series(s, d, t), cell.balance);
        for (std::uint64_t n = 0; n < trials; ++n) {
          const bool here = series(shape.gap_series(s, d, t), n) > 0;
          breached[n] |= static_cast<std::uint8_t>(here);
          cell.breaches += here;
          cell.breaches_so_far += breached[n];
        }
      }
    }
  }
}

RunTally::RunTally(const TallyShape& shape)
    : Tallies(shape), treaty_exhausted(shape.scenarios * shape.treaties.size()), liquidity(shape.liquidity) {
  if (!shape.priced) return;
  price.exhausted.resize(shape.scenarios * shape.policies);
  price.insured.resize(shape.scenarios * (shape.details() - 1) * shape.buyers);
  price.exposures.resize(shape.scenarios * shape.buyers);
}

void RunTally::merge(const TallyShape& shape, const BlockTally& block, std::uint64_t trials) {
  struct Merge {
    std::uint64_t trials;
    void operator()(ExactSums& into, const BlockSums& from) const { into.merge(from.exact(trials)); }
    void operator()(ExactSums& into, const ExactSums& from) const { into.merge(from); }
  };
  for_each_block_cell(
      *this, block, Merge{trials}, [](std::uint64_t& into, std::uint64_t from) { into += from; },
      [](ScenarioTally<ExactSums>& into, const ScenarioTally<BlockSums>& from) {
        into.dso.merge(from.dso.exact(from.dso_trials));
        into.dso_trials += from.dso_trials;
      });
  const std::size_t D = shape.details();
  const auto add_product = [&](std::size_t s, std::size_t d, std::size_t buyer, Money loss, Money total,
                               std::int64_t weight) {
    ExactSums& sums = buyer_product[(s * D + d) * shape.buyers + buyer];
    const Int128 product = static_cast<Int128>(loss) * (total - shape.centre(s, d));
    if (shape.weighted)
      sums.add_weighted_wide(product, weight);
    else
      sums.add_unit(product);
  };
  const auto ask_for = [](const auto* cell) { fetch(cell, cell + 1); };
  for (std::size_t i = 0; i < block.buyer_events.size(); ++i) {
    if (i + kAhead < block.buyer_events.size()) {
      const BuyerEvent& next = block.buyer_events[i + kAhead];
      ask_for(&buyers[next.scenario * shape.buyers + next.buyer]);
      ask_for(&buyer_product[next.scenario * D * shape.buyers + next.buyer]);
    }
    const BuyerEvent& event = block.buyer_events[i];
    BuyerTally<ExactSums>& tally = buyers[event.scenario * shape.buyers + event.buyer];
    if (shape.weighted) {
      if (event.fails) tally.defaults += static_cast<std::uint64_t>(block.buyer_weights[i]);
      tally.gross.add_weighted(event.gross, block.buyer_weights[i]);
    } else {
      tally.defaults += event.fails;
      tally.gross.add(event.gross);
    }
    add_product(event.scenario, 0, event.buyer, event.gross, event.total, shape.weighted ? block.buyer_weights[i] : 1);
  }
  const auto retained_of = [&](const RetainedEvent& event) -> ExactSums& {
    return retained[(event.scenario * (D - 1) + event.detail - 1) * shape.buyers + event.buyer];
  };
  for (std::size_t i = 0; i < block.retained_events.size(); ++i) {
    if (i + kAhead < block.retained_events.size()) {
      const RetainedEvent& next = block.retained_events[i + kAhead];
      ask_for(&retained_of(next));
      ask_for(&buyer_product[(next.scenario * D + next.detail) * shape.buyers + next.buyer]);
    }
    const RetainedEvent& event = block.retained_events[i];
    ExactSums& sums = retained_of(event);
    if (shape.weighted)
      sums.add_weighted(event.retained, block.retained_weights[i]);
    else
      sums.add(event.retained);
    add_product(event.scenario, event.detail, event.buyer, event.retained, event.total,
                shape.weighted ? block.retained_weights[i] : 1);
  }
  for (std::size_t i = 0; i < treaty_exhausted.size(); ++i) treaty_exhausted[i] += block.treaty_exhausted[i];
  delcredere::merge(liquidity, block.liquidity, trials);
  if (shape.priced) price.merge(block.price, shape.buyers);
}

}  // namespace delcredere
