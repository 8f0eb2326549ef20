// A correlation matrix: names, then rows.

#include "scenarios/config/config.h"

namespace delcredere::config {
namespace {

/// What only the whole matrix shows. `widths`: of its rows.
void check_matrix(Visitor& v, FactorCorrelation& correlation, const std::vector<std::size_t>& widths,
                  const std::string& things) {
  const std::size_t size = correlation.order.size();
  const auto wrong = [&](const std::string& what) {
    v.reject("matrix", what);
    correlation.matrix.assign(size * size, 0.0);
  };
  if (widths.size() != size) {
    wrong("has " + std::to_string(widths.size()) + " rows, but order names " + std::to_string(size) + " " + things);
    return;
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (widths[i] == size) continue;
    wrong("row " + std::to_string(i + 1) + " has " + std::to_string(widths[i]) +
          " values (allowed: " + std::to_string(size) + ", one for each name in order)");
    return;
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (correlation.matrix[i * size + i] != 1.0) {
      v.reject("matrix", "the diagonal of '" + correlation.order[i] + "' is not 1");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (correlation.order[i] == correlation.order[j]) {
        v.reject("order", "names '" + correlation.order[i] + "' twice");
      }
      if (correlation.matrix[i * size + j] == correlation.matrix[j * size + i]) continue;
      v.reject("matrix", "is not symmetric: '" + correlation.order[i] + "' with '" + correlation.order[j] + "' is " +
                             number_text(correlation.matrix[i * size + j]) + " and " +
                             number_text(correlation.matrix[j * size + i]));
    }
  }
}

}  // namespace

void describe_correlation_matrix(Visitor& v, FactorCorrelation& correlation, const CorrelationWords& words) {
  v.texts({.name = "order", .doc = words.order, .example = words.example, .required = true}, correlation.order);
  v.choice({.name = "repair",
            .doc = "What becomes of a matrix that is not positive semi-definite: no = an error; nearest = the "
                   "nearest correlation matrix takes its place, with a warning."},
           correlation.repair, {{"no", false}, {"nearest", true}});
  std::vector<std::size_t> widths;
  correlation.matrix.clear();
  v.list(
      {.name = "matrix", .doc = "Rows of the correlation matrix.", .example = "[[1, 40%], [40%, 1]]", .required = true},
      [] {},
      [&](Visitor& row, std::size_t) {
        std::vector<double> values;
        row.list_of({.name = "", .doc = "One row."}, values, [](Visitor& cell, double& value) {
          cell.share({.name = "", .doc = "Correlation.", .minimum = -1}, value);
        });
        widths.push_back(values.size());
        correlation.matrix.insert(correlation.matrix.end(), values.begin(), values.end());
      });
  if (v.reading() && !correlation.order.empty()) check_matrix(v, correlation, widths, words.things);
}

}  // namespace delcredere::config
