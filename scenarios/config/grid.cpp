#include "scenarios/config/grid.h"

#include <fmt/core.h>

#include <algorithm>

#include "scenarios/config/overlay.h"
#include "scenarios/yaml/emit.h"

namespace delcredere::config {
namespace {

using yaml::Entry;
using yaml::Kind;
using yaml::Node;

/// A section that one amount can stand for.
bool is_amount_section(const Spec& key) {
  return key.kind == SpecKind::section && key.child("amount") != nullptr && key.name != "discretionary";
}

/// The keys inside a value that is a map; nullptr where they are names.
const Spec* keys_inside(const Spec& key) {
  if (key.kind == SpecKind::section) return &key;
  if (key.kind == SpecKind::either && key.children.back().kind == SpecKind::section) return &key.children.back();
  return nullptr;
}

std::string label_of(std::vector<std::string> path) {
  if (path.size() > 1 && path.back() == "amount") path.pop_back();
  std::string label;
  for (const std::string& step : path) label += (label.empty() ? "" : ".") + step;
  return label;
}

/// Finds the lists of a policy in written order.
class AxisFinder {
 public:
  AxisFinder(std::string policy, Problems& problems) : policy_(std::move(policy)), problems_(problems) {}

  void look_into(const Node& map, const Spec& keys) {
    for (const Entry& entry : map.entries) {
      const Spec* key = keys.child(entry.key);
      if (key == nullptr) continue;  // the reader reports it
      path_.push_back(entry.key);
      if (entry.value.kind == Kind::list && takes_grid(*key)) {
        add(entry, *key);
      } else if (const Spec* inside = keys_inside(*key); inside != nullptr && entry.value.kind == Kind::map) {
        look_into(entry.value, *inside);
      }
      path_.pop_back();
    }
  }

  std::vector<GridAxis> axes;
  bool right = true;

 private:
  void add(const Entry& entry, const Spec& key) {
    GridAxis axis{path_, {}, entry.value.items};
    if (is_amount_section(key)) axis.path.push_back("amount");
    axis.label = label_of(axis.path);
    const auto refuse = [&](const yaml::Mark& mark, const std::string& message) {
      problems_.error(mark.position(), policy_ + "." + label_of(path_), message);
      right = false;
    };
    if (axis.values.empty()) refuse(entry.mark, "is an empty list (allowed: one value, or a list of values: a grid)");
    for (std::size_t i = 0; i < axis.values.size(); ++i) {
      const Node& value = axis.values[i];
      if (value.kind != Kind::scalar)
        refuse(value.mark, "has the wrong form in a grid, got " + describe(value) + " (allowed: single values)");
      for (std::size_t j = 0; j < i; ++j)
        if (value.kind == Kind::scalar && axis.values[j].text == value.text)
          refuse(value.mark, "has the value '" + value.text + "' twice: the grid would have two equal structures");
    }
    axes.push_back(std::move(axis));
  }

