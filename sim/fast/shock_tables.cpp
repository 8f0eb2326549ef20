#include "sim/fast/shock_tables.h"

#include <algorithm>

namespace delcredere::fast {
namespace {

/// Tables kept before they are dropped: random overlaps of several shocks can make many.
constexpr std::size_t kMostTables = 64;

}  // namespace

const LawDelay* ShockTables::delays(const DelayShock& shock) {
  for (const auto& known : delays_)
    if (known->shock == shock) return known->delays.data() - kMinDelay;
  auto made = std::make_unique<DelayTableOf>();
  made->shock = shock;
  made->delays.reserve(kOlderThanLaw + 1 - kMinDelay);
  for (Day law = kMinDelay; law <= kMaxDelay; ++law)
    made->delays.push_back(static_cast<LawDelay>(dunning_.apply(shocked_delay(law, shock), -1)));
  made->delays.push_back(kOlderThanLaw);
  delays_.push_back(std::move(made));
  return delays_.back()->delays.data() - kMinDelay;
}

const Money* ShockTables::amounts(PartsPerBillion factor) {
  if (factor == kOnePart) return plan_.live.amount.data();
  for (const auto& known : amounts_)
    if (known->factor == factor) return known->amounts.data();
  auto made = std::make_unique<AmountsOf>();
  made->factor = factor;
  for (std::size_t j = 0; j < plan_.live.size(); ++j)
    made->amounts.push_back(plan_.live.open[j] ? plan_.live.amount[j] : times_parts(plan_.live.amount[j], factor));
  amounts_.push_back(std::move(made));
  return amounts_.back()->amounts.data();
}

void ShockTables::trim() {
  if (delays_.size() > kMostTables) delays_.clear();
  if (amounts_.size() > kMostTables) amounts_.clear();
}

void ShockedDays::set(const ShockDays& days, ShockTables& tables) {
  delays_by_due.resize(days.by_due.size());
  amounts_by_issue.resize(days.by_due.size());
  for (std::size_t day = 0; day < days.by_due.size(); ++day) {
    // Neighbouring days mostly agree.
    const bool same_delay = day > 0 && days.by_due[day] == days.by_due[day - 1];
    const bool same_sales = day > 0 && days.sales_by_issue[day] == days.sales_by_issue[day - 1];
    delays_by_due[day] = same_delay ? delays_by_due[day - 1] : tables.delays(days.by_due[day]);
    amounts_by_issue[day] = same_sales ? amounts_by_issue[day - 1] : tables.amounts(days.sales_by_issue[day]);
  }
}

}  // namespace delcredere::fast
