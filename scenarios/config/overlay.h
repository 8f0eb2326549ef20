#pragma once
// Trees on trees: --set, scenarios and sweeps are all edits of the base config's tree, read by the same reader after.

#include <string>
#include <vector>

#include "scenarios/config/problems.h"
#include "scenarios/yaml/node.h"

namespace delcredere::config {

/// `over` on `base`: maps merge deeply, everything else replaces; nothing (null) changes nothing. Of keys that exclude
/// each other (asset_correlation | loadings, amount | times_premium, rate_on_turnover | rate_on_balance | flat, top |
/// buyers) the overlay's drops the base's.
yaml::Node merged(const yaml::Node& base, const yaml::Node& over);

/// Puts a value at a dotted path, making maps on the way. Scenarios, policies and shocks are not made: `known` (the
/// root itself where it is none) must have their names. Returns what is wrong, or "".
std::string set_path(yaml::Node& root, const std::string& path, yaml::Node value, const yaml::Node* known = nullptr);

/// Applies "path.to.key=value" of the command line; the value is read as YAML. Errors name the option.
void apply_set(yaml::Node& root, const std::string& assignment, const std::string& option, Problems& problems);

struct ScenarioOverlay {
  std::string name;
  yaml::Node overlay;  ///< a map; includes are resolved
};

struct IncludedFile {
  std::string name, path, text;
};

class Grids;

/// The scenarios of a config, in written order, then the sweep's; one named base where there are none. Overlays that
/// touch what a scenario may not change are reported. The grids are in root already.
std::vector<ScenarioOverlay> collect_scenarios(const yaml::Node& root, const Grids& grids, const std::string& folder,
                                               std::vector<IncludedFile>& included, Problems& problems);

/// Only the named ones, in the order of the config; a name that is not there is reported.
void keep_only(std::vector<ScenarioOverlay>& scenarios, const std::vector<std::string>& names, Problems& problems);

}  // namespace delcredere::config
