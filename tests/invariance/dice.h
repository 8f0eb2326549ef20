#pragma once
// Numbers for random studies.

#include <cstdint>
#include <initializer_list>
#include <random>

#include "models/study.h"

namespace delcredere::testing {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : bits_(seed) {}
  /// Whole number in low..high.
  std::int64_t whole(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(bits_() % static_cast<std::uint64_t>(high - low + 1));
  }
  Day day(Day low, Day high) { return static_cast<Day>(whole(low, high)); }
  bool chance(int percent) { return whole(1, 100) <= percent; }
  template <class T>
  T one_of(std::initializer_list<T> values) {
    return *(values.begin() + whole(0, static_cast<std::int64_t>(values.size()) - 1));
  }

 private:
  std::mt19937_64 bits_;
};

/// Seasons, calendars, rules that look at parts of invoices, rates that move.
void random_rules(Dice& dice, Study& study, bool exposures);

/// Goods that buyers reject, and policies that cover them, in every scenario alike; from dice of its own.
void random_rejections(std::uint64_t seed, Study& study);

}  // namespace delcredere::testing
