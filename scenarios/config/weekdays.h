#pragma once
// Days of the week by name.

#include <cstdint>
#include <vector>

#include "scenarios/config/visitor.h"

namespace delcredere::config {

enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

inline void describe_weekday(Visitor& v, const Key& key, Weekday& day) {
  v.choice(key, day,
           {{"monday", Weekday::monday},
            {"tuesday", Weekday::tuesday},
            {"wednesday", Weekday::wednesday},
            {"thursday", Weekday::thursday},
            {"friday", Weekday::friday},
            {"saturday", Weekday::saturday},
            {"sunday", Weekday::sunday}});
}

/// A list of them; bit d of the result is day d of the week, Monday 0.
inline std::uint8_t describe_weekdays(Visitor& v, const Key& key) {
  std::vector<Weekday> days;
  v.list_of(key, days,
            [](Visitor& each, Weekday& day) { describe_weekday(each, {.name = "", .doc = "One of them."}, day); });
  std::uint8_t bits = 0;
  for (const Weekday day : days) bits = static_cast<std::uint8_t>(bits | 1u << static_cast<unsigned>(day));
  return bits;
}

}  // namespace delcredere::config
