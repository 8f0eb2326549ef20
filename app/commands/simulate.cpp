#include "app/commands/simulate.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "app/console.h"
#include "app/progress_display.h"

namespace delcredere::commands {

RunResults simulate(const Study& study, RunSettings settings, bool quiet) {
  if (quiet) return run_study(study, settings);
  const auto start = std::chrono::steady_clock::now();
  Progress last;
  ProgressDisplay display(people_terminal(), study.currency.code, write_people);
  settings.progress = [&](const Progress& progress) {
    last = progress;
    display.show(progress);
  };
  RunResults results = run_study(study, settings);
  // A short run may be over before its first report.
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  last.trials_total = results.trials * study.scenarios.size();
  last.trials_done = last.trials_total;
  last.seconds = std::max(last.seconds, spent.count());
  display.show(last);
  return results;
}

std::vector<std::string> input_paths(const std::string& config, const std::vector<std::string>& names) {
  std::vector<std::string> paths{config};
  for (const std::string& name : names) paths.push_back((std::filesystem::path(config).parent_path() / name).string());
  return paths;
}

}  // namespace delcredere::commands
