#pragma once
// The description as data: every key with its type, range, default and sentence. Writers work on this.

#include "scenarios/config/config.h"

namespace delcredere::config {

enum class SpecKind { scalar, section, table, list, either, overlays, sweep };

struct Spec {
  SpecKind kind = SpecKind::scalar;
  std::string name, doc, example;
  std::string fallback;  ///< default as YAML; "" = none
  bool required = false;
  bool on_demand = false;
  Key key;  ///< range
  // scalar
  ScalarType type = ScalarType::text;
  std::vector<std::string> choices;
  std::string allowed;
  // table
  std::string placeholder, fixed;
  /// section, overlays: keys; table, list: the one form of an entry; either: the plain and the detailed form.
  std::vector<Spec> children;

  const Spec* child(std::string_view child_name) const;
};

/// The whole config: a section without name.
const Spec& config_spec();

}  // namespace delcredere::config
