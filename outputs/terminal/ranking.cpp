#include "outputs/terminal/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace delcredere::terminal {

std::vector<std::size_t> top_rows(const ResultView& view, const std::string& group, const std::string& axis,
                                  const std::string& variable, std::size_t scenario, std::size_t count) {
  std::vector<double> values;
  const std::size_t all = view.texts(group, axis).size();
  for (std::size_t row = 0; row < all; ++row) {
    const double value = view.value(group, variable, {{"scenario", scenario}, {axis, row}});
    values.push_back(std::isnan(value) ? -std::numeric_limits<double>::infinity() : value);
  }
  std::vector<std::size_t> rows(values.size());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  rows.resize(std::min(rows.size(), count));
  return rows;
}

}  // namespace delcredere::terminal
