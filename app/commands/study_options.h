#pragma once
// What run, validate and explain have in common: a config and what the command line changes on top of it.

#include <optional>
#include <string>

#include "scenarios/load.h"

namespace CLI {
class App;
}

namespace delcredere::commands {

struct StudyOptions {
  std::string config;
  LoadOptions load;
};

/// CONFIG, --trials, --seed, --scenario, --set. `options` must outlive the parsing.
void add_study_options(CLI::App& command, StudyOptions& options);

/// The environment's DELCREDERE_SIMD: no more than this instruction set; nothing where it is not set.
std::optional<std::string> simd_from_environment();

/// Reads the study and tells its warnings. Throws Error: 2, 3, 4, 5; 75 when a stop was requested meanwhile.
LoadedStudy load_and_warn(const StudyOptions& options);

}  // namespace delcredere::commands
