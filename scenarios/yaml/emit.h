#pragma once
// Trees back to YAML text that reads as the same tree.

#include <string>

#include "scenarios/yaml/node.h"

namespace delcredere::yaml {

/// A scalar, quoted where plain text would read differently.
std::string scalar_text(const Node& scalar);

/// A key or name.
std::string key_text(const std::string& key);

/// On one line: "40%", "[1, 2]", "{a: 1}".
std::string flow_text(const Node& node);

/// A map's entries, one a line, indented by `indent` spaces; lists and empty maps in one line.
std::string block_text(const Node& map, int indent);

}  // namespace delcredere::yaml
