#pragma once
// A trial's exchange rates as its amounts meet them: the value of a currency relative to as_of, by day.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/core/days.h"
#include "models/core/money.h"
#include "models/shock/windows.h"

namespace delcredere {

using RatesByDay = std::vector<PartsPerBillion>;  ///< days 0..H, day 0 is one
using RatesByCurrency = std::vector<RatesByDay>;  ///< foreign currencies of the book: number 1 first

/// An amount stated at the rates of as_of, at those of a day; after the horizon at the horizon's. rates: null = base.
inline Money at_rate(const RatesByDay* rates, Money amount, Day day) {
  if (rates == nullptr || day <= 0) return amount;
  const std::size_t at = std::min(static_cast<std::size_t>(day), rates->size() - 1);
  return times_parts(amount, (*rates)[at]);
}

/// The same by the number of the amount's currency, 0 = base. rates: none where all stay.
inline Money at_rate(std::span<const RatesByDay> rates, std::uint8_t currency, Money amount, Day day) {
  return rates.empty() || currency == 0 ? amount : at_rate(&rates[currency - 1u], amount, day);
}

}  // namespace delcredere
