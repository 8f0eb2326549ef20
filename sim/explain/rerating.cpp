// How grades move, and what secures debts.

#include <fmt/format.h>

#include <algorithm>

#include "models/credit/migration.h"
#include "sim/explain/sections.h"

namespace delcredere::explaining {

void explain_migration(const Subject& subject, Page& page) {
  const CreditParameters& credit = subject.study.base.credit;
  const MigrationParameters& parameters = credit.migration;
  if (!parameters.active()) return;
  const GradeTransitions transitions(parameters, subject.plan.factor_models.front().student());
  std::uint64_t graded = 0, fixed = 0;
  for (const Buyer& buyer : subject.study.portfolio.buyers) {
    graded += !buyer.grade.empty() && !buyer.annual_pd;
    fixed += !buyer.grade.empty() && buyer.annual_pd.has_value();
  }
  page.say(
      fmt::format("re-rating of {} at {} from {}{}, given no default, by ordered probit; the grade in force sets "
                  "the hazard, {}",
                  counted(graded, "buyer", "buyers"), counted(parameters.reviews.size(), "review", "reviews"),
                  date_of(subject.study, parameters.reviews.front()),
                  parameters.reviews.size() > 1 ? " to " + date_of(subject.study, parameters.reviews.back()) : "",
                  parameters.per_review ? "factors are drawn for every review"
                                        : "the horizon's factors move grades and defaults together"));
  if (fixed > 0)
    page.say(
        fmt::format("{} an annual_pd of their own, which no grade moves", counted(fixed, "buyer has", "buyers have")));
  std::string segments;
  for (const auto& [grade, segment] : parameters.segments)
    segments += fmt::format("{}{}: {}", segments.empty() ? "" : ", ", grade, segment);
  if (!segments.empty()) page.say("payment segment of planned invoices by the grade on their issue day: " + segments);
  std::vector<std::vector<std::string>> rows{{"in one review"}};
  for (const std::string& grade : parameters.grades) rows.front().push_back("to " + grade);
  for (std::size_t i = 0; i < parameters.grades.size(); ++i) {
    rows.push_back({parameters.grades[i]});
    for (std::size_t j = 0; j < parameters.grades.size(); ++j)
      rows.back().push_back(percent(transitions.probability(i, j)));
  }
  constexpr std::size_t most = 10;
  if (parameters.grades.size() <= most) page.table(rows);
  const TransitionRoot& root = transitions.root();
  if (root.moved > 0.0)
    page.say(
        fmt::format("the matrix has no exact root for {} years: its generator was mended by up to {} a year "
                    "(Kreinin & Sidelnikova 2001), a year of reviews misses the matrix by up to {}",
                    number(parameters.years), number(root.moved), percent(root.misfit)));
}

void explain_security(const Subject& subject, Page& page) {
  const SecurityParameters& security = subject.study.base.credit.security;
  if (security.list.empty()) return;
  std::uint64_t kinds[3] = {}, by_buyers = 0, outside = 0;
  std::vector<bool> secured(subject.plan.buyers, false);
  Int128 debt = 0;
  for (const Collateral& one : security.list) {
    ++kinds[static_cast<std::size_t>(one.kind)];
    by_buyers += one.buyer_guarantor != Collateral::kNobody;
    outside += one.outside_guarantor != Collateral::kNobody;
    if (!secured[one.buyer]) debt += subject.plan.open_debt[one.buyer];
    secured[one.buyer] = true;
  }
  const auto buyers = static_cast<std::uint64_t>(std::count(secured.begin(), secured.end(), true));
  page.say(fmt::format(
      "securities of {} owing {} {}: {}, {}, {}; what they pay comes off the debt before the loss given "
      "default applies",
      counted(buyers, "buyer", "buyers"), whole_money(debt, subject.study.currency), subject.study.currency.code,
      counted(kinds[2], "guarantee", "guarantees"), counted(kinds[1], "pledge", "pledges"),
      counted(kinds[0], "retention of title", "retentions of title")));
  if (kinds[2] > 0)
    page.say(
        fmt::format("{} by buyers of the book and {} by others are void where the guarantor fails up to the day on "
                    "which it would pay; the others' guarantors never fail",
                    counted(by_buyers, "guarantee", "guarantees"), grouped(outside)));
}

}  // namespace delcredere::explaining
