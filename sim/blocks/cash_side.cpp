// The cash accounts of the policies in one trial. Claims, premium and recoveries fall on a few days: each is told to
// its day's flow and to its period's sum, what policies have in common is added up once. Plain accounts are walked side
// by side when all policies of a scenario have told their flows, others each at once.

#include <algorithm>
#include <bit>
#include <limits>

#include "sim/blocks/settlement.h"
#include "sim/fast/account_kernel.h"

namespace delcredere {
namespace {

/// What comes back of one failed buyer, by day: its securities and its estate.
template <class Visit>
void for_each_recovery(const ScenarioFlows& flows, const FailedBuyer& failed, Visit&& visit) {
  const Money estate = failed.recovered - failed.security;
  bool estate_told = false;
  const auto tell_estate = [&] {
    estate_told = true;
    visit(failed.recovery_day, estate);
  };
  for (const SecurityPayment& payment : flows.ledgers.securities_of(failed)) {
    if (!estate_told && payment.day > failed.recovery_day) tell_estate();
    visit(payment.day, payment.amount);
  }
  if (!estate_told) tell_estate();
}

/// Visits the periods with an amount. Which they are is not to be predicted, so they are looked for without a branch.
template <class Visit>
void for_each_amount(std::span<const Money> by_period, Visit&& visit) {
  constexpr std::size_t kTogether = 64;
  for (std::size_t first = 0; first < by_period.size(); first += kTogether) {
    const std::size_t end = std::min(first + kTogether, by_period.size());
    std::uint64_t there = 0;
    for (std::size_t t = first; t < end; ++t) there |= std::uint64_t{by_period[t] != 0} << (t - first);
    for (; there != 0; there &= there - 1) {
      const std::size_t t = first + static_cast<std::size_t>(std::countr_zero(there));
      visit(t, by_period[t]);
    }
  }
}

}  // namespace

void Settlement::begin_cash(std::size_t s, const ScenarioFlows& flows) {
  side_by_side_ = !one_by_one_ && plan_.scenarios[s].account->plain() && liquidity_.borrowing_base().empty();
  std::fill(own_flows_.begin(), own_flows_.end(), 0);
  std::copy(flows.receipts.begin() + 1, flows.receipts.end(), common_.begin() + 1);
  const auto add_days = [&](std::span<const Money> by_day, Money sign) {
    for (std::size_t day = 1; day < by_day.size(); ++day) common_[day] += sign * by_day[day];
  };
  add_days(liquidity_.flows(), 1);
  add_days(flows.rules.interest_by_day, 1);
  add_days(flows.rules.resale_by_day, 1);
  add_days(flows.rules.cost_by_day, -1);
  common_recoveries_.assign(shape_.periods, 0);
  common_recoveries_later_ = 0;
  for (const FailedBuyer& failed : flows.failed)
    for_each_recovery(flows, failed, [&](Day day, Money amount) {
      if (day > plan_.horizon) {
        common_recoveries_later_ += amount;
        return;
      }
      common_[static_cast<std::size_t>(day)] += amount;
      common_recoveries_[plan_.period_of_day[static_cast<std::size_t>(day)]] += amount;
    });
}

void Settlement::settle_cash(std::size_t s, std::size_t p, const ScenarioFlows& flows, std::uint64_t in_block,
                             BlockTally& block) {
  const ScenarioPlan& scenario = plan_.scenarios[s];
  const auto d = static_cast<std::size_t>(shape_.detail_of[p]);
  Money* const own = own_flows_.data() + own_flows_of(d / kAccountsTogether) + d % kAccountsTogether;
  recoveries_ = common_recoveries_;
  claims_.assign(shape_.periods, 0);
  premium_.assign(shape_.periods, 0);
  // What falls after H is told by the return value.
  const auto falls = [&](Day day, Money inflow, std::vector<Money>& by_period, Money amount) {
    if (day > plan_.horizon) return false;
    own[static_cast<std::size_t>(day) * kAccountsTogether] += inflow;
    by_period[plan_.period_of_day[static_cast<std::size_t>(day)]] += amount;
    return true;
  };
  const bool costly = recoveries_cost(s, p);
  Money claims_later = 0, own_recoveries_later = costly ? 0 : common_recoveries_later_, premium_total = 0;
  for (std::size_t i = 0; costly && i < flows.failed.size(); ++i) {
    Money so_far = 0;
    for_each_recovery(flows, flows.failed[i], [&](Day day, Money amount) {
      const Money cost = recovery_cost(s, p, so_far + amount) - recovery_cost(s, p, so_far);
      so_far += amount;
      if (!falls(day, -cost, recoveries_, -cost)) own_recoveries_later += amount - cost;
    });
  }
  if (p > 0) {
    const PolicyPlan& policy = scenario.policies[p - 1];
    const auto pay_premium = [&](Day day, Money amount) {
      falls(day, -amount, premium_, amount);
      premium_total += amount;
    };
    for (const PremiumPayment& payment : policy.advances) pay_premium(payment.day, payment.amount);
    std::size_t slot = 0;
    for (std::size_t q = 0; q + 1 < p; ++q) slot += scenario.policies[q].adjusted_years.size();
    for (const std::size_t year : policy.adjusted_years)
      pay_premium(policy.premium.adjustment_day(year), premium_adjustment(policy, year, flows.turnover[slot++]));
    const auto pay_claim = [&](Day day, Money amount) {
      if (!falls(day, amount, claims_, amount)) claims_later += amount;
    };
    for (const OpenClaim& claim : policy.open_claims) pay_claim(claim.cash_day, claim.amount);
    for (const PolicyEvent& event : outcome_.events) {
      pay_claim(event.cash_day, event.paid);
      for (const RecoveryPayment& payment : outcome_.recoveries_of(event))
        if (!falls(payment.passed_on, -payment.amount, recoveries_, -payment.amount))
          own_recoveries_later -= payment.amount;
    }
  }
  PolicyTally<BlockSums>& totals = block.policies[s * shape_.details() + d];
  totals.claims_receivable.add(claims_later);
  totals.recoveries_receivable.add(own_recoveries_later);
  totals.premium.add(premium_total);
  const auto cell_of = [&](std::size_t t) -> PeriodTally<BlockSums>& { return block.periods[shape_.cell(s, d, t)]; };
  for_each_amount(claims_, [&](std::size_t t, Money amount) { cell_of(t).claims.add(amount); });
  for_each_amount(premium_, [&](std::size_t t, Money amount) { cell_of(t).premium.add(amount); });
  for_each_amount(recoveries_, [&](std::size_t t, Money amount) { cell_of(t).recoveries.add(amount); });

  if (scenario.scenario->liquidity.bad_debt_reserve) {
    dated_losses_.clear();
    for (std::size_t i = 0; i < flows.failed.size(); ++i)
      dated_losses_.push_back({flows.failed[i].day, losses_[i].retained_of_failure()});
    liquidity_.walk_reserve(s, d, dated_losses_, block);
  }
  if (side_by_side_) return;
  for (std::size_t day = 0; day < net_.size(); ++day) net_[day] = common_[day] + own[day * kAccountsTogether];
  scenario.account->walk(net_, liquidity_.borrowing_base(), path_);
  liquidity_.look_at_account(s, d, path_, block);
  tell_periods(*scenario.account, path_, plan_.study->period_ends, d % kAccountsTogether, periods_);
  note_account(s, d, in_block, block);
}

void Settlement::finish_cash(std::size_t s, std::uint64_t in_block, BlockTally& block) {
  if (!side_by_side_) return;
  for (std::size_t first = 0; first < shape_.details(); first += kAccountsTogether) {
    const std::span own(own_flows_.data() + own_flows_of(first / kAccountsTogether), own_flows_of(1));
    fast::walk_accounts(*plan_.scenarios[s].account, common_, own, plan_.study->period_ends, periods_);
    const std::size_t end = std::min(first + kAccountsTogether, shape_.details());
    for (std::size_t d = first; d < end; ++d) note_account(s, d, in_block, block);
  }
}

void Settlement::note_account(std::size_t s, std::size_t d, std::uint64_t in_block, BlockTally& block) const {
  const CashAccount& account = *plan_.scenarios[s].account;
  const std::size_t a = d % kAccountsTogether;
  // What the loop writes, so that it need not look for it again after every write.
  std::int64_t* balances = &block.series(shape_.balance_series(s, d, 0), in_block);
  std::int64_t* gaps = &block.series(shape_.gap_series(s, d, 0), in_block);
  PeriodTally<BlockSums>* cell = &block.periods[shape_.cell(s, d, 0)];
  const std::size_t stride = block.stride;
  const Money floor = account.has_minimum() ? account.floor() : std::numeric_limits<Money>::min();
  Money minimum = periods_.lowest[a];
  for (std::size_t t = 0, place = a; t < shape_.periods; ++t, place += kAccountsTogether) {
    const Money lowest = periods_.lowest[place];
    minimum = std::min(minimum, lowest);
    *balances = periods_.balance[place];
    *gaps = lowest < floor ? floor - lowest : 0;
    balances += stride;
    gaps += stride;
    // Most periods have neither; a sum and a square of 128 bits each is work.
    if (periods_.interest[place] != 0) cell[t].interest.add(periods_.interest[place]);
    if (periods_.drawn[place] != 0) cell[t].drawn.add(periods_.drawn[place]);
  }
  block.policies[s * shape_.details() + d].interest_accrued.add(periods_.accrued[a]);
  const Money worst = minimum < floor ? floor - minimum : 0;
  const std::size_t p = shape_.detailed[d];
  block.column(shape_.layout.of(s, p, PolicyValue::minimum_balance), in_block) = minimum;
  block.column(shape_.layout.of(s, p, PolicyValue::worst_gap), in_block) = worst;
  block.column(shape_.layout.of(s, p, PolicyValue::first_breach), in_block) =
      worst > 0 ? periods_.first_below[a] : plan_.horizon + 1;
}

}  // namespace delcredere
