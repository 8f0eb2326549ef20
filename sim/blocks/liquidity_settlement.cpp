#include "sim/blocks/liquidity_settlement.h"

#include <algorithm>
#include <array>

#include "models/liquidity/ageing.h"

namespace delcredere {
namespace {

constexpr Day kTwelveMonths = 365;

Money part_of(Money amount, const Decimal& share) {
  return static_cast<Money>(divide_half_even(scaled_product(amount, share), share.denominator()));
}

/// Sums of by-day values over a period's days.
class PeriodSum {
 public:
  PeriodSum(std::span<const Day> ends, std::size_t period)
      : first_(period == 0 ? 1 : static_cast<std::size_t>(ends[period - 1]) + 1),
        end_(static_cast<std::size_t>(ends[period]) + 1) {}
  Money operator()(std::span<const Money> by_day) const {
    Money sum = 0;
    for (std::size_t day = first_; day < end_; ++day) sum += by_day[day];
    return sum;
  }

 private:
  std::size_t first_, end_;
};

/// Debt at the close of each day, every currency at its rate of the day, rounded once.
template <class Amount>
void closes_of(const DebtChanges& changes, std::span<const RatesByDay> rates, std::vector<Amount>& closes) {
  std::fill(closes.begin(), closes.end(), 0);
  for (std::size_t currency = 0; currency < changes.size(); ++currency) {
    Money open = 0;
    for (std::size_t t = 0; t < closes.size(); ++t) {
      open += changes[currency][t];
      closes[t] += at_rate(rates, static_cast<std::uint8_t>(currency), open, static_cast<Day>(t));
    }
  }
}

}  // namespace

void provisions_of(const BuyerLedger& ledger, Money exposure, Money recovered, std::span<Money> by_bucket) {
  std::fill(by_bucket.begin(), by_bucket.end(), 0);
  for (const LedgerInvoice& invoice : ledger.invoices) {
    if (invoice.issue > 0) break;  // they are in the order of shipment
    if (invoice.paid >= kNever) by_bucket[ageing_bucket(-invoice.due)] += invoice.amount;
  }
  if (exposure == 0) return;
  for (Money& amount : by_bucket)
    if (amount != 0)  // a division of 128 bits
      amount = static_cast<Money>(divide_half_even(static_cast<Int128>(amount) * (exposure - recovered), exposure));
}

LiquiditySettlement::LiquiditySettlement(const Plan& plan, const TallyShape& shape) : plan_(plan), shape_(shape) {
  const std::size_t days = static_cast<std::size_t>(plan.horizon) + 1;
  for (std::vector<Money>* scratch :
       {&share_, &collection_, &relief_, &cost_, &interest_, &factor_share_, &feeds_, &reserve_by_day_})
    scratch->assign(days, 0);
  receivables_.assign(days, 0);
  sales_.assign(days, 0);
}

void LiquiditySettlement::begin(std::size_t s, const ScenarioFlows& flows, BlockTally& block) {
  const ScenarioPlan& scenario = plan_.scenarios[s];
  const LiquidityParameters& parameters = scenario.scenario->liquidity;
  flows_.clear();
  base_.clear();
  add_provisions(s, flows, block);
  if (scenario.liquidity.flows(parameters)) add_flows(s, flows, block);
  if (parameters.credit_line && parameters.credit_line->borrowing_base) {
    const BorrowingBase& terms = *parameters.credit_line->borrowing_base;
    const std::size_t days = static_cast<std::size_t>(plan_.horizon) + 1;
    std::vector<Money>& eligible = reserve_by_day_;  // scratch
    if (flows.base_changes.empty())
      eligible_receivables(terms, scenario.liquidity.borrowing_base, flows.fates, eligible);
    else
      closes_of(flows.base_changes, flows.rates, eligible);
    base_.assign(days, 0);
    for (std::size_t t = 1; t < days; ++t)
      base_[t] = static_cast<Money>(scaled_product(eligible[t - 1], terms.share) / terms.share.denominator());
  }
  if (!scenario.liquidity.covenants.empty()) follow_receivables(flows);
  if (parameters.bad_debt_reserve) {
    std::fill(feeds_.begin(), feeds_.end(), 0);
    std::size_t day = 1;
    for (const Day end : scenario.liquidity.reserve_days) {
      Money sales = 0;
      for (; day <= static_cast<std::size_t>(end); ++day) sales += flows.shipped[day];
      feeds_[static_cast<std::size_t>(end)] = part_of(sales, parameters.bad_debt_reserve->share_of_sales);
    }
  }
}

void LiquiditySettlement::add_provisions(std::size_t s, const ScenarioFlows& flows, BlockTally& block) const {
  const std::size_t buckets = ageing_bucket_names().size();
  if (block.liquidity.provisions.empty() || flows.failed.empty()) return;
  std::array<Money, kMostAgeingBuckets> lifetime{}, twelve_months{}, own{};
  auto ledger = flows.ledgers.ledgers().begin();
  for (const FailedBuyer& failed : flows.failed) {
    while (ledger->buyer != failed.buyer) ++ledger;
    provisions_of(*ledger, failed.exposure, failed.recovered, {own.data(), buckets});
    for (std::size_t a = 0; a < buckets; ++a) {
      lifetime[a] += own[a];
      if (failed.day <= kTwelveMonths) twelve_months[a] += own[a];
    }
  }
  for (std::size_t a = 0; a < buckets; ++a) {
    block.liquidity.provisions[s * buckets + a].lifetime.add(lifetime[a]);
    block.liquidity.provisions[s * buckets + a].twelve_months.add(twelve_months[a]);
  }
}

void LiquiditySettlement::add_flows(std::size_t s, const ScenarioFlows& flows, BlockTally& block) {
  const ScenarioPlan& scenario = plan_.scenarios[s];
  const LiquidityParameters& parameters = scenario.scenario->liquidity;
  const std::size_t days = static_cast<std::size_t>(plan_.horizon) + 1;
  for (std::vector<Money>* scratch : {&share_, &collection_, &relief_, &cost_, &factor_share_})
    std::fill(scratch->begin(), scratch->end(), 0);
  for (const SharePayment& payment : scenario.liquidity.share_payments) {
    const std::vector<Money>& basis = payment.rule->basis == OutflowBasis::sales ? flows.shipped : flows.receipts;
    Int128 sum = payment.known;
    for (Day day = payment.first; day <= payment.last; ++day) sum += basis[static_cast<std::size_t>(day)];
    share_[static_cast<std::size_t>(payment.day)] += share_of_basis(*payment.rule, sum);
  }
  if (parameters.collection_cost.of_receipts.mantissa != 0)
    for (std::size_t t = 1; t < days; ++t)
      collection_[t] = part_of(flows.receipts[t], parameters.collection_cost.of_receipts);
  for (const FailedBuyer& failed : flows.failed)
    collection_[static_cast<std::size_t>(failed.day)] += parameters.collection_cost.per_default;
  if (parameters.bad_debt_relief) block.liquidity.reliefs[s].add(add_relief(*parameters.bad_debt_relief, flows));
  if (scenario.liquidity.factoring) {
    add_factoring(scenario, flows);
  } else {
    for (std::vector<Money>* flow : {&factoring_.advanced, &factoring_.repaid, &factoring_.borne, &factoring_.in_use})
      flow->assign(days, 0);
  }
  flows_.resize(days);
  for (std::size_t t = 0; t < days; ++t)
    flows_[t] = relief_[t] - share_[t] - collection_[t] - cost_[t] + factoring_.advanced[t] - factoring_.repaid[t] -
                factor_share_[t];
  for (std::size_t t = 0; t < shape_.periods; ++t) {
    const PeriodSum sum(plan_.study->period_ends, t);
    FlowTally<BlockSums>& cell = block.liquidity.flows[s * shape_.periods + t];
    cell.share_outflows.add(sum(share_));
    cell.collection_cost.add(sum(collection_));
    cell.tax_relief.add(sum(relief_));
    cell.advanced.add(sum(factoring_.advanced));
    cell.repaid.add(sum(factoring_.repaid));
    cell.borne.add(sum(factoring_.borne));
    cell.factoring_cost.add(sum(cost_) + sum(factor_share_));
    cell.in_use.add(factoring_.in_use[static_cast<std::size_t>(plan_.study->period_ends[t])]);
  }
}

void LiquiditySettlement::add_factoring(const ScenarioPlan& scenario, const ScenarioFlows& flows) {
  scenario.liquidity.factoring->run(flows.fates, factoring_);
  month_end_interest(factoring_.in_use, scenario.liquidity.factoring_rate_parts, scenario.account->month_end(),
                     interest_);
  for (std::size_t t = 0; t < cost_.size(); ++t) cost_[t] = factoring_.fees[t] + interest_[t];
  for (const FactoringFlows::Lost& lost : factoring_.lost) {
    const auto failed = std::lower_bound(flows.failed.begin(), flows.failed.end(), lost.buyer,
                                         [](const FailedBuyer& f, std::uint32_t buyer) { return f.buyer < buyer; });
    if (failed->recovery_day > plan_.horizon || failed->exposure == 0) continue;
    factor_share_[static_cast<std::size_t>(failed->recovery_day)] +=
        static_cast<Money>(divide_half_even(static_cast<Int128>(failed->recovered) * lost.amount, failed->exposure));
  }
}

/// By day; returns the relief of all days, those after the horizon too.
Money LiquiditySettlement::add_relief(const BadDebtRelief& terms, const ScenarioFlows& flows) {
  Money total = 0;
  const auto put = [&](Day day, Money amount) {
    total += amount;
    if (day <= plan_.horizon) relief_[static_cast<std::size_t>(day)] += amount;
  };
  for (const FailedBuyer& failed : flows.failed) {
    const Day relief_day = failed.day + terms.after;
    put(relief_day, contained_tax(failed.exposure, terms.tax_rate));
    put(std::max(relief_day, failed.recovery_day), -contained_tax(failed.recovered, terms.tax_rate));
  }
  return total;
}

void LiquiditySettlement::follow_receivables(const ScenarioFlows& flows) {
  const auto horizon = static_cast<std::size_t>(plan_.horizon);
  Int128 sales = 0;
  for (std::size_t d = 0; d < static_cast<std::size_t>(kDsoDays); ++d) sales += plan_.issued_before[d];
  receivables_[0] = plan_.open_total;
  for (std::size_t t = 1; t <= horizon; ++t) receivables_[t] = Int128{flows.shipped[t]} - flows.receipts[t];
  for (const FailedBuyer& failed : flows.failed) receivables_[static_cast<std::size_t>(failed.day)] -= failed.exposure;
  sales_[0] = sales;
  for (std::size_t t = 1; t <= horizon; ++t) receivables_[t] += receivables_[t - 1];
  if (!flows.debt_changes.empty()) closes_of(flows.debt_changes, flows.rates, receivables_);
  for (std::size_t t = 1; t <= horizon; ++t) {
    const auto gone = static_cast<Day>(t) - kDsoDays;  // leaves the window
    sales += flows.shipped[t];
    sales -= gone >= 1 ? flows.shipped[static_cast<std::size_t>(gone)]
                       : plan_.issued_before[static_cast<std::size_t>(-gone)];
    sales_[t] = sales;
  }
}

void LiquiditySettlement::look_at_account(std::size_t s, std::size_t d, const CashAccount::Path& path,
                                          BlockTally& block) {
  const ScenarioPlan& scenario = plan_.scenarios[s];
  if (scenario.account->has_fee())
    for (std::size_t t = 0; t < shape_.periods; ++t)
      block.liquidity.fees[shape_.cell(s, d, t)].add(PeriodSum(plan_.study->period_ends, t)(path.fee));
  if (!scenario.liquidity.covenants.empty()) test_covenants(s, d, path, block);
}

void LiquiditySettlement::test_covenants(std::size_t s, std::size_t d, const CashAccount::Path& path,
                                         BlockTally& block) {
  const std::size_t covenants = plan_.covenants.size();
  for (const CovenantPlan& plan : plan_.scenarios[s].liquidity.covenants) {
    std::size_t next = 0;
    bool so_far = false;
    for (std::size_t t = 0; t < shape_.periods; ++t) {
      bool here = false;
      for (; next < plan.days.size() && plan.days[next] <= plan_.study->period_ends[t]; ++next) {
        const auto day = static_cast<std::size_t>(plan.days[next]);
        here = here || breached(*plan.covenant, {path.balance[day], path.drawn[day], path.available[day],
                                                 receivables_[day], sales_[day]});
      }
      so_far = so_far || here;
      CovenantTally& cell =
          block.liquidity.covenants[((s * shape_.details() + d) * covenants + plan.number) * shape_.periods + t];
      cell.breaches += here;
      cell.breaches_so_far += so_far;
    }
  }
}

void LiquiditySettlement::walk_reserve(std::size_t s, std::size_t d, std::span<const DatedLoss> losses,
                                       BlockTally& block) {
  const auto horizon = static_cast<std::size_t>(plan_.horizon);
  std::vector<Money>& drawn = reserve_by_day_;
  std::fill(drawn.begin(), drawn.end(), 0);
  for (const DatedLoss& loss : losses) drawn[static_cast<std::size_t>(loss.day)] += loss.loss;
  Money reserve = plan_.scenarios[s].scenario->liquidity.bad_debt_reserve->opening, shortfall = 0;
  bool exhausted = false;
  std::size_t period = 0;
  for (std::size_t day = 1; day <= horizon; ++day) {
    reserve -= drawn[day];
    if (reserve < 0) {
      exhausted = true;
      shortfall -= reserve;
      reserve = 0;
    }
    reserve += feeds_[day];
    if (static_cast<Day>(day) != plan_.study->period_ends[period]) continue;
    ReserveTally<BlockSums>& cell = block.liquidity.reserves[shape_.cell(s, d, period++)];
    cell.balance.add(reserve);
    cell.exhausted_so_far += exhausted;
  }
  block.liquidity.shortfalls[s * shape_.details() + d].add(shortfall);
}

}  // namespace delcredere
