#include "models/credit/nearest_rates.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace delcredere {

void nearest_rates(std::span<double> row, std::size_t diagonal) {
  std::vector<double> off;
  for (std::size_t j = 0; j < row.size(); ++j)
    if (j != diagonal) off.push_back(row[j]);
  std::sort(off.begin(), off.end(), std::greater<>());
  double sum = row[diagonal], shift = sum;
  for (std::size_t k = 0; k < off.size() && off[k] > shift; ++k) {
    sum += off[k];
    shift = sum / static_cast<double>(k + 2);
  }
  double rates = 0.0;
  for (std::size_t j = 0; j < row.size(); ++j) {
    if (j == diagonal) continue;
    row[j] = std::max(row[j] - shift, 0.0);
    rates += row[j];
  }
  row[diagonal] = -rates;
}

}  // namespace delcredere
