#include "app/commands/study_options.h"

#include <CLI/App.hpp>
#include <cstdlib>

#include "app/console.h"
#include "app/signals.h"

namespace delcredere::commands {

void add_study_options(CLI::App& command, StudyOptions& options) {
  command.add_option("CONFIG", options.config, "the study (YAML or JSON)")->required();
  command.add_option("--trials", options.load.trials, "number of trials instead of simulation.trials");
  command.add_option("--seed", options.load.seed, "seed instead of simulation.seed");
  // One value for each flag: `--scenario a config.yaml` must not take the config for a second scenario.
  command.add_option("--scenario", options.load.scenarios, "run only this scenario (repeatable)")
      ->allow_extra_args(false);
  command.add_option("--set", options.load.sets, "change one key: path.to.key=value (repeatable)")
      ->allow_extra_args(false);
}

std::optional<std::string> simd_from_environment() {
  const char* named = std::getenv("DELCREDERE_SIMD");  // NOLINT: read before there is a second thread
  return named == nullptr ? std::nullopt : std::optional<std::string>(named);
}

LoadedStudy load_and_warn(const StudyOptions& options) {
  LoadedStudy loaded = load_study(options.config, options.load);
  report_warnings(loaded.warnings);
  stop_here_if_requested("reading the input");
  return loaded;
}

}  // namespace delcredere::commands
