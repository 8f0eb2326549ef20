#include "models/credit/smooth_table.h"

#include <cmath>

namespace delcredere {
namespace {

double rounded(double x) { return std::nearbyint(x * 0x1p40) * 0x1p-40; }

}  // namespace

SmoothTable::SmoothTable(double low, double high, std::size_t cells, const std::function<Node(double)>& at)
    : low_(low),
      high_(high),
      cells_per_unit_(static_cast<double>(cells) / (high - low)),
      last_cell_(static_cast<double>(cells - 1)) {
  const double step = (high - low) / static_cast<double>(cells);
  const auto node = [&](std::size_t k) {
    const Node exact = at(k == cells ? high : low + step * static_cast<double>(k));
    return Node{rounded(exact.value), rounded(exact.slope)};
  };
  coefficients_.reserve(4 * cells);
  first_ = node(0);
  Node left = first_;
  for (std::size_t k = 0; k < cells; ++k) {
    const Node right = node(k + 1);
    const double rise = right.value - left.value, a = left.slope * step, b = right.slope * step;
    coefficients_.insert(coefficients_.end(), {left.value, a, 3.0 * rise - 2.0 * a - b, a + b - 2.0 * rise});
    left = right;
  }
  last_ = left;
}

}  // namespace delcredere
