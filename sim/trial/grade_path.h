#pragma once
// Grades of one buyer in one trial. Worked out for the buyers that need them, never for the whole book: who may fail,
// who is asked for.

#include <cstdint>
#include <vector>

#include "sim/trial/buyer_trial.h"

namespace delcredere {

/// Grade numbers of a buyer that has a grade: path[0] at as_of, path[k] from the k-th review on (the days
/// reviews[k-1] .. reviews[k] - 1), as if it lived. Empty without re-rating or for a buyer without a grade.
void grade_path(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                std::vector<std::uint16_t>& path);

/// Grade in force on a day (0 is as_of): number in MigrationPlan::parameters->grades, kNoGrade where there is none.
std::uint16_t grade_on(const ScenarioPlan& scenario, const std::vector<std::uint16_t>& path, Day day);

/// The same as a ledger tells it to policies: as_of, then every review; appended.
void append_grades(const ScenarioPlan& scenario, const std::vector<std::uint16_t>& path,
                   std::vector<GradeFrom>& grades);

/// Draws the factors of the reviews that have their own.
void draw_reviews(const Plan& plan, const ScenarioPlan& scenario, TrialState& state);

/// What multiplies a buyer's hazard and by which curve it runs: its shocks, and its grades where they move it. Empty
/// where neither does.
void hazard_segments_of(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                        std::vector<HazardSegment>& segments);

/// Segments cut where the grade can change: an end on every day before a review.
void cut_at_reviews(const MigrationParameters& parameters, Day horizon, std::vector<HazardSegment>& segments);

}  // namespace delcredere
