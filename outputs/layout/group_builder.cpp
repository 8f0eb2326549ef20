#include "outputs/layout/group_builder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "outputs/layout/axes.h"

namespace delcredere::layout {
namespace {

/// Every NaN gets the same bits, so that equal runs give equal bytes.
std::vector<double> take(NdArray<double>& array) {
  std::vector<double> values = std::move(array.values());
  for (double& value : values) {
    if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
  }
  return values;
}

}  // namespace

GroupBuilder::GroupBuilder(std::string name, std::string long_name, const RunResults& results) : results_(results) {
  group_.name = std::move(name);
  group_.attributes = {{"long_name", std::move(long_name)}};
}

void GroupBuilder::add(std::string name, const std::vector<Axis>& axes, std::vector<std::size_t> shape,
                       VariableData data, About about) {
  Variable variable;
  for (Axis axis : axes) {
    variable.dims.push_back(axis_name(axis));
    variable.shape.push_back(axis_length(axis, results_));
    if (std::find(used_.begin(), used_.end(), axis) == used_.end()) used_.push_back(axis);
  }
  if (variable.shape != shape) {
    throw std::logic_error("results of /" + group_.name + "/" + name + " do not have the shape of their axes");
  }
  variable.name = std::move(name);
  variable.data = std::move(data);
  variable.attributes = {{"units", std::move(about.units)}, {"long_name", std::move(about.long_name)}};
  for (Attribute& attribute : about.more) variable.attributes.push_back(std::move(attribute));
  group_.variables.push_back(std::move(variable));
}

void GroupBuilder::known(std::string name, std::vector<Axis> axes, NdArray<double>& value, About about) {
  if (value.empty()) return;
  const std::vector<std::size_t> shape = value.shape();
  add(std::move(name), axes, shape, take(value), std::move(about));
}

void GroupBuilder::integers(std::string name, std::vector<Axis> axes, NdArray<std::int64_t>& value, About about) {
  if (value.empty()) return;
  const std::vector<std::size_t> shape = value.shape();
  add(std::move(name), axes, shape, std::move(value.values()), std::move(about));
}

void GroupBuilder::estimate(std::string name, std::vector<Axis> axes, NdArray<double>& value, NdArray<double>& error,
                            About about, std::string error_name) {
  if (value.empty()) return;
  if (error_name.empty()) error_name = name + "_standard_error";
  About error_about{about.units, "standard error of: " + about.long_name, {}};
  about.more.push_back({"ancillary_variables", error_name});
  known(std::move(name), axes, value, std::move(about));
  known(std::move(error_name), axes, error, std::move(error_about));
}

void GroupBuilder::interval(std::string name, std::vector<Axis> axes, NdArray<double>& value, NdArray<double>& lower,
                            NdArray<double>& upper, About about) {
  if (value.empty()) return;
  const std::string lower_name = name + "_lower";
  const std::string upper_name = name + "_upper";
  About lower_about{about.units, "lower end of the 95 % interval of: " + about.long_name, {}};
  About upper_about{about.units, "upper end of the 95 % interval of: " + about.long_name, {}};
  about.more.push_back({"ancillary_variables", lower_name + " " + upper_name});
  known(std::move(name), axes, value, std::move(about));
  known(lower_name, axes, lower, std::move(lower_about));
  known(upper_name, axes, upper, std::move(upper_about));
}

void GroupBuilder::label(std::string name, Axis axis, std::vector<std::string> texts, std::string long_name) {
  if (texts.empty()) return;
  Variable variable;
  variable.name = std::move(name);
  variable.dims = {axis_name(axis)};
  variable.shape = {axis_length(axis, results_)};
  if (texts.size() != variable.shape.front()) {
    throw std::logic_error("/" + group_.name + "/" + variable.name + " does not have the length of its axis");
  }
  variable.data = std::move(texts);
  variable.attributes = {{"units", "1"}, {"long_name", std::move(long_name)}};
  labels_.push_back(std::move(variable));
}

void GroupBuilder::counts(std::string name, Axis axis, std::vector<std::int64_t> values, About about) {
  if (values.empty()) return;
  const std::size_t length = values.size();
  add(std::move(name), {axis}, {length}, std::move(values), std::move(about));
}

Group GroupBuilder::finish() {
  if (group_.variables.empty()) return std::move(group_);
  std::sort(used_.begin(), used_.end());
  std::string label_names;
  for (const Variable& label : labels_) label_names += (label_names.empty() ? "" : " ") + label.name;
  std::vector<Variable> data = std::exchange(group_.variables, {});
  for (Axis axis : used_) group_.variables.push_back(axis_coordinate(axis, results_));
  for (Variable& variable : data) {  // CF: names the auxiliary coordinates, so that readers attach them
    const bool labelled = !labels_.empty() && std::find(variable.dims.begin(), variable.dims.end(),
                                                        labels_.front().dims.front()) != variable.dims.end();
    if (labelled) variable.attributes.push_back({"coordinates", label_names});
  }
  std::move(labels_.begin(), labels_.end(), std::back_inserter(group_.variables));
  std::move(data.begin(), data.end(), std::back_inserter(group_.variables));
  return std::move(group_);
}

Attributes quantile_method(double bin_width) {
  Attributes attributes{{"quantile_method", bin_width > 0 ? "order statistic ceil(p N), read from a histogram"
                                                          : "order statistic ceil(p N), exact"}};
  attributes.push_back({"bin_width", bin_width});
  attributes.push_back({"interval", "95 %, two-sided, from order statistics"});
  return attributes;
}

}  // namespace delcredere::layout
