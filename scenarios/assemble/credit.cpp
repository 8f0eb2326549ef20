// Grades, sectors and factors against the book.

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "scenarios/assemble/scene.h"
#include "scenarios/config/nearest.h"

namespace delcredere::assemble {
namespace {

std::vector<std::string> as_list(const std::set<std::string>& names) { return {names.begin(), names.end()}; }

template <class Map>
void warn_of_strangers(const Scene& scene, KeyPath path, const Map& map, const std::set<std::string>& known,
                       const char* what) {
  for (const auto& [name, value] : map) {
    if (name == "default" || known.contains(name)) continue;
    scene.warning(path,
                  fmt::format("no buyer has the {} '{}'.{}", what, name, config::suggestion(name, as_list(known))));
  }
}

void warn_of_names(const Scene& scene, KeyPath path, const std::vector<std::string>& names,
                   const std::set<std::string>& known) {
  for (const std::string& name : names)
    if (!known.contains(name))
      scene.warning(path, fmt::format("no buyer has '{}'.{}", name, config::suggestion(name, as_list(known))));
}

const SectorDependence& dependence_of(const DependenceParameters& parameters, const std::string& sector) {
  static const SectorDependence usual;
  auto found = parameters.sectors.find(sector);
  if (found == parameters.sectors.end()) found = parameters.sectors.find("default");
  return found == parameters.sectors.end() ? usual : found->second;
}

/// Correlation of two factors; nothing when one of them is not in the matrix.
std::optional<double> correlation(const FactorCorrelation& table, const std::string& a, const std::string& b) {
  if (a == b) return 1.0;
  if (table.order.empty()) return table.common;
  const auto i = std::find(table.order.begin(), table.order.end(), a);
  const auto j = std::find(table.order.begin(), table.order.end(), b);
  if (i == table.order.end() || j == table.order.end()) return std::nullopt;
  const auto row = static_cast<std::size_t>(i - table.order.begin());
  const auto column = static_cast<std::size_t>(j - table.order.begin());
  return table.matrix[row * table.order.size() + column];
}

/// Variance a' Omega a that loadings explain; nothing where a factor is not in the matrix.
std::optional<double> variance_of(const FactorCorrelation& table, const NamedNumbers& loadings) {
  double variance = 0;
  bool known = true;
  for (const auto& [factor, loading] : loadings)
    for (const auto& [other, weight] : loadings) {
      const auto rho = correlation(table, factor, other);
      known = known && rho.has_value();
      variance += loading * weight * rho.value_or(0);
    }
  return known ? std::optional(variance) : std::nullopt;
}

constexpr double kSlack = 1e-12;

void check_buyer_loadings(const Scene& scene, const DependenceParameters& dependence, std::set<std::string>& used) {
  for (const auto& [buyer, loadings] : dependence.buyer_loadings) {
    for (const auto& [factor, loading] : loadings) used.insert(factor);
    // A repaired matrix may explain less; the factor model looks at it then.
    const auto variance = variance_of(dependence.factor_correlation, loadings);
    if (!variance || *variance <= 1 + kSlack || dependence.factor_correlation.repair) continue;
    scene.error({"credit", "dependence", "loadings"},
                fmt::format("the loadings of buyer '{}' explain {} of its variance (allowed: up to 1)",
                            scene.book.portfolio().buyers[buyer].id, *variance));
  }
}

void check_factors(const Scene& scene, const DependenceParameters& dependence) {
  const FactorCorrelation& table = dependence.factor_correlation;
  std::set<std::string> used;
  check_buyer_loadings(scene, dependence, used);
  for (const std::string& sector : scene.book.sectors) {
    const SectorDependence& own = dependence_of(dependence, sector);
    if (own.loadings.empty()) {
      used.insert(sector);
      continue;
    }
    for (const auto& [factor, loading] : own.loadings) used.insert(factor);
    const auto variance = variance_of(table, own.loadings);
    if (variance && *variance > 1 + kSlack && !table.repair) {
      scene.error(
          {"credit", "dependence", "sectors", sector},
          fmt::format("the loadings of sector '{}' explain {} of the variance (allowed: up to 1)", sector, *variance));
    }
  }
  if (table.order.empty()) return;
  for (const std::string& factor : used) {
    if (std::find(table.order.begin(), table.order.end(), factor) != table.order.end()) continue;
    scene.error({"credit", "dependence", "factor_correlation", "order"},
                fmt::format("the factor '{}' is used but not in the matrix.{}", factor,
                            config::suggestion(factor, table.order)));
  }
  for (const std::string& factor : table.order) {
    if (used.contains(factor)) continue;
    scene.warning({"credit", "dependence", "factor_correlation", "order"},
                  fmt::format("no sector or buyer uses the factor '{}'", factor));
  }
}

void check_gamma(const Scene& scene, const DependenceParameters& dependence) {
  std::set<std::string> known = scene.book.sectors;
  for (const auto& [name, numbers] : dependence.sectors) known.insert(name);
  std::set<std::string> strangers;
  for (const auto& [buyer, weights] : dependence.buyer_weights) {
    double sum = 0;
    for (const auto& [sector, weight] : weights) {
      sum += weight;
      if (!known.contains(sector)) strangers.insert(sector);
    }
    if (sum > 1 + kSlack)
      scene.error({"credit", "dependence", "weights"},
                  fmt::format("the weights of buyer '{}' add up to {} (allowed: up to 1)",
                              scene.book.portfolio().buyers[buyer].id, sum));
  }
  for (const std::string& sector : strangers)
    scene.warning({"credit", "dependence", "weights"},
                  fmt::format("'{}' is neither a sector of the book nor named under sectors, so it is one more sector "
                              "with the numbers of default.{}",
                              sector, config::suggestion(sector, as_list(known))));
  if (dependence.counts != DefaultCounts::poisson) return;
  if (!scene.book.exposures())
    scene.error(
        {"credit", "dependence", "counts"},
        "poisson needs a book of exposures: an invoice cannot be lost more than once (allowed here: bernoulli)");
  if (!scene.config.insurance.empty())
    scene.error(
        {"credit", "dependence", "counts"},
        "poisson does not go with insurance: a claim needs one default with its date (allowed here: bernoulli)");
}

/// Keys that are written and do nothing under the model.
void warn_of_idle_keys(const Scene& scene, const DependenceParameters& dependence) {
  const auto idle = [&](KeyPath path, const char* why) {
    if (scene.places.has(path)) scene.warning(path, fmt::format("does nothing: {}", why));
  };
  const bool gamma = dependence.model == DependenceModel::gamma;
  if (dependence.model != DependenceModel::student_t)
    idle({"credit", "dependence", "degrees_of_freedom"}, "it belongs to the model student_t");
  if (gamma) {
    idle({"credit", "dependence", "factor_correlation"}, "sectors are independent under the model gamma");
    idle({"credit", "dependence", "loadings"}, "the model gamma has weights instead");
  } else {
    idle({"credit", "dependence", "counts"}, "it belongs to the model gamma");
    idle({"credit", "dependence", "weights"}, "they belong to the model gamma");
  }
  for (const auto& [name, numbers] : dependence.sectors) {
    for (const char* key : {"volatility", "weight"})
      if (!gamma) idle({"credit", "dependence", "sectors", name, key}, "it belongs to the model gamma");
    for (const char* key : {"asset_correlation", "loadings"})
      if (gamma) idle({"credit", "dependence", "sectors", name, key}, "the model gamma has volatility and weight");
  }
}

/// One message for each grade that is missing.
void check_grades(const Scene& scene, const CreditParameters& credit) {
  std::map<std::string, std::pair<std::string, std::size_t>> missing;
  for (const Buyer& buyer : scene.book.portfolio().buyers) {
    if (buyer.annual_pd || credit.grades.contains(buyer.grade)) continue;
    auto& [first, count] = missing[buyer.grade];
    if (count++ == 0) first = buyer.id;
  }
  std::vector<std::string> known;
  for (const auto& [grade, probability] : credit.grades) known.push_back(grade);
  for (const auto& [grade, buyers] : missing) {
    scene.error({"credit", "grades"},
                fmt::format("has no grade '{}', which buyer {} {}.{}", grade, buyers.first,
                            buyers.second > 1 ? fmt::format("and {} more have", buyers.second - 1) : "has",
                            config::suggestion(grade, known)));
  }
}

}  // namespace

void check_credit(const Scene& scene, CreditParameters& credit) {
  check_grades(scene, credit);
  if (scene.book.exposures()) {
    if (scene.places.has({"credit", "insolvency_share"}) && credit.insolvency_share != 1.0) {
      scene.error({"credit", "insolvency_share"},
                  "must be 100% in a book of exposures, where every default is an insolvency");
    }
    credit.insolvency_share = 1.0;
  }
  warn_of_strangers(scene, {"credit", "dependence", "sectors"}, credit.dependence.sectors, scene.book.sectors,
                    "sector");
  warn_of_strangers(scene, {"credit", "lgd"}, credit.lgd, scene.book.sectors, "sector");
  DependenceParameters& dependence = credit.dependence;
  const config::CreditFiles& files = scene.config.credit_files;
  if (files.loadings) dependence.buyer_loadings = scene.files.loadings(*files.loadings, scene.problems);
  if (files.weights) dependence.buyer_weights = scene.files.weights(*files.weights, scene.problems);
  if (files.links) credit.contagion.links = scene.files.links(*files.links, scene.problems);
  warn_of_idle_keys(scene, dependence);
  set_security(scene, credit);
  set_migration(scene, credit);
  const bool legal_groups = std::any_of(scene.book.portfolio().buyers.begin(), scene.book.portfolio().buyers.end(),
                                        [](const Buyer& buyer) { return !buyer.legal_group.empty(); });
  if (dependence.model == DependenceModel::gamma && dependence.counts == DefaultCounts::poisson &&
      (credit.contagion.active() || legal_groups))
    scene.error({"credit", "dependence", "counts"}, "poisson does not go with contagion or legal groups");
  if (dependence.model == DependenceModel::gamma) {
    check_gamma(scene, dependence);
  } else if (dependence.model != DependenceModel::independent) {
    check_factors(scene, dependence);
  }
}

void check_payment(const Scene& scene, const MigrationParameters& migration) {
  if (scene.book.exposures()) {
    for (const char* section : {"payment", "credit_management", "sales"}) {
      if (scene.places.has({section}))
        scene.error({section}, "does not apply to a book of exposures, which has no payments");
    }
    return;
  }
  // A buyer without a segment takes its sector's name.
  std::set<std::string> segments = scene.book.segments;
  segments.insert(scene.book.sectors.begin(), scene.book.sectors.end());
  for (const auto& [grade, segment] : migration.segments) segments.insert(segment);
  warn_of_strangers(scene, {"payment", "segments"}, scene.config.payment.segments, segments, "segment (or sector)");
  warn_of_strangers(scene, {"payment", "instalments"}, scene.config.payment.instalments, segments,
                    "segment (or sector)");
  const CreditManagement& rules = scene.config.credit_management;
  std::set<std::string> grades = scene.book.grades;  // those of as_of, and what they may become
  grades.insert(migration.grades.begin(), migration.grades.end());
  if (rules.limit_checks)
    warn_of_strangers(scene, {"credit_management", "limit_checks", "grades"}, rules.limit_checks->by_grade, grades,
                      "grade");
  if (rules.shorter_terms)
    warn_of_strangers(scene, {"credit_management", "shorter_terms", "grades"}, rules.shorter_terms->by_grade, grades,
                      "grade");
  if (rules.prepayment) {
    warn_of_names(scene, {"credit_management", "prepayment", "grades"}, rules.prepayment->scope.grades, grades);
    warn_of_names(scene, {"credit_management", "prepayment", "sectors"}, rules.prepayment->scope.sectors,
                  scene.book.sectors);
    segments.insert("default");
    warn_of_names(scene, {"credit_management", "prepayment", "segments"}, rules.prepayment->scope.segments, segments);
  }
  const std::vector<Buyer>& buyers = scene.book.portfolio().buyers;
  const auto limited = [](const Buyer& buyer) { return buyer.credit_limit.has_value(); };
  if (rules.limit_checks && std::none_of(buyers.begin(), buyers.end(), limited))
    scene.error({"credit_management", "limit_checks"},
                "no buyer has a credit_limit to check against. Give that column in the buyers file");
}

}  // namespace delcredere::assemble
