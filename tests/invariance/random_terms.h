#pragma once
// Random terms of credit beside PDs and dependence: PDs by year, losses that move with the state, securities,
// re-rating; and of liquidity.

#include "models/liquidity/liquidity_parameters.h"
#include "models/study.h"
#include "tests/invariance/dice.h"

namespace delcredere::testing {

/// Puts them into a scenario of a study whose grades are A, B, C. with_grades: also re-rating and PDs by year.
void random_credit_terms(std::uint64_t seed, const Portfolio& book, Day horizon, bool with_grades,
                         CreditParameters& credit);

/// What a grade of the day sets beside the hazard, from dice of its own, in base and scenarios of a study of invoices.
/// `rules`: also the seller's, and re-rating where there is none yet.
void random_grade_rules(std::uint64_t seed, Study& study, bool rules);

/// Everything that the liquidity section can ask for; from dice of its own. `parts`: beside rules that look at parts of
/// invoices, where a borrowing base and covenants on DSO are refused.
void random_liquidity(Dice& dice, LiquidityParameters& liquidity, std::size_t buyers);

}  // namespace delcredere::testing