  std::string policy_;
  Problems& problems_;
  std::vector<std::string> path_;
};

const Node* look_up(const Node& root, const std::vector<std::string>& path) {
  const Node* at = &root;
  for (const std::string& step : path) {
    const Entry* entry = at->kind == Kind::map ? at->find(step) : nullptr;
    if (entry == nullptr) return nullptr;
    at = &entry->value;
  }
  return at;
}

/// Puts a value where the axis' list stands.
void put(Node& policy, const GridAxis& axis, const Node& value) {
  Node* at = &policy;
  for (const std::string& step : axis.path) {
    if (at->kind == Kind::list) {  // amounts written for their section
      const yaml::Mark mark = at->mark;
      *at = Node{};
      at->kind = Kind::map;
      at->mark = mark;
    }
    if (at->find(step) == nullptr) at->entries.push_back({step, value.mark, Node{}});
    at = &at->find(step)->value;
  }
  *at = value;
}

}  // namespace

bool takes_grid(const Spec& key) {
  switch (key.kind) {
    case SpecKind::scalar:
      return key.type != ScalarType::text && key.type != ScalarType::date;
    case SpecKind::either:
      return key.children.front().kind == SpecKind::scalar && takes_grid(key.children.front());
    case SpecKind::section:
      return is_amount_section(key);
    default:
      return false;
  }
}

Grids::Grids(Node& root, Problems& problems) {
  Entry* insurance = root.find("insurance");
  if (insurance == nullptr || insurance->value.kind != Kind::map) return;
  const Spec& policy_keys = config_spec().child("insurance")->children.front();
  std::vector<Entry> entries;
  for (Entry& entry : insurance->value.entries) {
    AxisFinder finder("insurance." + entry.key, problems);
    if (entry.value.kind == Kind::map) finder.look_into(entry.value, policy_keys);
    if (finder.axes.empty() || !finder.right) {
      entries.push_back(std::move(entry));
      continue;
    }
    std::size_t count = 1;
    for (const GridAxis& axis : finder.axes) count = std::min(kMostStructures + 1, count * axis.values.size());
    if (count > kMostStructures) {
      problems.error(
          entry.mark.position(), "insurance." + entry.key,
          fmt::format("is a grid of more than {} structures. Take values out of its lists", kMostStructures));
      entries.push_back(std::move(entry));
      continue;
    }
    Grid grid{entry.key, std::move(finder.axes), {entry.key + "/"}, {entry.value}};
    for (const GridAxis& axis : grid.axes) {
      std::vector<std::string> names;
      std::vector<Node> structures;
      for (std::size_t i = 0; i < grid.names.size(); ++i)
        for (const Node& value : axis.values) {
          const std::string comma = grid.names[i].back() == '/' ? "" : ",";
          names.push_back(grid.names[i] + comma + axis.label + "=" + value.text);
          structures.push_back(grid.structures[i]);
          put(structures.back(), axis, value);
        }
      grid.names = std::move(names);
      grid.structures = std::move(structures);
    }
    for (std::size_t i = 0; i < grid.names.size(); ++i)
      entries.push_back({grid.names[i], entry.mark, grid.structures[i]});
    grids_.push_back(std::move(grid));
  }
  insurance->value.entries = std::move(entries);
  expand_outputs(root);
}

void Grids::expand_outputs(Node& root) const {
  Entry* outputs = root.find("outputs");
  if (outputs == nullptr || outputs->value.kind != Kind::map) return;
  Entry* detailed = outputs->value.find("detailed_policies");
  if (detailed == nullptr || detailed->value.kind != Kind::list) return;
  std::vector<Node> items;
  for (const Node& item : detailed->value.items) {
    const Grid* grid = item.kind == Kind::scalar ? find(item.text) : nullptr;
    if (grid == nullptr) {
      items.push_back(item);
      continue;
    }
    for (const std::string& name : grid->names) {
      items.push_back(item);
      items.back().text = name;
    }
  }
  detailed->value.items = std::move(items);
}

const Grids::Grid* Grids::find(const std::string& name) const {
  const auto found = std::find_if(grids_.begin(), grids_.end(), [&](const Grid& grid) { return grid.name == name; });
  return found == grids_.end() ? nullptr : &*found;
}

void Grids::add_names(Node& root) const {
  for (const Grid& grid : grids_) root.find("insurance")->value.entries.push_back({grid.name, {}, {}});
}

void Grids::spread(Node& overlay, const std::string& path, Problems& problems) const {
  Entry* insurance = overlay.find("insurance");
  if (insurance == nullptr || insurance->value.kind != Kind::map) return;
  std::vector<Entry> entries;
  for (const Entry& entry : insurance->value.entries)
    if (find(entry.key) == nullptr) entries.push_back(entry);
  for (const Entry& entry : insurance->value.entries) {
    const Grid* grid = find(entry.key);
    if (grid == nullptr) continue;
    const auto changed = [&](const GridAxis& axis) {
      const Node after = merged(grid->structures.front(), entry.value);
      const Node* kept = look_up(after, axis.path);
      return kept == nullptr || kept->kind != Kind::scalar || kept->text != axis.values.front().text ||
             look_up(entry.value, axis.path) != nullptr;
    };
    const auto wrong = std::find_if(grid->axes.begin(), grid->axes.end(), changed);
    if (wrong != grid->axes.end()) {
      problems.error(entry.mark.position(), path + ".insurance." + entry.key,
                     "changes " + wrong->label +
                         ", of which base makes a grid: a scenario may change its other terms, or one structure by its "
                         "name, as in '" +
                         grid->names.front() + "'");
      continue;
    }
    for (const std::string& name : grid->names) {
      const auto own = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == name; });
      if (own == entries.end())
        entries.push_back({name, entry.mark, entry.value});
      else
        own->value = merged(entry.value, own->value);
    }
  }
  insurance->value.entries = std::move(entries);
}

}  // namespace delcredere::config
