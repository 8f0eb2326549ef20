#pragma once
// Days of a study, counted from as_of.

#include <cstdint>
#include <limits>

namespace delcredere {

/// Whole days since as_of: 0 is as_of, 1..H are simulated, negative days are history.
using Day = std::int32_t;

/// A day that never comes (an invoice that is never paid, a buyer that does not fail). Sorts after every real day.
inline constexpr Day kNever = std::numeric_limits<Day>::max() / 4;

}  // namespace delcredere
