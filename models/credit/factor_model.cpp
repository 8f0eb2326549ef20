#include "models/credit/factor_model.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <set>

#include "models/core/error.h"
#include "models/core/math/elementary.h"
#include "models/core/random/draw.h"

namespace delcredere {
namespace {

/// Entity of the common part M of equally correlated factors.
constexpr std::uint32_t kCommonEntity = name_entity("\x01common");

/// Numerical slack of a' Omega a <= 1 and of the smallest eigenvalue >= 0.
constexpr double kSlack = 1e-10;

const SectorDependence& sector_numbers(const DependenceParameters& parameters, const std::string& sector) {
  static const SectorDependence builtin;
  if (const auto own = parameters.sectors.find(sector); own != parameters.sectors.end()) return own->second;
  if (const auto fallback = parameters.sectors.find("default"); fallback != parameters.sectors.end())
    return fallback->second;
  return builtin;
}

double standard_normal(std::uint64_t seed, Purpose purpose, std::uint32_t entity, std::uint64_t trial) {
  const PhiloxBlock words = draw(seed, purpose, 0, entity, trial);
  return normal_quantile(open_uniform(words[0], words[1]));
}

}  // namespace

FactorModel::FactorModel(const DependenceParameters& parameters, const std::vector<std::string>& sectors) {
  const bool independent = parameters.model == DependenceModel::independent;
  if (parameters.model != DependenceModel::independent && parameters.model != DependenceModel::gaussian)
    throw Error(ExitCode::config, "credit.dependence.model: not modelled yet in this version");

  std::set<std::string> names(parameters.factor_correlation.order.begin(), parameters.factor_correlation.order.end());
  if (!independent) {
    for (const std::string& sector : sectors) {
      const SectorDependence& numbers = sector_numbers(parameters, sector);
      if (numbers.loadings.empty()) names.insert(sector);
      for (const auto& [factor, a] : numbers.loadings) names.insert(factor);
    }
  }
  factors_.assign(names.begin(), names.end());
  std::set<std::uint32_t> seen;
  for (const std::string& factor : factors_) {
    factor_entities_.push_back(name_entity(factor));
    if (!seen.insert(factor_entities_.back()).second)
      throw Error(ExitCode::model, "factor '" + factor + "' shares its random numbers with another: rename it");
  }
  build_root(parameters.factor_correlation);
  DependenceParameters used = parameters;
  if (independent) used.sectors = {{"default", SectorDependence{0.0, {}}}};
  build_groups(used, sectors);
}

double FactorModel::correlation(std::size_t j, std::size_t k) const { return omega_[j * factors_.size() + k]; }

void FactorModel::build_root(const FactorCorrelation& correlation) {
  const auto n = factors_.size();
  omega_.assign(n * n, 0.0);
  if (correlation.order.empty()) {
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < n; ++k) omega_[j * n + k] = j == k ? 1.0 : correlation.common;
    one_common_ = correlation.common >= 0.0;
    common_root_ = std::sqrt(std::max(0.0, correlation.common));
    own_root_ = std::sqrt(std::max(0.0, 1.0 - correlation.common));
    if (one_common_) return;
  } else {
    one_common_ = false;
    // Factors outside the matrix are uncorrelated with those inside it.
    for (std::size_t j = 0; j < n; ++j) omega_[j * n + j] = 1.0;
    const auto m = correlation.order.size();
    for (std::size_t j = 0; j < m; ++j)
      for (std::size_t k = 0; k < m; ++k) {
        const auto at = [&](const std::string& name) {
          return static_cast<std::size_t>(std::lower_bound(factors_.begin(), factors_.end(), name) - factors_.begin());
        };
        omega_[at(correlation.order[j]) * n + at(correlation.order[k])] = correlation.matrix[j * m + k];
      }
  }
  if (n == 0) return;
  const auto size = static_cast<Eigen::Index>(n);
  const Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> omega(omega_.data(),
                                                                                                       size, size);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver((Eigen::MatrixXd(omega)));
  const double smallest = solver.eigenvalues().minCoeff();
  if (smallest < -kSlack)
    throw Error(ExitCode::model,
                "credit.dependence.factor_correlation: not positive semi-definite, smallest eigenvalue " +
                    std::to_string(smallest) + " (must be >= 0). Lower the correlations between factors");
  const Eigen::VectorXd roots = solver.eigenvalues().cwiseMax(0.0).cwiseSqrt();
  const Eigen::MatrixXd root = solver.eigenvectors() * roots.asDiagonal() * solver.eigenvectors().transpose();
  root_.resize(n * n);
  // Rounded to 2^-40, so that the last bits of the solver cannot reach a result.
  for (Eigen::Index j = 0; j < size; ++j)
    for (Eigen::Index k = 0; k < size; ++k)
      root_[static_cast<std::size_t>(j * size + k)] = std::nearbyint(root(j, k) * 0x1.0p40) * 0x1.0p-40;
}

