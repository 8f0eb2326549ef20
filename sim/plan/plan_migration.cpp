// Re-rating and securities of a scenario as tables.

#include <algorithm>

#include "models/core/error.h"
#include "sim/plan/parts.h"

namespace delcredere::planning {
namespace {

std::uint16_t grade_number(const MigrationParameters& parameters, const std::string& grade) {
  const auto place = std::find(parameters.grades.begin(), parameters.grades.end(), grade);
  return place == parameters.grades.end() ? kNoGrade : static_cast<std::uint16_t>(place - parameters.grades.begin());
}

bool counts_are_poisson(const CreditParameters& credit) {
  return credit.dependence.model == DependenceModel::gamma && credit.dependence.counts == DefaultCounts::poisson;
}

}  // namespace

void plan_migration(const Study& study, const CreditParameters& credit, const Plan& plan, ScenarioPlan& result) {
  const MigrationParameters& parameters = credit.migration;
  if (!parameters.active()) return;
  if (counts_are_poisson(credit))
    throw Error(ExitCode::config, "credit.dependence.counts: poisson does not go with migration");
  MigrationPlan& migration = result.migration;
  migration.parameters = &parameters;
  migration.transitions =
      std::make_shared<const GradeTransitions>(parameters, plan.factor_models[result.factors].student());
  for (const std::string& grade : parameters.grades) {
    const auto known = credit.grades.find(grade);
    if (known == credit.grades.end())
      throw Error(ExitCode::config, "credit.migration: grade '" + grade + "' is not in credit.grades");
    migration.curves.emplace_back(known->second);
  }
  for (const Buyer& buyer : study.portfolio.buyers)
    migration.grade.push_back(buyer.grade.empty() ? kNoGrade : grade_number(parameters, buyer.grade));
}

std::uint16_t moving_grade(const CreditParameters& credit, const MigrationPlan& migration, const Buyer& buyer,
                           std::size_t number) {
  if (!migration.active() || buyer.annual_pd || migration.grade[number] == kNoGrade) return kNoGrade;
  const std::uint16_t from = migration.grade[number];
  const std::vector<std::string>& names = migration.parameters->grades;
  for (std::size_t to = 0; to < names.size(); ++to)
    if (migration.transitions->reaches(from, to) && !(credit.grades.at(names[to]) == credit.grades.at(names[from])))
      return from;
  return kNoGrade;
}

void plan_security(const Study& study, const CreditParameters& credit, const Plan& plan, ScenarioPlan& result) {
  const SecurityParameters& security = credit.security;
  if (security.list.empty()) return;
  if (counts_are_poisson(credit))
    throw Error(ExitCode::config, "credit.dependence.counts: poisson does not go with securities");
  CollateralPlan& to = result.security;
  to.list = &security.list;
  to.first.assign(study.portfolio.buyers.size() + 1, 0);
  for (const Collateral& one : security.list) ++to.first[one.buyer + 1];
  for (std::size_t b = 0; b + 1 < to.first.size(); ++b) to.first[b + 1] += to.first[b];
  for (const OutsideGuarantor& outside : security.outside) {
    GuarantorPlan guarantor{DefaultCurve(outside.annual_pd), name_entity(outside.name), kNoGroup};
    const auto& sectors = plan.sectors.names;
    const auto sector = std::lower_bound(sectors.begin(), sectors.end(), outside.sector);
    if (!outside.sector.empty() && (sector == sectors.end() || *sector != outside.sector))
      throw Error(ExitCode::data, "guarantor '" + outside.name + "': no buyer has the sector '" + outside.sector + "'");
    // A sector's group has the sector's number.
    if (!outside.sector.empty()) guarantor.group = static_cast<std::uint32_t>(sector - sectors.begin());
    for (const GuarantorPlan& other : to.outside)
      if (other.entity == guarantor.entity)
        throw Error(ExitCode::model,
                    "guarantor '" + outside.name + "' shares its random numbers with another: rename it");
    to.outside.push_back(guarantor);
  }
}

}  // namespace delcredere::planning
