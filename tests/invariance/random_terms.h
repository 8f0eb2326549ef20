#pragma once
// Random terms of credit beside PDs and dependence: PDs by year, losses that move with the state, securities,
// re-rating.

#include "models/study.h"

namespace delcredere::testing {

/// Puts them into a scenario of a study whose grades are A, B, C. with_grades: also re-rating and PDs by year.
void random_credit_terms(std::uint64_t seed, const Portfolio& book, Day horizon, bool with_grades,
                         CreditParameters& credit);

}  // namespace delcredere::testing
