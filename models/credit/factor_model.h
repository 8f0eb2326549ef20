#pragma once
// Systematic factors and how buyers load on them.
//
//   Z ~ N(0, Omega),   X_i = sum_j a_ij Z_j + b_i e_i,   b_i^2 = 1 - a_i' Omega a_i,   a low X is a default
//   (Vasicek 1987; Li 2000, "On default correlation: a copula function approach", eq. 13-15 with several factors)
//
// Omega comes from one common correlation or from a matrix. It may be singular: a common correlation r >= 0 is factored
// as Z_j = sqrt(r) M + sqrt(1 - r) Y_j (so that adding a factor leaves the others' numbers as they are), everything
// else by the symmetric square root of its eigen-decomposition, never by Cholesky.
//
// Buyers with the same loadings form a dependence group; without own loadings that is the sector.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/credit/credit_parameters.h"

namespace delcredere {

/// Loadings of one dependence group.
struct DependenceGroup {
  std::string name;                                        ///< the sector
  std::vector<std::pair<std::uint32_t, double>> loadings;  ///< (factor number, a)
  double systematic_variance = 0;                          ///< a' Omega a, in [0, 1]
  double idiosyncratic = 1;                                ///< b = sqrt(1 - a' Omega a)
  std::uint32_t delay_entity = 0;                          ///< draws of the delay factor where there is no loading
};

class FactorModel {
 public:
  /// One group for each of `sectors`. Throws Error (5) when Omega is not positive semi-definite (naming its smallest
  /// eigenvalue), when a' Omega a > 1, or when two factor names collide as entities of draws.
  FactorModel(const DependenceParameters& parameters, const std::vector<std::string>& sectors);

  const std::vector<std::string>& factors() const { return factors_; }
  const std::vector<DependenceGroup>& groups() const { return groups_; }

  /// Correlation Omega(j, k).
  double correlation(std::size_t j, std::size_t k) const;

  /// The state of one trial: group scores a' Z and delay scores Z' (see model: bad states are late).
  struct State {
    std::vector<double> z;            ///< by factor
    std::vector<double> score;        ///< by group: a' Z
    std::vector<double> delay_score;  ///< by group: Z' = -a' Z / sqrt(a' Omega a), or its own N(0, 1)
  };
  /// Fills `state`; no allocation after the first call with the same State.
  void draw_state(std::uint64_t seed, std::uint64_t trial, State& state) const;

 private:
  void build_groups(const DependenceParameters& parameters, const std::vector<std::string>& sectors);
  void build_root(const FactorCorrelation& correlation);

  std::vector<std::string> factors_;
  std::vector<std::uint32_t> factor_entities_;
  std::vector<double> omega_;  ///< row-major
  bool one_common_ = true;     ///< factored by the common part
  double common_root_ = 1, own_root_ = 0;
  std::vector<double> root_;  ///< symmetric square root of Omega, row-major, when not one_common_
  std::vector<DependenceGroup> groups_;
};

}  // namespace delcredere
