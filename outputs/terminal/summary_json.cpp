#include <algorithm>

#include "outputs/terminal/ranking.h"
#include "outputs/terminal/sections.h"
#include "outputs/terminal/summary.h"

namespace delcredere {
namespace {

using Json = nlohmann::ordered_json;
using terminal::ResultView;

Json attribute_json(const AttributeValue& value) {
  return std::visit([](const auto& held) { return Json(held); }, value);
}

Json element(const Variable& variable, std::size_t position) {
  return std::visit([&](const auto& values) { return Json(values[position]); }, variable.data);
}

/// Positions along an axis that are shown: all, but of buyers those that the text shows.
std::vector<std::size_t> shown_positions(const ResultView& view, const Group& group, const std::string& dim) {
  std::vector<std::size_t> positions(group.at(dim).size());
  for (std::size_t i = 0; i < positions.size(); ++i) positions[i] = i;
  if (group.name != "buyers" || dim != "buyer") return positions;
  std::vector<std::size_t> top;
  for (const char* variable : {"expected_loss", "exposure"}) {
    for (std::size_t row : terminal::top_rows(view, "buyers", "buyer", variable, 0, terminal::kTopBuyers)) {
      if (std::find(top.begin(), top.end(), row) == top.end()) top.push_back(row);
    }
  }
  return top;
}

/// One record per element of the dimensions: their coordinates, then every variable that has exactly these dimensions.
class Records {
 public:
  Records(const ResultView& view, const Group& group, const std::vector<std::string>& dims)
      : view_(view), group_(group), dims_(dims) {
    for (const std::string& dim : dims) positions_.push_back(shown_positions(view, group, dim));
    for (const Variable& variable : group.variables) {
      if (variable.dims == dims && !variable.is_coordinate()) variables_.push_back(&variable);
    }
  }

  Json all() {
    Json records = Json::array();
    std::vector<std::size_t> at(dims_.size(), 0);
    descend(0, 0, at, records);
    return records;
  }

 private:
  void descend(std::size_t axis, std::size_t offset, std::vector<std::size_t>& at, Json& records) {
    if (axis == dims_.size()) {
      records.push_back(record(offset, at));
      return;
    }
    const std::size_t length = group_.at(dims_[axis]).size();
    for (std::size_t position : positions_[axis]) {
      at[axis] = position;
      descend(axis + 1, offset * length + position, at, records);
    }
  }

  Json record(std::size_t offset, const std::vector<std::size_t>& at) const {
    Json made = Json::object();
    for (std::size_t axis = 0; axis < dims_.size(); ++axis) {
      made[dims_[axis]] = element(group_.at(dims_[axis]), at[axis]);
      if (dims_[axis] == "period") {
        made["date"] = view_.date(static_cast<double>(group_.at("period").integers()[at[axis]])).iso();
      }
    }
    for (const Variable* variable : variables_) made[variable->name] = element(*variable, offset);
    return made;
  }

  const ResultView& view_;
  const Group& group_;
  std::vector<std::string> dims_;
  std::vector<std::vector<std::size_t>> positions_;
  std::vector<const Variable*> variables_;
};

/// "by_scenario_policy": the records over these dimensions.
Json group_json(const ResultView& view, const Group& group) {
  Json made = Json::object();
  for (const Variable& variable : group.variables) {
    if (variable.is_coordinate()) continue;
    std::string key = "by";
    for (const std::string& dim : variable.dims) key += '_' + dim;
    if (!made.contains(key)) made[key] = Records(view, group, variable.dims).all();
  }
  return made;
}

}  // namespace

Json summary_json(const ResultFile& file) {
  const ResultView view(file);
  Json summary = Json::object();
  for (const Attribute& attribute : file.attributes) summary[attribute.name] = attribute_json(attribute.value);
  summary["warnings"] = terminal::warnings(view);
  summary["notes"] = terminal::notes(view);
  for (const Group& group : file.groups) {
    const bool detail = group.name == "trials" || group.name == "convergence" || group.name == "provenance";
    if (!detail) summary[group.name] = group_json(view, group);
  }
  return summary;
}

}  // namespace delcredere
