#pragma once
// Grids of policy structures: a list of values where a term of a policy takes one, as in
//
//   insurance: {base: {insured_percentage: [80%, 90%], aggregate_first_loss: [0, 50000]}}
//
// stands for one policy for every combination, named base/insured_percentage=80%,aggregate_first_loss=0 and so on; the
// first list varies slowest. A deductible and the maximum liability take a list of their amounts. Everything after this
// step sees single policies. A scenario may change the other terms, of the whole grid by its name or of one structure.

#include <string>
#include <vector>

#include "scenarios/config/problems.h"
#include "scenarios/config/spec.h"
#include "scenarios/yaml/node.h"

namespace delcredere::config {

/// Does a list here make a grid? For keys of a policy.
bool takes_grid(const Spec& key);

/// One list of a grid.
struct GridAxis {
  std::vector<std::string> path;  ///< inside the policy
  std::string label;              ///< "insured_percentage"; without a final ".amount"
  std::vector<yaml::Node> values;
};

class Grids {
 public:
  static constexpr std::size_t kMostStructures = 1000;

  /// Puts the structures of every grid into root, also where outputs.detailed_policies names a grid.
  Grids(yaml::Node& root, Problems& problems);

  /// Hands what an overlay says of a grid to each of its structures. `path` of the overlay, for messages.
  void spread(yaml::Node& overlay, const std::string& path, Problems& problems) const;

  /// Puts the grids' own names beside those of their structures.
  void add_names(yaml::Node& root) const;

 private:
  struct Grid {
    std::string name;
    std::vector<GridAxis> axes;
    std::vector<std::string> names;
    std::vector<yaml::Node> structures;
  };
  const Grid* find(const std::string& name) const;
  void expand_outputs(yaml::Node& root) const;

  std::vector<Grid> grids_;
};

}  // namespace delcredere::config
