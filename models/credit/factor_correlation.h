#pragma once
// The correlation matrix Omega of the factors, and Z = Omega^(1/2) y of independent normals y.
//
// Omega may be singular: a common correlation r >= 0 is factored as Z_j = sqrt(r) M + sqrt(1 - r) Y_j (so that adding a
// factor leaves the others' numbers as they are), everything else by the symmetric square root of its
// eigen-decomposition, never by Cholesky.
//
// A matrix that is not positive semi-definite is refused, or, where `repair` asks for it, replaced by the nearest
// correlation matrix in the Frobenius norm: alternating projections on the semi-definite matrices and on those with
// unit diagonal, with Dykstra's correction (Higham 2002, "Computing the nearest correlation matrix", IMA J. Num. Anal.
// 22, algorithm 3.3).

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/core/random/draw.h"
#include "models/credit/credit_parameters.h"

namespace delcredere {

/// One independent N(0, 1) variable behind the systematic state: what sampling methods act on.
struct SystematicInput {
  Purpose purpose = Purpose::factor;
  std::uint32_t entity = 0;
  friend bool operator==(const SystematicInput&, const SystematicInput&) = default;
};

class FactorCovariance {
 public:
  FactorCovariance() = default;
  /// factors: sorted, unique names. Factors outside the matrix are uncorrelated with those inside it. Throws Error (5)
  /// naming the smallest eigenvalue and the key.
  FactorCovariance(const FactorCorrelation& correlation, const std::vector<std::string>& factors,
                   const char* key = "credit.dependence.factor_correlation");

  double operator()(std::size_t j, std::size_t k) const { return omega_[j * size_ + k]; }
  /// Smallest eigenvalue of the matrix as written; 0 where none had to be computed.
  double smallest_eigenvalue() const { return smallest_; }
  /// Largest change of an entry by the repair; 0 where there was none.
  double repaired_by() const { return repaired_by_; }

  /// The normals that Z is made of; entities: of the factors' draws.
  void add_inputs(const std::vector<std::uint32_t>& entities, std::vector<SystematicInput>& inputs) const;
  /// Z from those normals.
  void combine(std::span<const double> y, std::vector<double>& z) const;

 private:
  void build_root();

  std::size_t size_ = 0;
  std::vector<double> omega_;  ///< row-major
  bool one_common_ = true;     ///< factored by the common part
  double common_root_ = 1, own_root_ = 0;
  std::vector<double> root_;  ///< symmetric square root of Omega, row-major, when not one_common_
  double smallest_ = 0, repaired_by_ = 0;
};

}  // namespace delcredere
