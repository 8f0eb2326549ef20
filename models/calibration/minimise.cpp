#include "models/calibration/minimise.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace delcredere::calibration {

Minimum minimise(const Objective& objective, Vector start, int steps) {
  const auto n = static_cast<Eigen::Index>(start.size());
  const auto view = [n](const Vector& v) { return Eigen::Map<const Eigen::VectorXd>(v.data(), n); };
  Minimum best{std::move(start), 0.0, false};
  Vector gradient(best.x.size()), next_gradient(best.x.size()), next(best.x.size());
  best.value = objective(best.x, gradient);
  Eigen::MatrixXd inverse = Eigen::MatrixXd::Identity(n, n);
  inverse /= std::max(1.0, view(gradient).norm());
  for (int step = 0; step < steps; ++step) {
    if (view(gradient).lpNorm<Eigen::Infinity>() < 1e-5 * std::max(1.0, std::abs(best.value) * 1e-2)) {
      best.converged = true;
      break;
    }
    Eigen::VectorXd direction = -(inverse * view(gradient));
    double slope = direction.dot(view(gradient));
    if (!(slope < 0.0)) {
      inverse.setIdentity();
      direction = -view(gradient);
      slope = -view(gradient).squaredNorm();
    }
    const double longest = direction.lpNorm<Eigen::Infinity>();
    if (longest > 2.0) {
      direction *= 2.0 / longest;
      slope *= 2.0 / longest;
    }
    double length = 1.0, value = 0.0;
    bool moved = false;
    for (int halving = 0; halving < 30 && !moved; ++halving, length *= 0.5) {
      for (Eigen::Index i = 0; i < n; ++i)
        next[static_cast<std::size_t>(i)] = best.x[static_cast<std::size_t>(i)] + length * direction[i];
      value = objective(next, next_gradient);
      moved = std::isfinite(value) && value <= best.value + 1e-4 * length * slope;
    }
    if (!moved) {
      best.converged = view(gradient).lpNorm<Eigen::Infinity>() < 1e-2 * std::max(1.0, std::abs(best.value) * 1e-2);
      break;
    }
    const Eigen::VectorXd s = view(next) - view(best.x), y = view(next_gradient) - view(gradient);
    const double curvature = s.dot(y);
    if (curvature > 1e-12 * s.norm() * y.norm()) {
      if (step == 0) inverse = Eigen::MatrixXd::Identity(n, n) * (curvature / y.squaredNorm());
      const Eigen::VectorXd hy = inverse * y;
      const double rho = 1.0 / curvature;
      inverse += (1.0 + rho * y.dot(hy)) * rho * s * s.transpose() - rho * (hy * s.transpose() + s * hy.transpose());
    }
    const bool flat = best.value - value < 1e-10 * std::max(1.0, std::abs(value));
    best.x = next;
    best.value = value;
    gradient = next_gradient;
    if (flat) {
      best.converged = true;
      break;
    }
  }
  return best;
}

std::vector<Vector> covariance_at(const Objective& objective, const Vector& x) {
  const auto n = static_cast<Eigen::Index>(x.size());
  Eigen::MatrixXd hessian(n, n);
  Vector moved = x, up(x.size()), down(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    constexpr double step = 1e-4;
    moved[i] = x[i] + step;
    objective(moved, up);
    moved[i] = x[i] - step;
    objective(moved, down);
    moved[i] = x[i];
    for (std::size_t j = 0; j < x.size(); ++j)
      hessian(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = (up[j] - down[j]) / (2.0 * step);
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(0.5 * (hessian + hessian.transpose()));
  const Eigen::VectorXd curved = solver.eigenvalues().cwiseMax(1e-6);
  const Eigen::MatrixXd inverse =
      solver.eigenvectors() * curved.cwiseInverse().asDiagonal() * solver.eigenvectors().transpose();
  std::vector<Vector> rows(x.size(), Vector(x.size()));
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < x.size(); ++j)
      rows[i][j] = inverse(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j));
  return rows;
}

}  // namespace delcredere::calibration
