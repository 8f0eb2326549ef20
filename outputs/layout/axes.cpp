#include "outputs/layout/axes.h"

#include <numeric>

namespace delcredere::layout {
namespace {

Variable coordinate(Axis axis, VariableData data, std::size_t length, Attributes attributes) {
  Variable variable;
  variable.name = axis_name(axis);
  variable.dims = {variable.name};
  variable.shape = {length};
  variable.data = std::move(data);
  variable.attributes = std::move(attributes);
  return variable;
}

Variable texts(Axis axis, const std::vector<std::string>& values, const char* long_name) {
  return coordinate(axis, values, values.size(), {{"units", "1"}, {"long_name", long_name}});
}

Variable numbers_from(Axis axis, std::int64_t first, std::size_t length, const char* long_name) {
  std::vector<std::int64_t> values(length);
  std::iota(values.begin(), values.end(), first);
  return coordinate(axis, std::move(values), length, {{"units", "1"}, {"long_name", long_name}});
}

Variable decimals(Axis axis, const std::vector<Decimal>& values, const char* units, const char* long_name) {
  std::vector<double> numbers;
  std::vector<std::string> exact;
  for (const Decimal& value : values) {
    numbers.push_back(value.to_double());
    exact.push_back(value.text());
  }
  return coordinate(axis, std::move(numbers), values.size(),
                    {{"units", units}, {"long_name", long_name}, {"exact", std::move(exact)}});
}

Variable periods(const ResultAxes& axes) {
  return coordinate(Axis::period, axes.period_ends, axes.period_ends.size(),
                    {{"units", "days since " + axes.as_of.iso()},
                     {"long_name", "last day of the " + axes.period_name},
                     {"calendar", "proleptic_gregorian"},
                     {"standard_name", "time"}});
}

}  // namespace

std::string axis_name(Axis axis) {
  switch (axis) {
    case Axis::scenario:
      return "scenario";
    case Axis::policy:
    case Axis::detailed_policy:
      return "policy";
    case Axis::detailed_policy_beside:
      return "detailed_policy";
    case Axis::component:
      return "component";
    case Axis::probability:
      return "probability";
    case Axis::return_period:
      return "return_period";
    case Axis::period:
      return "period";
    case Axis::buyer:
      return "buyer";
    case Axis::sector:
      return "sector";
    case Axis::bucket:
      return "bucket";
    case Axis::trial:
      return "trial";
    case Axis::checkpoint:
      return "checkpoint";
    case Axis::principle:
      return "principle";
    case Axis::treaty:
      return "treaty";
    case Axis::country:
      return "country";
    case Axis::top:
      return "top";
    case Axis::covenant:
      return "covenant";
  }
  return {};
}

std::size_t axis_length(Axis axis, const RunResults& results) {
  const ResultAxes& axes = results.axes;
  switch (axis) {
    case Axis::scenario:
      return axes.scenarios.size();
    case Axis::policy:
      return axes.policies.size();
    case Axis::detailed_policy:
    case Axis::detailed_policy_beside:
      return axes.detailed_policies.size();
    case Axis::component:
      return axes.components.size();
    case Axis::probability:
      return axes.probabilities.size();
    case Axis::return_period:
      return axes.return_periods.size();
    case Axis::period:
      return axes.period_ends.size();
    case Axis::buyer:
      return axes.buyer_ids.size();
    case Axis::sector:
      return axes.sectors.size();
    case Axis::bucket:
      return axes.ageing_buckets.size();
    case Axis::trial:
      return results.trials;
    case Axis::checkpoint:
      return results.convergence.trials.size();
    case Axis::principle:
      return results.pricing.principles.size();
    case Axis::treaty:
      return results.treaties.names.size();
    case Axis::country:
      return axes.countries.size();
    case Axis::top:
      return results.concentration.top.size();
    case Axis::covenant:
      return axes.covenants.size();
  }
  return 0;
}

Variable axis_coordinate(Axis axis, const RunResults& results) {
  const ResultAxes& axes = results.axes;
  switch (axis) {
    case Axis::scenario:
      return texts(axis, axes.scenarios, "scenario");
    case Axis::policy:
      return texts(axis, axes.policies, "insurance policy; none = no insurance");
    case Axis::detailed_policy:
    case Axis::detailed_policy_beside:
      return texts(axis, axes.detailed_policies, "insurance policy; none = no insurance");
    case Axis::component:
      return texts(axis, axes.components, "part of the loss");
    case Axis::probability:
      return decimals(axis, axes.probabilities, "1", "probability of not exceeding the value");
    case Axis::return_period:
      return decimals(axis, axes.return_periods, "year", "return period");
    case Axis::period:
      return periods(axes);
    case Axis::buyer:
      return texts(axis, axes.buyer_ids, "buyer id");
    case Axis::sector:
      return texts(axis, axes.sectors, "sector");
    case Axis::bucket:
      return texts(axis, axes.ageing_buckets, "age of the debt");
    case Axis::trial:
      return numbers_from(axis, 0, results.trials, "number of the trial, as in the random number counter");
    case Axis::checkpoint:
      return numbers_from(axis, 1, results.convergence.trials.size(), "checkpoint of the running statistics");
    case Axis::principle:
      return texts(axis, results.pricing.principles, "premium principle");
    case Axis::treaty:
      return texts(axis, results.treaties.names, "policy and treaty");
    case Axis::country:
      return texts(axis, axes.countries, "country");
    case Axis::top:
      return coordinate(axis, results.concentration.top, results.concentration.top.size(),
                        {{"units", "1"}, {"long_name", "number of largest buyers"}});
    case Axis::covenant:
      return texts(axis, axes.covenants, "promise to a bank");
  }
  return {};
}

}  // namespace delcredere::layout
