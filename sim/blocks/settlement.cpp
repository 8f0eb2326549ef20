#include "sim/blocks/settlement.h"

#include <algorithm>

#include "models/core/statistics/designed.h"

namespace delcredere {
namespace {

constexpr std::int64_t kMicro = 1'000'000;

void add_dso(const Plan& plan, const ScenarioFlows& flows, ScenarioTally<BlockSums>& tally) {
  Int128 sales = 0;
  for (Day day = plan.horizon; day > plan.horizon - kDsoDays; --day)
    sales +=
        day >= 1 ? flows.shipped[static_cast<std::size_t>(day)] : plan.issued_before[static_cast<std::size_t>(-day)];
  if (sales <= 0) return;
  const Int128 receivable = flows.receivable_end(plan.open_total);
  tally.dso.add(static_cast<std::int64_t>(divide_half_even(receivable * kDsoDays * kMicro, sales)));
  ++tally.dso_trials;
}

}  // namespace

Settlement::Settlement(const Plan& plan, const TallyShape& shape, bool one_by_one)
    : plan_(plan),
      shape_(shape),
      kept_(plan.scenarios.size()),
      plain_(plan.buyers),
      one_by_one_(one_by_one),
      places_(plan.buyers),
      liquidity_(plan, shape_) {
  for (const ScenarioPlan& scenario : plan.scenarios)
    if (scenario.twin != kNoTwin) kept_[scenario.twin].wanted = true;
  for (std::size_t s = 0; s < kept_.size(); ++s)
    if (kept_[s].wanted) kept_[s].by_group.resize(plan.scenarios[s].groups.size());
  for (std::vector<Money>* flow : {&common_, &net_}) flow->assign(static_cast<std::size_t>(plan.horizon) + 1, 0);
  if (shape_.cash) own_flows_.resize(own_flows_of((shape_.details() + kAccountsTogether - 1) / kAccountsTogether));
}

void Settlement::settle(std::size_t s, const ScenarioFlows& flows, std::uint64_t trial, std::uint64_t in_block,
                        BlockTally& block) {
  workspace_.begin(plan_.seed, trial);
  if (shape_.weighted) {
    weight_ = weight_of(flows.log_weight);
    block.column(shape_.layout.weight(s), in_block) = weight_;
  }
  const auto own = [&](ScenarioValue value) -> std::int64_t& {
    return block.column(shape_.layout.of(s, value), in_block);
  };
  Money gross = 0, recovered = 0, largest_gross = 0, largest_recovered = 0;
  for (std::size_t g = 0; g < kGroupings; ++g) {
    group_money_[g].assign(shape_.groups[g], 0);
    group_count_[g].assign(shape_.groups[g], 0);
  }
  outcome_.clear();
  collect_uninsured(flows);
  collect_losses(s, 0, flows);
  const std::size_t first_event = block.buyer_events.size();
  for (std::size_t i = 0; i < losses_.size(); ++i) {
    const BuyerLoss& loss = losses_[i];
    const bool fails = i < flows.failed.size();
    gross += loss.gross;
    recovered += loss.recovered;
    largest_gross = std::max(largest_gross, loss.gross);
    largest_recovered = std::max(largest_recovered, loss.recovered);
    block.buyer_events.push_back({static_cast<std::uint32_t>(s), loss.buyer, fails, loss.gross, 0});
    if (shape_.weighted) block.buyer_weights.push_back(weight_);
    for (std::size_t g = 0; g < kGroupings; ++g) {
      if (shape_.groups[g] == 0) continue;
      const std::uint32_t group = groups_of(g)[loss.buyer];
      group_money_[g][group] += loss.gross;
      group_count_[g][group] += fails;
    }
  }
  for (std::size_t i = first_event; i < block.buyer_events.size(); ++i) block.buyer_events[i].total = gross;
  for (std::size_t g = 0; g < kGroupings; ++g)
    for (std::size_t k = 0; k < shape_.groups[g]; ++k) {
      SectorTally<ExactSums>& tally = block.groups[g].own[s * shape_.groups[g] + k];
      add(group_count_[g][k], tally.defaults);
      add(group_money_[g][k], tally.gross);
    }
  own(ScenarioValue::gross) = gross;
  own(ScenarioValue::recovered) = recovered;
  own(ScenarioValue::defaults) = static_cast<std::int64_t>(flows.failed.size());
  own(ScenarioValue::largest_gross) = largest_gross;
  own(ScenarioValue::largest_recovered) = largest_recovered;

  if (shape_.priced && trial < shape_.exposure_trials)
    for (const FailedBuyer& failed : flows.failed)
      block.price.exposures.push_back({static_cast<std::uint32_t>(s), failed.buyer, failed.exposure});

  if (shape_.cash) {
    block.scenarios[s].lost_sales.add(flows.lost_sales);
    add_dso(plan_, flows, block.scenarios[s]);
    if (shape_.rules) note_rules(s, flows.rules, block);
    liquidity_.begin(s, flows, block);
    begin_cash(s, flows);
    std::size_t day = 1;
    for (std::size_t t = 0; t < shape_.periods; ++t) {
      Money receipts = 0;
      for (; day <= static_cast<std::size_t>(plan_.study->period_ends[t]); ++day) receipts += flows.receipts[day];
      block.series(shape_.receipts_series(s, t), in_block) = receipts;
    }
  }

  settle_policy(s, 0, flows, trial, in_block, block);
  settle_groups(s, flows, trial, in_block, block);
  if (shape_.cash) finish_cash(s, in_block, block);
}

void Settlement::note_rules(std::size_t s, const RuleFlows& rules, BlockTally& block) const {
  block.scenarios[s].credit_notes.add(rules.credit_notes);
  block.scenarios[s].discounts.add(rules.discounts);
  block.scenarios[s].fx_revaluation.add(rules.fx_revaluation);
  if (shape_.rejections) {
    block.scenarios[s].rejected.add(rules.rejected);
    block.scenarios[s].rejection_loss.add(rules.rejection_loss());
    block.scenarios[s].resale_receivable.add(rules.resale_later);
  }
  const auto by_period = [&](const std::vector<Money>& by_day, std::vector<BlockSums>& sums) {
    std::size_t day = 1;
    for (std::size_t t = 0; t < shape_.periods; ++t) {
      Money sum = 0;
      const auto end = static_cast<std::size_t>(plan_.study->period_ends[t]);
      for (; day <= end && day < by_day.size(); ++day) sum += by_day[day];
      sums[s * shape_.periods + t].add(sum);
    }
  };
  by_period(rules.interest_by_day, block.late_interest);
  by_period(rules.cost_by_day, block.rule_cost);
  if (shape_.rejections) by_period(rules.resale_by_day, block.resale);
}

std::span<const BuyerLedger> Settlement::changed_ledgers(std::size_t s, const ScenarioFlows& flows) {
  std::vector<BuyerLedger>& ledgers = kept_[s].changed;
  ledgers.clear();
  for (const BuyerLedger& ledger : flows.ledgers.ledgers())
    if (std::binary_search(flows.changed.begin(), flows.changed.end(), ledger.buyer)) ledgers.push_back(ledger);
  return ledgers;
}

void Settlement::settle_groups(std::size_t s, const ScenarioFlows& flows, std::uint64_t trial, std::uint64_t in_block,
                               BlockTally& block) {
  const ScenarioPlan& scenario = plan_.scenarios[s];
  const auto alone = [&](std::uint32_t policy, const auto& ledgers_or_events) {
    scenario.policies[policy].policy.evaluate(ledgers_or_events, workspace_, outcome_);
    settle_policy(s, policy + 1, flows, trial, in_block, block);
  };
  if (one_by_one_) {
    for (std::uint32_t p = 0; p < scenario.policies.size(); ++p) alone(p, flows.ledgers.ledgers());
    return;
  }
  // Its twin's events are at hand: only the buyers that may differ are searched.
  const bool as_twin = flows.from_twin && kept_[scenario.twin].trial == trial;
  const std::span<const BuyerLedger> searched = as_twin ? changed_ledgers(s, flows) : flows.ledgers.ledgers();
  if (kept_[s].wanted) kept_[s].trial = trial;
  orders_.begin(searched);
  for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
    const PolicyGroup& group = scenario.groups[g];
    const Policy& finder = scenario.policies[group.first].policy;
    const auto facts = group.facts != nullptr ? std::span(*group.facts) : std::span<const std::uint8_t>{};
    EventList& events = kept_[s].wanted ? kept_[s].by_group[g] : events_;
    finder.find_events(searched, orders_, workspace_, as_twin ? fresh_ : events, facts);
    if (as_twin) events.exchange(kept_[scenario.twin].by_group[g], flows.changed, fresh_);
    for (const std::uint32_t policy : group.single) alone(policy, events);
    if (!group.plain.empty()) plain_.take(finder.tables(), events, flows);
    for (const PlainBatch& batch : group.plain) {
      // The losses of rejected goods are no batch's.
      if (flows.rejections.empty() && plain_.settle(batch, events, flows)) {
        settle_batch(s, batch, in_block, block);
      } else {
        for (const std::uint32_t policy : batch.policies) alone(policy, events);
      }
    }
  }
}

