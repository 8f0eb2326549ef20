#include "sim/fast/fast_dunning.h"

#include <algorithm>

#include "sim/fast/kernels.h"

namespace delcredere::fast {

FastDunning::FastDunning(const DunningPlan& rule) {
  if (!rule.active) return;
  for (Day delay = kMinDelay; delay <= kMaxDelay; ++delay)
    table_.push_back(static_cast<LawDelay>(rule.apply(delay, -1)));
  table_.push_back(kOlderThanLaw);

  const Day from = std::min(std::max<Day>(rule.overdue, 0), kMaxDelay);
  from_ = longest_ = static_cast<std::int16_t>(from);
  constexpr std::int64_t kOne = std::int64_t{1} << 16;
  const std::int64_t below = (kOnePart - rule.residual) * kOne / kOnePart;
  for (const std::int64_t less : {below, below + 1}) {
    if (less < 0 || less >= kOne) continue;  // r above 1: a weaker rule than the one in the history
    Day right = from;
    while (right < kMaxDelay &&
           right + 1 - ((right + 1 - from) * less >> 16) == table_[static_cast<std::size_t>(right + 1 - kMinDelay)])
      ++right;
    if (right <= longest_) continue;
    longest_ = static_cast<std::int16_t>(right);
    less_ = static_cast<std::uint16_t>(less);
  }
}

void FastDunning::apply(const LawDelay* delays, std::size_t count, LawDelay* dunned) const {
  shorten_delays(delays, count, from_, less_, longest_, table_.data() - kMinDelay, dunned);
}

}  // namespace delcredere::fast
