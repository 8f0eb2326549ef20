// Securities and re-rating against the book.

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "models/credit/transition_root.h"
#include "scenarios/assemble/scene.h"
#include "scenarios/config/nearest.h"

namespace delcredere::assemble {

void set_security(const Scene& scene, CreditParameters& credit) {
  const config::CreditFiles& files = scene.config.credit_files;
  if (files.securities) credit.security = scene.files.securities(*files.securities, files.security_lag, scene.problems);
  for (const OutsideGuarantor& guarantor : credit.security.outside) {
    if (guarantor.sector.empty() || scene.book.sectors.contains(guarantor.sector)) continue;
    const std::vector<std::string> sectors(scene.book.sectors.begin(), scene.book.sectors.end());
    scene.error({"credit", "securities"},
                fmt::format("the guarantor '{}' has the sector '{}', which no buyer has.{}", guarantor.name,
                            guarantor.sector, config::suggestion(guarantor.sector, sectors)));
  }
  const std::vector<Buyer>& buyers = scene.book.portfolio().buyers;
  for (std::uint32_t b = 0; b < buyers.size(); ++b) {
    if (!buyers[b].guarantee && !buyers[b].guarantee_share) continue;
    Collateral security;
    security.buyer = b;
    security.amount = buyers[b].guarantee;
    security.share = buyers[b].guarantee_share.value_or(Decimal{});
    security.lag = files.security_lag;
    credit.security.list.push_back(security);
  }
  sort_securities(credit.security.list);
  if (!credit.security.list.empty() && credit.dependence.model == DependenceModel::gamma &&
      credit.dependence.counts == DefaultCounts::poisson)
    scene.error({"credit", "dependence", "counts"}, "poisson does not go with securities (allowed here: bernoulli)");
}

namespace {

/// credit.migration.segments: grades of the matrix, segments that are there.
void check_graded_segments(const Scene& scene, const MigrationParameters& migration) {
  if (migration.segments.empty()) return;
  if (scene.book.exposures()) {
    scene.error({"credit", "migration", "segments"}, "does not apply to a book of exposures, which has no payments");
    return;
  }
  std::vector<std::string> known{"default"};
  for (const auto& [segment, law] : scene.config.payment.segments)
    if (segment != "default") known.push_back(segment);
  for (const auto& [grade, segment] : migration.segments) {
    const KeyPath path{"credit", "migration", "segments", grade};
    if (std::find(migration.grades.begin(), migration.grades.end(), grade) == migration.grades.end())
      scene.error(path, fmt::format("is no grade of the matrix (allowed: {}).{}", fmt::join(migration.grades, ", "),
                                    config::suggestion(grade, migration.grades)));
    if (std::find(known.begin(), known.end(), segment) == known.end())
      scene.error(path, fmt::format("payment.segments has no '{}' (allowed: {}).{}", segment, fmt::join(known, ", "),
                                    config::suggestion(segment, known)));
  }
}

}  // namespace

void set_migration(const Scene& scene, CreditParameters& credit) {
  const config::CreditFiles& files = scene.config.credit_files;
  MigrationParameters& migration = credit.migration;
  if (!files.migration) return;
  std::vector<std::string> known;
  for (const auto& [grade, pd] : credit.grades) known.push_back(grade);
  if (known.empty()) {
    scene.error({"credit", "migration"},
                "needs credit.grades with a default probability for every grade of the matrix");
    return;
  }
  const TransitionTable table = scene.files.transitions(*files.migration, known, scene.problems);
  migration.grades = table.grades;
  migration.matrix = table.matrix;
  if (table.grades.empty()) return;  // told by the reader
  std::map<std::string, std::size_t> missing;
  for (const Buyer& buyer : scene.book.portfolio().buyers)
    if (!buyer.grade.empty() && credit.grades.contains(buyer.grade) &&
        std::find(table.grades.begin(), table.grades.end(), buyer.grade) == table.grades.end())
      ++missing[buyer.grade];
  for (const auto& [grade, count] : missing)
    scene.error({"credit", "migration", "matrix"}, fmt::format("has no row for grade '{}', which {} buyer{}", grade,
                                                               count, count == 1 ? " has" : "s have"));
  const config::Span& every = files.migration_every;
  migration.years = every.unit == config::SpanUnit::months ? static_cast<double>(every.count) / 12.0
                                                           : static_cast<double>(every.days()) / 365.0;
  check_graded_segments(scene, migration);
  try {
    transition_root(migration.matrix, migration.grades.size(), migration.years);
  } catch (const Error& error) {
    scene.error({"credit", "migration", "matrix"}, error.what());
  }
  for (std::int64_t k = 1;; ++k) {
    const Int128 day = config::Span{k * every.count, every.unit}.days_from(scene.config.as_of);
    if (day > scene.horizon) break;
    migration.reviews.push_back(static_cast<Day>(day));
  }
  if (migration.reviews.empty())
    scene.warning({"credit", "migration", "every"}, "does nothing: the first review lies beyond the horizon");
  if (credit.dependence.model == DependenceModel::gamma && credit.dependence.counts == DefaultCounts::poisson)
    scene.error({"credit", "dependence", "counts"}, "poisson does not go with migration (allowed here: bernoulli)");
}

}  // namespace delcredere::assemble