void Settlement::settle_batch(std::size_t s, const PlainBatch& batch, std::uint64_t in_block, BlockTally& block) {
  const PlainSettlement::Gross& gross = plain_.gross();
  const fast::PlainSums& sums = plain_.sums();
  for (std::size_t i = 0; i < batch.policies.size(); ++i) {
    const std::size_t p = batch.policies[i] + 1;
    const auto column = [&](PolicyValue value) -> std::int64_t& {
      return block.column(shape_.layout.of(s, p, value), in_block);
    };
    const auto claims = static_cast<Money>(sums.claims[i]);
    const Money insured = claims - static_cast<Money>(sums.recovered[i]);
    column(PolicyValue::claims) = claims;
    column(PolicyValue::insured) = insured;
    column(PolicyValue::retained) = gross.sum - insured;
    column(PolicyValue::largest_claims) = static_cast<Money>(sums.largest_claim[i]);
    column(PolicyValue::largest_insured) = static_cast<Money>(sums.largest_insured[i]);
    column(PolicyValue::largest_retained) = static_cast<Money>(sums.largest_retained[i]);
    if (shape_.priced) block.price.exhausted[s * shape_.policies + p] += sums.exhausted[i] != 0.0;
    if (!shape_.layout.cell(s, p).costly) continue;
    column(PolicyValue::gross) = gross.sum;
    column(PolicyValue::recovered) = gross.recovered;
    column(PolicyValue::largest_gross) = gross.largest;
    column(PolicyValue::largest_recovered) = gross.largest_recovered;
  }
}

