// Who fails, how likely, and together with whom.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sim/explain/sections.h"
#include "sim/plan/parts.h"

namespace delcredere::explaining {
namespace {

constexpr std::size_t kMatrixSize = 8;

/// Book of one grade, or of the buyers with a PD of their own.
struct GradeLine {
  std::uint64_t buyers = 0;
  Int128 debt = 0;
};

void grades(const Subject& subject, Page& page) {
  const Study& study = subject.study;
  const CreditParameters& credit = study.base.credit;
  std::map<std::string, GradeLine> by_grade;
  GradeLine own;
  double least = 1, most = 0, own_sum = 0, expected = 0, at_risk = 0;
  for (std::size_t b = 0; b < subject.plan.buyers; ++b) {
    const Buyer& buyer = study.portfolio.buyers[b];
    const double pd = planning::annual_pd(buyer, credit);
    const double failing = DefaultCurve(pd).probability(study.horizon);
    expected += failing;
    at_risk += failing * static_cast<double>(subject.plan.open_debt[b]);
    GradeLine& line = buyer.annual_pd ? own : by_grade[buyer.grade];
    ++line.buyers;
    line.debt += subject.plan.open_debt[b];
    if (!buyer.annual_pd) continue;
    least = std::min(least, pd);
    most = std::max(most, pd);
    own_sum += pd;
  }
  std::vector<std::vector<std::string>> rows{{"grade", "PD a year",
                                              "in " + grouped(static_cast<std::uint64_t>(study.horizon)) + " days",
                                              "buyers", "open " + study.currency.code}};
  for (const auto& [grade, pd] : credit.grades) {
    const GradeLine line = by_grade.contains(grade) ? by_grade.at(grade) : GradeLine{};
    rows.push_back({grade, percent(pd), percent(DefaultCurve(pd).probability(study.horizon)), grouped(line.buyers),
                    whole_money(line.debt, study.currency)});
  }
  if (rows.size() > 1) page.table(rows);
  if (own.buyers > 0) {
    const double mean = own_sum / static_cast<double>(own.buyers);
    page.say(least == most ? fmt::format("{} their own PD: {} a year, {} over the horizon",
                                         counted(own.buyers, "buyer has", "buyers have"), percent(least),
                                         percent(DefaultCurve(least).probability(study.horizon)))
                           : fmt::format("{} their own PD: {} to {} a year, {} on average",
                                         counted(own.buyers, "buyer has", "buyers have"), percent(least), percent(most),
                                         percent(mean)));
  }
  page.say(
      fmt::format("expected failures over the horizon before shocks and what is known of buyers: {}; {} of the open "
                  "debt is owed by buyers that fail",
                  number(expected),
                  subject.plan.open_total > 0 ? percent(at_risk / static_cast<double>(subject.plan.open_total)) : "-"));
  if (!study.portfolio.exposure_book)
    page.say(fmt::format("{} of the failures are insolvencies, the others stop paying for good",
                         percent(credit.insolvency_share)));
}

void losses(const Subject& subject, Page& page) {
  std::uint64_t own = 0;
  for (const Buyer& buyer : subject.study.portfolio.buyers) own += buyer.lgd.has_value();
  const auto words = [](const LgdLaw& law) {
    return fmt::format("{}{}, the rest after {} days", percent(law.mean),
                       law.standard_deviation > 0 ? " +- " + percent(law.standard_deviation) : "", law.recovery_lag);
  };
  const auto& laws = subject.study.base.credit.lgd;
  std::string text = "loss given default: ";
  if (!laws.contains("default")) text += words(LgdLaw{}) + (laws.empty() ? "" : "; ");
  std::vector<std::string> parts;
  for (const auto& [sector, law] : laws) parts.push_back((sector == "default" ? "" : sector + " ") + words(law));
  text += fmt::format("{}", fmt::join(parts, "; "));
  if (own > 0) text += fmt::format("; {} with a mean of their own", counted(own, "buyer", "buyers"));
  page.say(text);
}

std::string loadings_words(const FactorModel& factors, const DependenceGroup& group) {
  if (group.loadings.empty()) return "none";
  std::vector<std::string> parts;
  for (const auto& [factor, a] : group.loadings) {
    const std::string& name = factors.factors()[factor];
    parts.push_back(fmt::format("{} {}", name == group.name ? "own" : name, number(a)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// Least and largest correlation of two buyers' latent variables in different sectors: a' Omega a'.
std::pair<double, double> between_sectors(const FactorModel& factors) {
  double least = 1, most = -1;
  for (std::size_t g = 0; g < factors.groups().size(); ++g)
    for (std::size_t h = g + 1; h < factors.groups().size(); ++h) {
      double common = 0;
      for (const auto& [j, a] : factors.groups()[g].loadings)
        for (const auto& [k, c] : factors.groups()[h].loadings) common += a * c * factors.correlation(j, k);
      least = std::min(least, common);
      most = std::max(most, common);
    }
  return {least, most};
}

void dependence(const Subject& subject, Page& page) {
  const DependenceParameters& parameters = subject.study.base.credit.dependence;
  const FactorModel& factors = subject.plan.factor_models.front();
  page.section("Dependence");
  if (parameters.model == DependenceModel::independent) {
    page.say("independent: buyers fail each for itself, systematic variance 0 % everywhere");
    return;
  }
  page.say(
      "gaussian copula: X = a'Z + b e, a low X is a default; a'Omega a is what two buyers of a sector share, b^2 "
      "what is the buyer's own");
  std::vector<std::uint64_t> buyers(factors.groups().size(), 0);
  std::vector<Int128> debt(factors.groups().size(), 0);
  for (std::size_t b = 0; b < subject.plan.buyers; ++b) {
    ++buyers[subject.plan.buyer_group[b]];
    debt[subject.plan.buyer_group[b]] += subject.plan.open_debt[b];
  }
  std::vector<std::vector<std::string>> rows{
      {"sector", "buyers", "open " + subject.study.currency.code, "a'Omega a", "b^2", "loadings"}};
  constexpr std::size_t most_rows = 20;
  for (std::size_t g = 0; g < factors.groups().size() && g < most_rows; ++g) {
    const DependenceGroup& group = factors.groups()[g];
    rows.push_back({group.name, grouped(buyers[g]), whole_money(debt[g], subject.study.currency),
                    percent(group.systematic_variance), percent(1.0 - group.systematic_variance),
                    loadings_words(factors, group)});
  }
  page.table(rows);
  if (factors.groups().size() > most_rows)
    page.say(fmt::format("and {} more", counted(factors.groups().size() - most_rows, "sector", "sectors")));

  const std::vector<std::string>& names = factors.factors();
  if (names.size() > 1 && parameters.factor_correlation.order.empty()) {
    page.say(fmt::format("{} factors, every two of them correlated by {}", names.size(),
                         percent(parameters.factor_correlation.common)));
  } else if (names.size() > 1 && names.size() <= kMatrixSize) {
    std::vector<std::vector<std::string>> matrix{{"factor correlation"}};
    for (const std::string& name : names) matrix.front().push_back(name);
    for (std::size_t j = 0; j < names.size(); ++j) {
      matrix.push_back({names[j]});
      for (std::size_t k = 0; k <= j; ++k) matrix.back().push_back(percent(factors.correlation(j, k)));
    }
    page.table(matrix);
  } else if (names.size() > 1) {
    page.say(fmt::format("{} factors, correlated by the matrix of the config", names.size()));
  }
  if (factors.groups().size() > 1) {
    const auto [least, most] = between_sectors(factors);
    page.say(least == most
                 ? fmt::format("two buyers of different sectors share {}", percent(least))
                 : fmt::format("two buyers of different sectors share {} to {}", percent(least), percent(most)));
  }
}

}  // namespace

void explain_credit(const Subject& subject, Page& page) {
  page.section("Defaults");
  grades(subject, page);
  losses(subject, page);
  dependence(subject, page);
}

}  // namespace delcredere::explaining
