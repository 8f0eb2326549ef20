#include "sim/run.h"

#include <CLI/App.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "app/commands/commands.h"
#include "app/commands/show_summary.h"
#include "app/commands/simulate.h"
#include "app/commands/study_options.h"
#include "app/console.h"
#include "app/output_target.h"
#include "app/provenance.h"
#include "app/resources/machine.h"
#include "app/signals.h"
#include "outputs/hdf5/result_image.h"
#include "outputs/layout/layout.h"
#include "outputs/safe_write.h"
#include "sim/fast/fast_engine.h"

namespace delcredere::commands {
namespace {

struct RunOptions {
  StudyOptions study;
  std::optional<std::string> output, threads, shard;
  std::string engine = "fast";
  bool force = false, resume = false, json = false, quiet = false;
  std::vector<std::string> command_line;
};

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void refuse_what_comes_later(const RunOptions& options) {
  if (options.shard) throw Error(ExitCode::config, {{{}, "--shard", "is not available yet"}});
  if (options.resume) throw Error(ExitCode::config, {{{}, "--resume", "is not available yet"}});
}

int run(const RunOptions& options) {
  refuse_what_comes_later(options);
  const std::string started = utc_now();
  std::vector<Diagnostic> warnings;
  RunSettings settings;
  settings.threads = choose_threads(options.threads, usable_cpus(), warnings);
  settings.stop = &stop_requested();
  settings.simd = simd_from_environment();
  if (settings.simd) limit_fast_engine(*settings.simd);  // a wrong name is said before hours of reading
  report_warnings(warnings);

  const auto loading = Clock::now();
  const LoadedStudy loaded = load_and_warn(options.study);
  const double load_seconds = seconds_since(loading);

  const std::string path = output_path(options.output, loaded.study.name);
  std::vector<std::string> names;
  for (const auto& input : loaded.inputs) names.push_back(input.name);
  refuse_to_overwrite_inputs(path, input_paths(options.study.config, names));
  const Overwrite overwrite = options.force ? Overwrite::allow : Overwrite::refuse;
  check_target(posix_file_system(), path, overwrite);  // before hours of simulation, not after them

  settings.memory_limit = available_memory();
  settings.engine = options.engine;
  settings.scratch_folder = std::filesystem::path(path).parent_path().string();
  RunResults results = simulate(loaded.study, settings, options.quiet);
  results.phases.insert(results.phases.begin(), {"load", load_seconds});

  const Provenance provenance = make_provenance(loaded, options.command_line, started);
  const ResultFile file = layout_result_file(std::move(results), provenance);
  const std::vector<std::byte> image = result_image(file);
  {
    const PublishingSection publishing;
    write_safely(posix_file_system(), path, image, overwrite);
  }
  show_summary(file, options.json);
  if (!options.quiet) tell("result: " + path);
  return 0;
}

}  // namespace

void add_run(CLI::App& program, Action& chosen, const std::vector<std::string>& command_line) {
  CLI::App* command = program.add_subcommand("run", "simulate, write one HDF5 file, print the summary");
  auto options = std::make_shared<RunOptions>();
  options->command_line = command_line;
  add_study_options(*command, options->study);
  command->add_option("-o,--output", options->output, "result file (default: NAME.h5 here)");
  command->add_flag("--force", options->force, "overwrite the result file");
  command->add_option("--threads", options->threads, "threads (default: the CPUs this program may use)");
  command->add_option("--engine", options->engine, "fast, or reference: slow and plain, the same integers")
      ->check(CLI::IsMember({"fast", "reference"}));
  command->add_option("--shard", options->shard, "I/N: only this part of the trials (not available yet)");
  command->add_flag("--resume", options->resume, "go on after a stop (not available yet)");
  command->add_flag("--json", options->json, "the summary as JSON");
  command->add_flag("--quiet", options->quiet, "no progress, no path of the result");
  command->callback([&chosen, options] { chosen = [options] { return run(*options); }; });
}

}  // namespace delcredere::commands
