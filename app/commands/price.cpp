#include "outputs/terminal/price.h"

#include <CLI/App.hpp>
#include <memory>
#include <optional>

#include "app/commands/commands.h"
#include "app/commands/show_summary.h"
#include "app/commands/simulate.h"
#include "app/commands/study_options.h"
#include "app/console.h"
#include "app/output_target.h"
#include "app/resources/machine.h"
#include "app/signals.h"
#include "outputs/layout/layout.h"
#include "outputs/safe_write.h"

namespace delcredere::commands {
namespace {

struct PriceOptions {
  StudyOptions study;
  std::optional<std::string> output, threads;
  bool force = false, json = false, quiet = false;
};

void write_table(const std::string& path, const std::string& text, Overwrite overwrite) {
  const auto bytes = std::as_bytes(std::span(text));
  const PublishingSection publishing;
  write_safely(posix_file_system(), path, {bytes.begin(), bytes.end()}, overwrite);
}

int price(const PriceOptions& options) {
  std::vector<Diagnostic> warnings;
  RunSettings settings;
  settings.threads = choose_threads(options.threads, usable_cpus(), warnings);
  settings.stop = &stop_requested();
  report_warnings(warnings);
  LoadedStudy loaded = load_and_warn(options.study);
  if (loaded.study.base.policies.empty())
    throw Error(ExitCode::config, {{{options.study.config, 0, 0}, "insurance", "has no policy that could be priced"}});
  if (!loaded.study.pricing) loaded.study.pricing.emplace();
  loaded.study.outputs.trials = TrialColumns::off;
  const Overwrite overwrite = options.force ? Overwrite::allow : Overwrite::refuse;
  if (options.output) {
    std::vector<std::string> names;
    for (const auto& input : loaded.inputs) names.push_back(input.name);
    refuse_to_overwrite_inputs(*options.output, input_paths(options.study.config, names));
    check_target(posix_file_system(), *options.output, overwrite);
  }
  settings.memory_limit = available_memory();
  const ResultFile file = layout_result_file(simulate(loaded.study, settings, options.quiet), {});
  if (options.output) write_table(*options.output, price_csv(file), overwrite);
  show(options.json ? std::optional(price_json(file)) : std::nullopt,
       [&](const TextStyle& style) { return price_text(file, style); });
  if (options.output && !options.quiet) tell("table: " + *options.output);
  return 0;
}

}  // namespace

void add_price(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand("price", "what every policy is worth: premiums, loss ratios, layers");
  auto options = std::make_shared<PriceOptions>();
  add_study_options(*command, options->study);
  command->add_option("-o,--output", options->output, "also write the premiums as CSV");
  command->add_flag("--force", options->force, "overwrite that file");
  command->add_option("--threads", options->threads, "threads (default: the CPUs this program may use)");
  command->add_flag("--json", options->json, "the tables as JSON");
  command->add_flag("--quiet", options->quiet, "no progress");
  command->callback([&chosen, options] { chosen = [options] { return price(*options); }; });
}

}  // namespace delcredere::commands
