#pragma once
// Age of a debt by days past its due date. Every open debt is in exactly one bucket, so the buckets add up to the
// outstanding total.

#include <cstddef>
#include <string>
#include <vector>

#include "models/core/days.h"

namespace delcredere {

inline const std::vector<std::string>& ageing_bucket_names() {
  static const std::vector<std::string> names{"not due", "1-30", "31-60", "61-90", "over 90"};
  return names;
}
inline constexpr std::size_t kMostAgeingBuckets = 5;

inline std::size_t ageing_bucket(Day days_past_due) {
  if (days_past_due <= 0) return 0;
  if (days_past_due <= 30) return 1;
  if (days_past_due <= 60) return 2;
  if (days_past_due <= 90) return 3;
  return 4;
}

}  // namespace delcredere
