// Together with whom buyers fail.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/core/math/elementary.h"
#include "sim/explain/sections.h"

namespace delcredere::explaining {
namespace {

constexpr std::size_t kMatrixSize = 8;
constexpr std::size_t kMostRows = 20;

/// Buyers and open debt of each dependence group.
struct GroupBook {
  std::vector<std::uint64_t> buyers;
  std::vector<Int128> debt;
};

GroupBook book_of(const Subject& subject, const FactorModel& factors) {
  GroupBook book{std::vector<std::uint64_t>(factors.groups().size(), 0),
                 std::vector<Int128>(factors.groups().size(), 0)};
  for (std::size_t b = 0; b < subject.plan.buyers; ++b) {
    ++book.buyers[factors.group_of(b)];
    book.debt[factors.group_of(b)] += subject.plan.open_debt[b];
  }
  return book;
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

/// The sectors' groups, one row each.
template <class Cells>
void sector_table(const Subject& subject, const FactorModel& factors, const std::vector<std::string>& heads, Page& page,
                  Cells&& cells) {
  const GroupBook book = book_of(subject, factors);
  std::vector<std::vector<std::string>> rows{{"sector", "buyers", "open " + subject.study.currency.code}};
  rows.front().insert(rows.front().end(), heads.begin(), heads.end());
  const std::size_t sectors = subject.plan.sectors.names.size();
  for (std::size_t g = 0; g < sectors && g < kMostRows; ++g) {
    const DependenceGroup& group = factors.groups()[g];
    rows.push_back({group.name, grouped(book.buyers[g]), whole_money(book.debt[g], subject.study.currency)});
    for (std::string& cell : cells(group)) rows.back().push_back(std::move(cell));
  }
  page.table(rows);
  if (sectors > kMostRows) page.say(fmt::format("and {} more", counted(sectors - kMostRows, "sector", "sectors")));
}

/// Buyers with loadings or weights of their own, and what they come to.
template <class Measure>
void own_numbers(const Subject& subject, const FactorModel& factors, const char* what, const char* measured, Page& page,
                 Measure&& measure) {
  std::uint64_t buyers = 0;
  double least = 1e300, most = 0, sum = 0;
  for (std::size_t b = 0; b < subject.plan.buyers; ++b) {
    const std::uint32_t g = factors.group_of(b);
    if (g < subject.plan.sectors.names.size()) continue;
    const double value = measure(factors.groups()[g]);
    ++buyers;
    least = std::min(least, value);
    most = std::max(most, value);
    sum += value;
  }
  if (buyers == 0) return;
  page.say(fmt::format("{} {} of their own: {} {} to {}, {} on average", counted(buyers, "buyer has", "buyers have"),
                       what, measured, percent(least), percent(most), percent(sum / static_cast<double>(buyers))));
}

/// Least and largest correlation of two buyers' latent variables in different sectors: a' Omega a'.
std::pair<double, double> between_sectors(const FactorModel& factors, std::size_t sectors) {
  double least = 1, most = -1;
  for (std::size_t g = 0; g < sectors; ++g)
    for (std::size_t h = g + 1; h < sectors; ++h) {
      double common = 0;
      for (const auto& [j, a] : factors.groups()[g].loadings)
        for (const auto& [k, c] : factors.groups()[h].loadings) common += a * c * factors.correlation(j, k);
      least = std::min(least, common);
      most = std::max(most, common);
    }
  return {least, most};
}

void factor_matrix(const DependenceParameters& parameters, const FactorModel& factors, Page& page) {
  const std::vector<std::string>& names = factors.factors();
  if (names.size() < 2) return;
  if (parameters.factor_correlation.order.empty()) {
    page.say(fmt::format("{} factors, every two of them correlated by {}", names.size(),
                         percent(parameters.factor_correlation.common)));
    return;
  }
  if (factors.covariance().repaired_by() > 0)
    page.say(
        fmt::format("the factor correlations as written are not positive semi-definite (smallest eigenvalue {}): "
                    "the nearest correlation matrix takes their place, entries moved by up to {}",
                    number(factors.covariance().smallest_eigenvalue()), number(factors.covariance().repaired_by())));
  if (names.size() > kMatrixSize) {
    page.say(fmt::format("{} factors, correlated by the matrix of the config", names.size()));
    return;
  }
  std::vector<std::vector<std::string>> matrix{{"factor correlation"}};
  for (const std::string& name : names) matrix.front().push_back(name);
  for (std::size_t j = 0; j < names.size(); ++j) {
    matrix.push_back({names[j]});
    for (std::size_t k = 0; k <= j; ++k) matrix.back().push_back(percent(factors.correlation(j, k)));
  }
  page.table(matrix);
}

/// Probability that of two buyers of latent correlation r the second fails in the worst states of the first, in the
/// limit: 2 G_(nu+1)(-sqrt((nu + 1)(1 - r)/(1 + r))) (Demarta & McNeil 2005, eq. 9).
double tail_dependence(double nu, double r) {
  if (r >= 1.0) return 1.0;
  const double x = -std::sqrt((nu + 1.0) * (1.0 - r) / (1.0 + r));
  return 2.0 * normal_cdf(StudentMap(std::min(nu + 1.0, kMostDegrees)).to_normal(x));
}

void latent(const Subject& subject, const FactorModel& factors, Page& page) {
  const DependenceParameters& parameters = subject.study.base.credit.dependence;
  if (factors.student() == nullptr) {
    page.say(
        "gaussian copula: X = a'Z + b e, a low X is a default; a'Omega a is what two buyers of a sector share, b^2 "
        "what is the buyer's own");
  } else {
    const double nu = parameters.degrees_of_freedom;
    page.say(
        fmt::format("Student t copula: X = (a'Z + b e) sqrt(nu / W), one chi-square W a trial with nu = {} degrees of "
                    "freedom, a low X is a default; a'Omega a is what two buyers of a sector share, b^2 what is the "
                    "buyer's own; a small W brings all buyers of all sectors close to default together",
                    number(nu)));
    page.say(fmt::format("tail dependence of two buyers: {} where they share nothing, {} at 20 % asset correlation",
                         percent(tail_dependence(nu, 0.0)), percent(tail_dependence(nu, 0.2))));
  }
  sector_table(subject, factors, {"a'Omega a", "b^2", "loadings"}, page, [&](const DependenceGroup& group) {
    return std::vector<std::string>{percent(group.systematic_variance), percent(1.0 - group.systematic_variance),
                                    loadings_words(factors, group)};
  });
  own_numbers(subject, factors, "loadings", "systematic variance", page,
              [](const DependenceGroup& group) { return group.systematic_variance; });
  factor_matrix(parameters, factors, page);
  const std::size_t sectors = subject.plan.sectors.names.size();
  if (sectors < 2) return;
  const auto [least, most] = between_sectors(factors, sectors);
  page.say(least == most
               ? fmt::format("two buyers of different sectors share {}", percent(least))
               : fmt::format("two buyers of different sectors share {} to {}", percent(least), percent(most)));
}

void gamma(const Subject& subject, const FactorModel& factors, Page& page) {
  const bool poisson = subject.study.base.credit.dependence.counts == DefaultCounts::poisson;
  page.say(fmt::format(
      "gamma sectors (CreditRisk+): a buyer's hazard is multiplied by M = 1 - sum w + sum w S, one gamma multiplier S "
      "of mean 1 for each sector, independent of each other; {}",
      poisson ? "given M a buyer defaults a Poisson number of times of mean F(t) M, so it may lose more than its "
                "exposure"
              : "given M a buyer fails by t with 1 - exp(-h(t) M), h such that its PD stays what it is"));
  sector_table(subject, factors, {"volatility of S", "weight", "sd of M"}, page, [&](const DependenceGroup& group) {
    double volatility = 0, weight = 0;
    for (const auto& [k, w] : group.loadings) {
      volatility = factors.volatility(k);
      weight = w;
    }
    return std::vector<std::string>{percent(volatility), percent(weight), percent(std::sqrt(group.mixture.variance()))};
  });
  own_numbers(subject, factors, "weights", "sd of M", page,
              [](const DependenceGroup& group) { return std::sqrt(group.mixture.variance()); });
}

void spreading(const Subject& subject, Page& page) {
  const ContagionParameters& contagion = subject.study.base.credit.contagion;
  const GroupPlan &legal = subject.plan.legal_groups, &infected = subject.plan.infection_groups;
  if (contagion.infection > 0.0) {
    std::size_t largest = 0, members = 0;
    for (const auto& group : infected.members) {
      largest = std::max(largest, group.size());
      members += group.size();
    }
    page.say(fmt::format(
        "infection: a buyer that fails by itself (or is named) takes each other of its infection group with it with "
        "probability {}; {} in {}, the largest of {}; so failures are more frequent than the PDs say",
        percent(contagion.infection), counted(members, "buyer", "buyers"),
        counted(infected.members.size(), "group", "groups"), grouped(largest)));
  }
  if (!contagion.links.empty())
    page.say(fmt::format("{}: from the day after a supplier's failure its customer's hazard is multiplied",
                         counted(contagion.links.size(), "supply link", "supply links")));
  if (!legal.members.empty()) {
    std::size_t members = 0;
    for (const auto& group : legal.members) members += group.size();
    page.say(fmt::format("{} in {}: when one fails, all fail on that day, so each fails more often than its PD says",
                         counted(members, "buyer", "buyers"),
                         counted(legal.members.size(), "legal group", "legal groups")));
  }
  for (const Shock& event : subject.study.base.credit.country_events) {
    std::uint64_t buyers = 0;
    for (const Buyer& buyer : subject.study.portfolio.buyers) buyers += buyer.country == event.name;
    page.say(fmt::format(
        "payments from {} ({}) stop {} for {} days: delay, no default", event.name, counted(buyers, "buyer", "buyers"),
        event.certain ? "for certain" : fmt::format("with probability {} a year", percent(event.annual_probability)),
        event.duration));
  }
}

}  // namespace

void explain_dependence(const Subject& subject, Page& page) {
  const FactorModel& factors = subject.plan.factor_models.front();
  page.section("Dependence");
  switch (factors.model()) {
    case DependenceModel::independent:
      page.say("independent: buyers fail each for itself, systematic variance 0 % everywhere");
      break;
    case DependenceModel::gamma:
      gamma(subject, factors, page);
      break;
    case DependenceModel::gaussian:
    case DependenceModel::student_t:
      latent(subject, factors, page);
  }
  spreading(subject, page);
}

}  // namespace delcredere::explaining
