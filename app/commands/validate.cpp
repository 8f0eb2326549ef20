#include <CLI/App.hpp>
#include <memory>

#include "app/commands/commands.h"
#include "app/commands/study_options.h"
#include "app/console.h"
#include "app/words.h"
#include "outputs/text/utf8.h"
#include "sim/run.h"

namespace delcredere::commands {
namespace {

int validate(const StudyOptions& options) {
  const LoadedStudy loaded = load_and_warn(options);
  const Study& study = loaded.study;
  check_study(study);
  std::string line = "ok: " + study.name + ": " + counted(study.portfolio.buyers.size(), "buyer", "buyers");
  line += study.portfolio.exposure_book ? ", by exposure"
                                        : ", " + counted(study.portfolio.invoices.size(), "invoice", "invoices");
  line += ", " + counted(study.scenarios.size(), "scenario", "scenarios");
  line += ", " + counted(study.scenarios.front().policies.size(), "policy", "policies");
  line += ", " + counted(study.simulation.trials, "trial", "trials");
  if (!loaded.warnings.empty()) line += ", " + counted(loaded.warnings.size(), "warning", "warnings");
  print_data(for_terminal(line) + '\n');
  return 0;
}

}  // namespace

void add_validate(CLI::App& program, Action& chosen) {
  CLI::App* command =
      program.add_subcommand("validate", "read everything, report every error at once, simulate nothing");
  auto options = std::make_shared<StudyOptions>();
  add_study_options(*command, *options);
  command->callback([&chosen, options] { chosen = [options] { return validate(*options); }; });
}

}  // namespace delcredere::commands
