#include "models/insurance/policy_groups.h"

#include <algorithm>
#include <limits>

#include "models/insurance/exact.h"
#include "models/insurance/insured_events.h"
#include "models/insurance/plain_terms.h"

namespace delcredere {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double number(Money amount) { return amount == kUnlimited ? kInfinity : static_cast<double>(amount); }

/// A plain policy before it becomes a column entry.
struct Member {
  std::uint32_t number = 0;
  const PolicyTables* tables = nullptr;
  PlainTerms plain;
};

bool same_cost(const PolicyTables& a, const PolicyTables& b) {
  const Decimal &x = a.terms.recovery_cost, &y = b.terms.recovery_cost;
  return x.mantissa == y.mantissa && x.scale == y.scale;
}

bool same_batch(const Member& a, const Member& b) {
  return same_cost(*a.tables, *b.tables) && a.plain.limit_by_buyer == b.plain.limit_by_buyer &&
         a.plain.class_of == b.plain.class_of;
}

void resize_columns(PlainBatch& batch, std::size_t years, std::size_t classes) {
  for (std::vector<double>* column : {&batch.limit, &batch.each_first_loss, &batch.minimum_retention, &batch.buyer_cap})
    column->assign(batch.width, 0.0);
  batch.non_qualifying_loss.assign(kLossCauses * classes, std::vector<double>(batch.width, kInfinity));
  batch.percentage.assign(kLossCauses * classes, std::vector<double>(batch.width, 0.0));
  batch.share.assign(kLossCauses * classes, std::vector<double>(batch.width, 0.0));
  batch.denominator.assign(batch.width, 1.0);
  batch.aggregate_left.assign(years * batch.width, 0.0);
  batch.liability_left.assign(years * batch.width, 0.0);
}

PlainBatch make_batch(const std::vector<Member>& members) {
  PlainBatch batch;
  const PolicyTables& first = *members.front().tables;
  batch.width = (members.size() + PlainBatch::kPadding - 1) / PlainBatch::kPadding * PlainBatch::kPadding;
  batch.limit_by_buyer = members.front().plain.limit_by_buyer;
  batch.kept_denominator = power_of_ten(first.terms.recovery_cost.scale);
  batch.kept = batch.kept_denominator - first.terms.recovery_cost.mantissa;
  batch.class_of = members.front().plain.class_of;
  resize_columns(batch, first.years(), members.front().plain.percentages.size());
  for (std::size_t p = 0; p < members.size(); ++p) {
    const PlainTerms& plain = members[p].plain;
    const PolicyTerms& terms = members[p].tables->terms;
    const auto denominator = static_cast<double>(plain.denominator);
    batch.policies.push_back(members[p].number);
    batch.limit[p] = number(plain.limit);
    batch.each_first_loss[p] = number(terms.each_first_loss.amount);
    batch.minimum_retention[p] = number(terms.minimum_retention);
    batch.buyer_cap[p] = number(plain.buyer_cap);
    batch.denominator[p] = denominator;
    batch.largest_denominator = std::max(batch.largest_denominator, denominator);
    for (std::size_t row = 0; row < batch.percentage.size(); ++row) {
      const auto percentage = static_cast<double>(plain.percentages[row / kLossCauses][row % kLossCauses]);
      if (percentage > 0.0) batch.non_qualifying_loss[row][p] = number(terms.non_qualifying_loss);
      batch.percentage[row][p] = percentage;
      batch.share[row][p] = percentage / denominator;
    }
    for (std::size_t year = 0; year < first.years(); ++year) {
      batch.aggregate_left[year * batch.width + p] = number(plain.aggregate_left[year]);
      batch.liability_left[year * batch.width + p] = number(plain.liability_left[year]);
    }
  }
  return batch;
}

}  // namespace

std::vector<PolicyGroup> group_policies(std::span<const Policy* const> policies, const std::vector<bool>& single,
                                        bool secured) {
  std::vector<PolicyGroup> groups;
  std::vector<std::vector<std::vector<Member>>> members;  // by group, then batch
  for (std::uint32_t p = 0; p < policies.size(); ++p) {
    const PolicyTables& tables = policies[p]->tables();
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const PolicyGroup& group) {
      const PolicyTables& first = policies[group.first]->tables();
      // Security is deducted net of the policy's own costs.
      return find_same_events(first, tables) && (!secured || same_cost(first, tables));
    });
    const auto number = static_cast<std::size_t>(same - groups.begin());
    if (same == groups.end()) {
      groups.push_back({p, {}, {}, {}});
      members.emplace_back();
    }
    std::optional<PlainTerms> plain;
    if (!single[p]) plain = plain_terms(tables);
    if (!plain) {
      groups[number].single.push_back(p);
      continue;
    }
    const Member member{p, &tables, std::move(*plain)};
    auto& batches = members[number];
    const auto batch = std::find_if(batches.begin(), batches.end(), [&](const std::vector<Member>& others) {
      return same_batch(others.front(), member);
    });
    if (batch == batches.end())
      batches.push_back({member});
    else
      batch->push_back(member);
  }
  for (std::size_t g = 0; g < groups.size(); ++g)
    for (const std::vector<Member>& batch : members[g]) groups[g].plain.push_back(make_batch(batch));
  return groups;
}

}  // namespace delcredere