void FactorModel::build_groups(const DependenceParameters& parameters, const std::vector<std::string>& sectors) {
  const auto number = [&](const std::string& name) {
    return static_cast<std::uint32_t>(std::lower_bound(factors_.begin(), factors_.end(), name) - factors_.begin());
  };
  for (const std::string& sector : sectors) {
    const SectorDependence& numbers = sector_numbers(parameters, sector);
    DependenceGroup group;
    group.name = sector;
    group.delay_entity = name_entity(sector);
    if (!numbers.loadings.empty()) {
      for (const auto& [factor, a] : numbers.loadings)
        if (a != 0.0) group.loadings.emplace_back(number(factor), a);
    } else if (numbers.asset_correlation > 0.0) {
      group.loadings.emplace_back(number(sector), std::sqrt(numbers.asset_correlation));
    }
    if (numbers.loadings.empty()) {
      group.systematic_variance = numbers.asset_correlation;  // exact, not sqrt squared
    } else {
      double variance = 0.0;
      for (const auto& [j, a] : group.loadings)
        for (const auto& [k, c] : group.loadings) variance += a * c * correlation(j, k);
      if (variance > 1.0 + kSlack)
        throw Error(ExitCode::model, "credit.dependence.sectors." + sector + ".loadings: systematic variance " +
                                         std::to_string(variance) + " (must be at most 1)");
      group.systematic_variance = std::clamp(variance, 0.0, 1.0);
    }
    group.idiosyncratic = std::sqrt(1.0 - group.systematic_variance);
    groups_.push_back(std::move(group));
  }
}

void FactorModel::draw_state(std::uint64_t seed, std::uint64_t trial, State& state) const {
  const auto n = factors_.size();
  state.z.resize(n);
  if (one_common_) {
    const double common =
        common_root_ > 0.0 ? common_root_ * standard_normal(seed, Purpose::factor, kCommonEntity, trial) : 0.0;
    for (std::size_t j = 0; j < n; ++j) {
      const double own =
          own_root_ > 0.0 ? own_root_ * standard_normal(seed, Purpose::factor, factor_entities_[j], trial) : 0.0;
      state.z[j] = common + own;
    }
  } else {
    std::vector<double>& y = state.score;  // scratch until the scores are written
    y.resize(std::max(n, groups_.size()));
    for (std::size_t j = 0; j < n; ++j) y[j] = standard_normal(seed, Purpose::factor, factor_entities_[j], trial);
    for (std::size_t j = 0; j < n; ++j) {
      double z = 0.0;
      for (std::size_t k = 0; k < n; ++k) z += root_[j * n + k] * y[k];
      state.z[j] = z;
    }
  }
  state.score.resize(groups_.size());
  state.delay_score.resize(groups_.size());
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const DependenceGroup& group = groups_[g];
    double score = 0.0;
    for (const auto& [j, a] : group.loadings) score += a * state.z[j];
    state.score[g] = score;
    state.delay_score[g] = group.systematic_variance > 0.0
                               ? -score / std::sqrt(group.systematic_variance)
                               : standard_normal(seed, Purpose::sector_delay, group.delay_entity, trial);
  }
}

}  // namespace delcredere