void Settlement::settle_policy(std::size_t s, std::size_t p, const ScenarioFlows& flows, std::uint64_t trial,
                               std::uint64_t in_block, BlockTally& block) {
  if (p > 0) collect_losses(s, p, flows);  // those of `none` are at hand
  const auto column = [&](PolicyValue value) -> std::int64_t& {
    return block.column(shape_.layout.of(s, p, value), in_block);
  };
  Money gross = 0, recovered = 0, largest_gross = 0, largest_recovered = 0;
  Money insured = 0, largest_claims = 0, largest_insured = 0, largest_retained = 0;
  for (const BuyerLoss& loss : losses_) {
    gross += loss.gross;
    recovered += loss.recovered;
    largest_gross = std::max(largest_gross, loss.gross);
    largest_recovered = std::max(largest_recovered, loss.recovered);
    insured += loss.insured;
    largest_insured = std::max(largest_insured, loss.insured);
    largest_retained = std::max(largest_retained, loss.retained());
  }
  for (const PolicyEvent& event : outcome_.events) largest_claims = std::max(largest_claims, event.paid);
  column(PolicyValue::claims) = outcome_.claims;
  column(PolicyValue::insured) = insured;
  column(PolicyValue::retained) = gross - insured;
  if (shape_.layout.cell(s, p).costly) {
    column(PolicyValue::gross) = gross;
    column(PolicyValue::recovered) = recovered;
    column(PolicyValue::largest_gross) = largest_gross;
    column(PolicyValue::largest_recovered) = largest_recovered;
  }
  column(PolicyValue::largest_claims) = largest_claims;
  column(PolicyValue::largest_insured) = largest_insured;
  column(PolicyValue::largest_retained) = largest_retained;
  if (shape_.priced && p > 0) note_price(s, p, block.price);
  if (shape_.layout.cell(s, p).treaties > 0) settle_treaties(s, p, flows, in_block, block);
  if (shape_.detail_of[p] >= 0) settle_detail(s, p, flows, trial, in_block, block);
}

void Settlement::settle_detail(std::size_t s, std::size_t p, const ScenarioFlows& flows, std::uint64_t trial,
                               std::uint64_t in_block, BlockTally& block) {
  const auto d = static_cast<std::uint32_t>(shape_.detail_of[p]);
  Money total = 0;
  for (const BuyerLoss& loss : losses_) total += loss.retained();
  if (worst_ != nullptr)
    if (const std::size_t cell = s * shape_.details() + d; worst_->may_keep(cell, total))
      worst_->keep(cell, trial, total, losses_);
  for (std::size_t g = 0; g < kGroupings; ++g) {
    group_money_[g].assign(shape_.groups[g], 0);
    if (shape_.groups[g] == 0) continue;
    const std::uint32_t* const of_buyer = groups_of(g).data();
    Money* const money = group_money_[g].data();
    for (const BuyerLoss& loss : losses_) money[of_buyer[loss.buyer]] += loss.retained();
  }
  if (d > 0) {
    for (const BuyerLoss& loss : losses_)
      block.retained_events.push_back({static_cast<std::uint32_t>(s), d, loss.buyer, loss.retained(), total});
    if (shape_.weighted) block.retained_weights.resize(block.retained_events.size(), weight_);
  }
  const Money off_centre = total - shape_.centre(s, d);
  for (std::size_t g = 0; g < kGroupings; ++g)
    for (std::size_t k = 0; k < shape_.groups[g]; ++k) {
      const std::size_t cell = (s * shape_.details() + d) * shape_.groups[g] + k;
      add(group_money_[g][k], block.groups[g].retained[cell]);
      if (group_money_[g][k] != 0)
        add_product(static_cast<Int128>(group_money_[g][k]) * off_centre, block.groups[g].product[cell]);
    }
  if (shape_.cash) settle_cash(s, p, flows, in_block, block);
}

}  // namespace delcredere
