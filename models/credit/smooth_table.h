#pragma once
// A smooth function on equal cells: cubic Hermite polynomials from values and slopes at the nodes, straight lines
// beyond both ends. Nodes are rounded to 2^-40, so that the last bits of whoever computed them cannot reach a result;
// reading is add and multiply only. Error at most step^4 / 384 times the largest fourth derivative.

#include <cstddef>
#include <functional>
#include <vector>

namespace delcredere {

class SmoothTable {
 public:
  /// One node: f(x) and f'(x).
  struct Node {
    double value = 0, slope = 0;
  };
  SmoothTable() = default;
  /// low < high, cells >= 1.
  SmoothTable(double low, double high, std::size_t cells, const std::function<Node(double)>& at);

  double operator()(double x) const {
    const double place = (x - low_) * cells_per_unit_;
    if (!(place > 0.0)) return first_.value + first_.slope * (x - low_);
    if (!(place < last_cell_ + 1.0)) return last_.value + last_.slope * (x - high_);
    const auto cell = static_cast<std::size_t>(place);
    const double t = place - static_cast<double>(cell);
    const double* c = &coefficients_[4 * cell];
    return c[0] + t * (c[1] + t * (c[2] + t * c[3]));
  }

  /// For kernels that read several at once.
  double low() const { return low_; }
  double cells_per_unit() const { return cells_per_unit_; }
  double last_cell() const { return last_cell_; }
  const double* coefficients() const { return coefficients_.data(); }

 private:
  double low_ = 0, high_ = 1, cells_per_unit_ = 1, last_cell_ = 0;
  Node first_, last_;
  std::vector<double> coefficients_;  ///< four by cell, in t in [0, 1)
};

}  // namespace delcredere
