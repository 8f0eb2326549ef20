#include "models/credit/student_map.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace delcredere {
namespace {

constexpr double kEnd = 12.0;
constexpr std::size_t kCells = 4096;

}  // namespace

StudentMap::StudentMap(double degrees_of_freedom) : root_(std::sqrt(degrees_of_freedom)) {
  const boost::math::normal_distribution<double> normal;
  const boost::math::students_t_distribution<double> student(degrees_of_freedom);
  // dr/dx = 1 / sqrt(1 + x^2 / nu), dx/dy = phi(y) / g(x).
  const auto slope = [&](double y, double x) {
    const double a = x / root_;
    return pdf(normal, y) / (pdf(student, x) * std::sqrt(1.0 + a * a));
  };
  const auto stretched = [&](double y) -> SmoothTable::Node {
    const double x = y == 0.0 ? 0.0 : quantile(complement(student, cdf(complement(normal, std::abs(y)))));
    const double r = root_ * std::asinh(x / root_);
    return {y < 0.0 ? -r : r, slope(y, x)};
  };
  stretched_ = SmoothTable(-kEnd, kEnd, 2 * kCells, stretched);
  const auto score = [&](double r) -> SmoothTable::Node {
    const double x = root_ * std::sinh(r / root_);
    const double y = x == 0.0 ? 0.0 : quantile(complement(normal, cdf(complement(student, x))));
    return {y, 1.0 / slope(y, x)};
  };
  score_ = SmoothTable(0.0, stretched(kEnd).value, kCells, score);
}

}  // namespace delcredere
