#pragma once
// Builds one group: variables are named with their axes, coordinates of the axes that occur are added by themselves.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "outputs/result_file.h"
#include "sim/results.h"

namespace delcredere::layout {

/// detailed_policy is named `policy` like the other, in a group that has it alone; detailed_policy_beside is named
/// `detailed_policy`, for a group that has both.
enum class Axis {
  scenario,
  policy,
  detailed_policy,
  detailed_policy_beside,
  component,
  probability,
  return_period,
  period,
  buyer,
  sector,
  bucket,
  trial,
  checkpoint,
  principle,
  treaty,
  country,
  top,
  covenant
};

/// What a variable is: units and words, and attributes beyond those.
struct About {
  std::string units;
  std::string long_name;
  Attributes more;
};

class GroupBuilder {
 public:
  GroupBuilder(std::string name, std::string long_name, const RunResults& results);

  /// Each takes the array away from the results; an empty one adds nothing.
  void known(std::string name, std::vector<Axis> axes, NdArray<double>& value, About about);
  void integers(std::string name, std::vector<Axis> axes, NdArray<std::int64_t>& value, About about);
  /// An estimate and its standard error; `error_name` defaults to NAME_standard_error.
  void estimate(std::string name, std::vector<Axis> axes, NdArray<double>& value, NdArray<double>& error, About about,
                std::string error_name = {});
  /// An estimate and the ends of its 95 % interval, NAME_lower and NAME_upper.
  void interval(std::string name, std::vector<Axis> axes, NdArray<double>& value, NdArray<double>& lower,
                NdArray<double>& upper, About about);
  /// Texts along one axis that describe it ("name" over buyer).
  void label(std::string name, Axis axis, std::vector<std::string> texts, std::string long_name);
  void counts(std::string name, Axis axis, std::vector<std::int64_t> values, About about);

  /// An attribute of the group.
  void describe(std::string name, AttributeValue value) {
    group_.attributes.push_back({std::move(name), std::move(value)});
  }

  const std::string& currency() const { return results_.axes.currency.code; }

  /// The finished group, coordinates first. Without a data variable it has no variables at all.
  Group finish();

 private:
  void add(std::string name, const std::vector<Axis>& axes, std::vector<std::size_t> shape, VariableData data,
           About about);

  const RunResults& results_;
  Group group_;
  std::vector<Variable> labels_;
  std::vector<Axis> used_;
};

/// Attributes that say how a quantile was taken; bin width 0 means exact order statistics.
Attributes quantile_method(double bin_width = 0);

}  // namespace delcredere::layout
