#pragma once
// Age of a debt by days past its due date. Every open debt is in exactly one bucket, so the buckets add up to the
// outstanding total.

#include <array>
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

/// Days past due with which the buckets after the first begin.
inline constexpr std::array<Day, kMostAgeingBuckets - 1> kAgeingStarts{1, 31, 61, 91};

inline std::size_t ageing_bucket(Day days_past_due) {
  std::size_t bucket = 0;
  while (bucket < kAgeingStarts.size() && days_past_due >= kAgeingStarts[bucket]) ++bucket;
  return bucket;
}

}  // namespace delcredere
