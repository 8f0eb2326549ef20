#pragma once
// Reading a ResultFile by the names of its axes: view.value("losses", "mean", {{"scenario", 0}, ...}).

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "models/core/calendar.h"
#include "outputs/result_file.h"

namespace delcredere::terminal {

using Index = std::pair<std::string_view, std::size_t>;

class ResultView {
 public:
  explicit ResultView(const ResultFile& file) : file_(file) {}

  const ResultFile& file() const { return file_; }
  bool has(std::string_view group, std::string_view variable) const;
  /// The element at the indices, which may name more axes than the variable has; NaN where the variable is absent or
  /// one of its axes is not named. Integers come with their scale_factor.
  double value(std::string_view group, std::string_view variable, const std::vector<Index>& at) const;
  /// Half the 95 % interval of the variable there: 1.96 standard errors, or the further end of the interval; NaN
  /// unknown.
  double half_width(std::string_view group, std::string_view variable, const std::vector<Index>& at) const;
  /// The coordinate or label texts; empty where absent.
  std::vector<std::string> texts(std::string_view group, std::string_view variable) const;
  std::vector<double> numbers(std::string_view group, std::string_view variable) const;
  /// Position of a probability on the group's axis, within 1e-12.
  std::optional<std::size_t> probability(std::string_view group, double p) const;

  Date as_of() const;
  Date date(double days) const;  ///< as_of + days
  int digits() const;            ///< decimals of the currency
  std::string currency() const;

 private:
  const Variable* find(std::string_view group, std::string_view variable) const;
  const ResultFile& file_;
};

}  // namespace delcredere::terminal
