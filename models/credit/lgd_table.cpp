#include "models/credit/lgd_table.h"

#include <boost/math/distributions/beta.hpp>
#include <cmath>

namespace delcredere {
namespace {

constexpr std::size_t kCells = 4096;
constexpr auto kOne = static_cast<double>(kOnePart);

}  // namespace

LgdTable::LgdTable(double mean, double standard_deviation) {
  if (standard_deviation <= 0.0) {
    nodes_.assign(kCells + 1, static_cast<PartsPerBillion>(std::nearbyint(mean * kOne)));
    return;
  }
  const double k = mean * (1.0 - mean) / (standard_deviation * standard_deviation) - 1.0;
  const boost::math::beta_distribution<double> law(mean * k, (1.0 - mean) * k);
  nodes_.resize(kCells + 1);
  nodes_[0] = 0;
  nodes_[kCells] = static_cast<PartsPerBillion>(kOne);
  for (std::size_t i = 1; i < kCells; ++i) {
    const double p = static_cast<double>(i) / static_cast<double>(kCells);
    nodes_[i] = static_cast<PartsPerBillion>(std::nearbyint(boost::math::quantile(law, p) * kOne));
  }
}

double LgdTable::mean() const {
  double sum = 0.0;
  for (std::size_t i = 0; i < kCells; ++i)
    sum += 0.5 * (static_cast<double>(nodes_[i]) + static_cast<double>(nodes_[i + 1]));
  return sum / static_cast<double>(kCells) / kOne;
}

}  // namespace delcredere
