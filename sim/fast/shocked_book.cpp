#include "sim/fast/shocked_book.h"

#include <algorithm>
#include <limits>

namespace delcredere::fast {
namespace {

/// Products kept before they are dropped: random overlaps of several shocks can make many.
constexpr std::size_t kMostProducts = 64;

/// The kernel's arithmetic of one delay.
std::int16_t multiplied(std::int16_t delay, std::uint16_t whole, std::uint16_t part, std::int16_t extra) {
  const auto size = static_cast<std::uint32_t>(delay);
  const std::uint32_t product = delay > 0 ? size * whole + (size * part >> 16) + 1 : size;
  return static_cast<std::int16_t>(product + static_cast<std::uint32_t>(extra));
}

}  // namespace

DelayProduct::DelayProduct(const DelayShock& wanted) : shock(wanted) {
  const std::int64_t below = (wanted.multiplier + kOnePart - 1) / kOnePart - 1;  // the largest integer below m
  if (below < 0 || below > std::numeric_limits<std::uint16_t>::max() || wanted.days > kMaxDelay) return;
  whole = static_cast<std::uint16_t>(below);
  extra = static_cast<std::int16_t>(wanted.days);
  constexpr std::int64_t kOne = std::int64_t{1} << 16;
  const std::int64_t above = ((wanted.multiplier - below * kOnePart) * kOne + kOnePart - 1) / kOnePart;
  for (const std::int64_t share : {above - 1, above}) {
    if (share >= kOne) continue;
    const auto tried = static_cast<std::uint16_t>(share);
    Day right = kMinDelay - 1;
    while (right < kMaxDelay &&
           multiplied(static_cast<std::int16_t>(right + 1), whole, tried, extra) == shocked_delay(right + 1, wanted))
      ++right;
    if (right <= exact) continue;
    exact = static_cast<std::int16_t>(right);
    part = tried;
  }
}

ShockedBook::ShockedBook(const Plan& plan, const std::vector<std::uint16_t>& buyer_class)
    : plan_(plan), buyer_class_(buyer_class) {
  for (std::uint32_t j = 0; j < plan.live.size(); ++j) {
    const std::uint16_t shock_class = buyer_class[plan.live.buyer[j]];
    if (shock_class >= of_class_.size()) of_class_.resize(shock_class + std::size_t{1});
    of_class_[shock_class].push_back(j);
  }
}

void ShockedBook::set(const ShockCalendar& calendar, const std::vector<Money>& plan_shipped) {
  if (&calendar == seen_ && calendar.version == seen_version_) return;
  seen_ = &calendar;
  seen_version_ = calendar.version;
  const std::vector<ShockDays>& days = calendar.classes;
  if (days == in_force_) return;
  if (amounts_.empty()) {
    amounts_ = plan_.live.amount;
    beyond_.resize(plan_.live.size());
    for (std::vector<std::uint16_t>* column : {&columns_.whole, &columns_.part}) column->resize(plan_.live.size());
    for (std::vector<std::int16_t>* column : {&columns_.extra, &columns_.exact}) column->resize(plan_.live.size());
    for (const std::vector<std::uint32_t>& invoices : of_class_) set_class(invoices, {});
  }
  if (products_.size() > kMostProducts) products_.clear();  // the columns have what they need of them
  in_force_.resize(days.size());
  for (std::size_t c = 0; c < of_class_.size(); ++c)
    if (days[c] != in_force_[c]) set_class(of_class_[c], days[c]);
  in_force_ = days;
  shipped_ = plan_shipped;
  lost_ = 0;
  for (std::size_t c = 0; c < of_class_.size(); ++c) {
    if (!days[c].active()) continue;
    for (const std::uint32_t j : of_class_[c]) {
      const Money less = plan_.live.amount[j] - amounts_[j];
      shipped_[static_cast<std::size_t>(std::max<Day>(plan_.live.issue[j], 0))] -= less;
      lost_ += less;
    }
  }
}

void ShockedBook::set_class(const std::vector<std::uint32_t>& invoices, const ShockDays& days) {
  by_due_.assign(1, &product_of({}));                         // day 0: no shock before day 1
  for (std::size_t day = 1; day < days.by_due.size(); ++day)  // neighbouring days mostly agree
    by_due_.push_back(days.by_due[day] == by_due_.back()->shock ? by_due_.back() : &product_of(days.by_due[day]));
  for (const std::uint32_t j : invoices) {
    const Day due = days.active() ? std::max<Day>(plan_.live.due[j], 0) : 0;
    const DelayProduct& product = *by_due_[static_cast<std::size_t>(due)];
    columns_.whole[j] = product.whole;
    columns_.part[j] = product.part;
    columns_.extra[j] = product.extra;
    columns_.exact[j] = product.exact;
    amounts_[j] = shocked_amount(days, plan_.live.issue[j], plan_.live.amount[j]);
  }
}

const DelayProduct& ShockedBook::product_of(const DelayShock& shock) {
  for (const auto& known : products_)
    if (known->shock == shock) return *known;
  return *products_.emplace_back(std::make_unique<DelayProduct>(shock));
}

void ShockedBook::act(const LawDelay* law, LawDelay* shocked) {
  const std::size_t found = shock_delays(law, columns_, plan_.live.size(), shocked, beyond_.data());
  for (std::size_t i = 0; i < found; ++i) {
    const std::uint32_t j = beyond_[i];
    const ShockDays& days = in_force_[buyer_class_[plan_.live.buyer[j]]];
    shocked[j] = law[j] == kOlderThanLaw
                     ? kOlderThanLaw
                     : static_cast<LawDelay>(shocked_delay(law[j], delay_shock(days, plan_.live.due[j])));
  }
}

}  // namespace delcredere::fast
