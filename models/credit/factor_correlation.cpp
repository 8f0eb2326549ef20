#include "models/credit/factor_correlation.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "models/core/error.h"

namespace delcredere {
namespace {

using Matrix = Eigen::MatrixXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Entity of the common part M of equally correlated factors.
constexpr std::uint32_t kCommonEntity = name_entity("\x01common");

/// Numerical slack of the smallest eigenvalue >= 0.
constexpr double kSlack = 1e-10;

/// Eigenvalues below 0 become 0.
Matrix nearest_semidefinite(const Matrix& matrix) {
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(matrix);
  const Eigen::VectorXd values = solver.eigenvalues().cwiseMax(0.0);
  return solver.eigenvectors() * values.asDiagonal() * solver.eigenvectors().transpose();
}

Matrix nearest_correlation(const Matrix& given) {
  constexpr int most_steps = 5000;
  constexpr double close_enough = 1e-12;
  Matrix y = given, correction = Matrix::Zero(given.rows(), given.cols());
  for (int step = 0; step < most_steps; ++step) {
    const Matrix r = y - correction;
    const Matrix x = nearest_semidefinite(r);
    correction = x - r;
    Matrix next = x;
    next.diagonal().setOnes();
    const double change = (next - y).cwiseAbs().maxCoeff();
    y = next;
    if (change < close_enough) break;
  }
  // Semi-definite and of unit diagonal for sure: the last projection once more, rescaled.
  Matrix x = nearest_semidefinite(y);
  const Eigen::VectorXd scale = x.diagonal().cwiseSqrt().cwiseInverse();
  x = scale.asDiagonal() * x * scale.asDiagonal();
  x.diagonal().setOnes();
  return 0.5 * (x + x.transpose());
}

}  // namespace

FactorCovariance::FactorCovariance(const FactorCorrelation& correlation, const std::vector<std::string>& factors,
                                   const char* key)
    : size_(factors.size()), omega_(size_ * size_, 0.0) {
  if (correlation.order.empty()) {
    for (std::size_t j = 0; j < size_; ++j)
      for (std::size_t k = 0; k < size_; ++k) omega_[j * size_ + k] = j == k ? 1.0 : correlation.common;
    one_common_ = correlation.common >= 0.0;
    common_root_ = std::sqrt(std::max(0.0, correlation.common));
    own_root_ = std::sqrt(std::max(0.0, 1.0 - correlation.common));
    if (one_common_) return;
  } else {
    one_common_ = false;
    for (std::size_t j = 0; j < size_; ++j) omega_[j * size_ + j] = 1.0;
    const auto m = correlation.order.size();
    const auto at = [&](const std::string& name) {
      return static_cast<std::size_t>(std::lower_bound(factors.begin(), factors.end(), name) - factors.begin());
    };
    for (std::size_t j = 0; j < m; ++j)
      for (std::size_t k = 0; k < m; ++k)
        omega_[at(correlation.order[j]) * size_ + at(correlation.order[k])] = correlation.matrix[j * m + k];
  }
  if (size_ == 0) return;
  const auto size = static_cast<Eigen::Index>(size_);
  Eigen::Map<RowMajor> omega(omega_.data(), size, size);
  smallest_ = Eigen::SelfAdjointEigenSolver<Matrix>(Matrix(omega), Eigen::EigenvaluesOnly).eigenvalues().minCoeff();
  if (smallest_ < -kSlack) {
    if (!correlation.repair)
      throw Error(ExitCode::model, std::string(key) + ": not positive semi-definite, smallest eigenvalue " +
                                       std::to_string(smallest_) + " (must be >= 0). Lower the correlations" +
                                       (correlation.order.empty() ? "" : ", or set repair: nearest"));
    const Matrix given = omega;
    // Rounded like the root, for the same reason.
    omega = nearest_correlation(given).unaryExpr([](double x) { return std::nearbyint(x * 0x1p40) * 0x1p-40; });
    repaired_by_ = (omega - given).cwiseAbs().maxCoeff();
  }
  build_root();
}

void FactorCovariance::build_root() {
  const auto size = static_cast<Eigen::Index>(size_);
  const Eigen::Map<const RowMajor> omega(omega_.data(), size, size);
  const Eigen::SelfAdjointEigenSolver<Matrix> solver((Matrix(omega)));
  const Eigen::VectorXd roots = solver.eigenvalues().cwiseMax(0.0).cwiseSqrt();
  const Matrix root = solver.eigenvectors() * roots.asDiagonal() * solver.eigenvectors().transpose();
  root_.resize(size_ * size_);
  // Rounded to 2^-40, so that the last bits of the solver cannot reach a result.
  for (Eigen::Index j = 0; j < size; ++j)
    for (Eigen::Index k = 0; k < size; ++k)
      root_[static_cast<std::size_t>(j * size + k)] = std::nearbyint(root(j, k) * 0x1.0p40) * 0x1.0p-40;
}

void FactorCovariance::add_inputs(const std::vector<std::uint32_t>& entities,
                                  std::vector<SystematicInput>& inputs) const {
  if (size_ == 0) return;
  if (one_common_ && common_root_ > 0.0) inputs.push_back({Purpose::factor, kCommonEntity});
  if (one_common_ && !(own_root_ > 0.0)) return;
  for (const std::uint32_t entity : entities) inputs.push_back({Purpose::factor, entity});
}

void FactorCovariance::combine(std::span<const double> y, std::vector<double>& z) const {
  z.resize(size_);
  if (size_ == 0) return;
  if (one_common_) {
    std::size_t next = 0;
    const double common = common_root_ > 0.0 ? common_root_ * y[next++] : 0.0;
    for (std::size_t j = 0; j < size_; ++j) z[j] = common + (own_root_ > 0.0 ? own_root_ * y[next++] : 0.0);
    return;
  }
  for (std::size_t j = 0; j < size_; ++j) {
    double sum = 0.0;
    for (std::size_t k = 0; k < size_; ++k) sum += root_[j * size_ + k] * y[k];
    z[j] = sum;
  }
}

}  // namespace delcredere
