#include "sim/trial/grade_path.h"

#include <algorithm>

#include "models/credit/standard_normal.h"

namespace delcredere {

void draw_reviews(const Plan& plan, const ScenarioPlan& scenario, TrialState& state) {
  const MigrationPlan& migration = scenario.migration;
  if (!migration.active() || !migration.parameters->per_review) return;
  const FactorModel& factors = plan.factor_models[scenario.factors];
  state.review_scores.resize(migration.parameters->reviews.size());
  for (std::uint32_t k = 0; k < state.review_scores.size(); ++k)
    factors.draw_review_scores(plan.seed, state.trial, k + 1, state.review_scores[k]);
}

void grade_path(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                std::vector<std::uint16_t>& path) {
  path.clear();
  const MigrationPlan& migration = scenario.migration;
  if (!migration.active() || migration.grade[buyer] == kNoGrade) return;
  std::uint16_t grade = migration.grade[buyer];
  path.push_back(grade);
  const FactorModel& factors = plan.factor_models[scenario.factors];
  const std::uint32_t group = factors.group_of(buyer);
  const double own = factors.groups()[group].idiosyncratic;
  const std::size_t reviews = migration.parameters->reviews.size();
  for (std::uint32_t k = 1; k <= reviews; ++k) {
    if (!migration.transitions->stays(grade)) {
      const double score =
          migration.parameters->per_review ? state.review_scores[k - 1][group] : state.factors->score[group];
      const double y = standard_normal(plan.seed, Purpose::migration, buyer, state.trial, k);
      grade = migration.transitions->next(grade, score + own * y, state.factors->mixing_root);
    }
    path.push_back(grade);
  }
}

std::uint16_t grade_on(const ScenarioPlan& scenario, const std::vector<std::uint16_t>& path, Day day) {
  if (path.empty()) return kNoGrade;
  const std::vector<Day>& reviews = scenario.migration.parameters->reviews;
  return path[static_cast<std::size_t>(std::upper_bound(reviews.begin(), reviews.end(), day) - reviews.begin())];
}

void append_grades(const ScenarioPlan& scenario, const std::vector<std::uint16_t>& path,
                   std::vector<GradeFrom>& grades) {
  for (std::size_t k = 0; k < path.size(); ++k)
    grades.push_back({k == 0 ? 0 : scenario.migration.parameters->reviews[k - 1], path[k]});
}

void cut_at_reviews(const MigrationParameters& parameters, Day horizon, std::vector<HazardSegment>& segments) {
  if (segments.empty()) segments.push_back({horizon, 1.0});
  for (const Day review : parameters.reviews) {
    const Day end = review - 1;
    if (end < 1 || end >= horizon) continue;
    const auto holds = std::find_if(segments.begin(), segments.end(), [end](const auto& s) { return s.end >= end; });
    if (holds->end != end) segments.insert(holds, {end, holds->multiplier, holds->curve});
  }
}

void hazard_segments_of(const Plan& plan, const ScenarioPlan& scenario, const TrialState& state, std::uint32_t buyer,
                        std::vector<HazardSegment>& segments) {
  const DefaultBucket& bucket = scenario.buckets[scenario.buyer_bucket[buyer]];
  segments = state.segments[bucket.shock_class];
  if (bucket.grade == kNoGrade) return;
  std::vector<std::uint16_t> path;
  grade_path(plan, scenario, state, buyer, path);
  if (std::all_of(path.begin(), path.end(), [&](std::uint16_t grade) { return grade == path.front(); })) return;
  cut_at_reviews(*scenario.migration.parameters, plan.horizon, segments);
  for (HazardSegment& segment : segments)
    segment.curve = &scenario.migration.curves[grade_on(scenario, path, segment.end)];
  // Neighbours under one rule are one segment, so that only real changes round.
  std::size_t kept = 0;
  for (std::size_t k = 1; k < segments.size(); ++k) {
    const bool alike = segments[k].curve == segments[kept].curve && segments[k].multiplier == segments[kept].multiplier;
    if (!alike) ++kept;
    segments[kept] = segments[k];
  }
  segments.resize(kept + 1);
}

}  // namespace delcredere
