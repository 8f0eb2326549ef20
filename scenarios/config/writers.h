#pragma once
// What is written from the description (config/spec.h).

#include <string>
#include <vector>

#include "scenarios/config/overlay.h"

namespace delcredere::config {

/// A full commented config; keys without default are commented out ("#key: example"), sentences start with "# ".
std::string commented_defaults();

/// JSON Schema, draft-07.
std::string json_schema();

/// The tree with the default of every absent key filled in and the scenarios written out; reads as the same study. Keys
/// whose absence has a meaning of its own stay absent. Sections that a book of exposures cannot have are left out.
std::string effective_config(const yaml::Node& root, const std::vector<ScenarioOverlay>& scenarios, bool exposure_book);

/// docs/configuration.md: every key in tables.
std::string reference_page();

}  // namespace delcredere::config
