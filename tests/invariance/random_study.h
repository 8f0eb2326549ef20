#pragma once
// Random studies for property tests: every part of the model that two engines could see differently.

#include <cstdint>

#include "models/study.h"

namespace delcredere::testing {

struct RandomStudyWishes {
  bool policies = true;
  bool credit_management = true;
  bool sales_shocks = true;
  bool exposure_books = true;
  bool spreading = true;    ///< infection, links, country events
  bool rules = false;       ///< seasons, calendars, and rules that look at parts of invoices
  bool rerating = true;     ///< grades that move, PDs by year
  bool grade_rules = true;  ///< what follows them beside hazards: segments, seller's limits, limit actions
};

/// A valid study of 1 to 24 buyers from a seed; make_plan accepts it.
Study random_study(std::uint64_t seed, const RandomStudyWishes& wishes = {});

}  // namespace delcredere::testing
