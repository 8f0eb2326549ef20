#include <fmt/format.h>

#include <CLI/App.hpp>
#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "app/commands/commands.h"
#include "app/commands/study_options.h"
#include "app/console.h"
#include "app/progress_display.h"
#include "app/resources/machine.h"
#include "app/signals.h"
#include "app/words.h"
#include "outputs/text/utf8.h"
#include "sim/run.h"

namespace delcredere::commands {
namespace {

struct ExplainOptions {
  StudyOptions study;
  std::optional<std::string> threads;
};

std::string memory_words(const MemoryPlan& plan, std::uint64_t available) {
  std::string text = fmt::format("memory: {}", bytes_words(plan.bytes_total));
  if (available > 0) text += fmt::format(" of {} available", bytes_words(available));
  text += fmt::format("; {} of {:.0f} trials\n", counted(plan.blocks, "block", "blocks"), plan.trials_per_block);
  for (const auto& [what, bytes] : plan.parts) text += fmt::format("  {:<28} {:>12}\n", what, bytes_words(bytes));
  if (plan.scratch_bytes > 0)
    text += fmt::format("  {:<28} {:>12} on disk, beside the result file\n", "trial columns",
                        bytes_words(plan.scratch_bytes));
  return text;
}

/// Measured, not guessed: a few trials are run and thrown away. Many more of them than the set-up costs, as far as a
/// second allows.
std::string time_words(Study study, const RunSettings& settings) {
  const double all = static_cast<double>(study.simulation.trials) * static_cast<double>(study.scenarios.size());
  const std::uint64_t wanted = study.simulation.trials;
  Progress last;
  RunSettings pilot = settings;
  pilot.progress = [&last](const Progress& progress) { last = progress; };
  study.outputs.trials = TrialColumns::off;
  study.simulation.stop_when.reset();
  // Replicates need their own numbers of trials, and cost what plain trials do; twisted defaults cost more.
  if (study.simulation.sampling != SamplingMethod::importance) study.simulation.sampling = SamplingMethod::plain;
  for (std::uint64_t trials = 256;; trials *= 16) {
    study.simulation.trials = std::min(trials, wanted);
    last = {};
    run_study(study, pilot);
    if (study.simulation.trials == wanted || last.seconds > 0.2 || trials > 100'000) break;
  }
  if (last.trials_done == 0 || last.seconds <= 0) return "time: too short to measure\n";
  const double rate = static_cast<double>(last.trials_done) / last.seconds;
  return fmt::format(
      "time: about {} for {} trials of every scenario together, at {} trials/s on {} (measured on {} trials)\n",
      duration_words(all / rate), grouped(all), grouped(std::round(rate)),
      counted(static_cast<std::uint64_t>(settings.threads), "thread", "threads"), grouped(last.trials_done));
}

/// Names come from files: nothing in them may steer a terminal.
std::string clean_lines(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    clean += for_terminal(text.substr(0, end)) + '\n';
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return clean;
}

int explain(const ExplainOptions& options) {
  std::vector<Diagnostic> warnings;
  RunSettings settings;
  settings.threads = choose_threads(options.threads, usable_cpus(), warnings);
  settings.memory_limit = available_memory();
  settings.stop = &stop_requested();
  settings.simd = simd_from_environment();
  report_warnings(warnings);

  // Its warnings are part of what is explained.
  const LoadedStudy loaded = load_study(options.study.config, options.study.load);
  stop_here_if_requested("reading the input");
  std::string text;
  for (const std::string& note : loaded.notes) text += "note: " + for_terminal(note) + '\n';
  for (const Diagnostic& warning : loaded.warnings) text += "warning: " + for_terminal(warning.text()) + '\n';
  text += clean_lines(explain_model(loaded.study));
  const MemoryPlan plan = plan_memory(loaded.study, settings);
  print_data(text + memory_words(plan, settings.memory_limit));
  const bool refused = settings.memory_limit > 0 && plan.bytes_total > settings.memory_limit;
  print_data(refused ? "time: not measured; a run would be refused (7) for want of memory\n"
                     : time_words(loaded.study, settings));
  return 0;
}

}  // namespace

void add_explain(CLI::App& program, Action& chosen) {
  CLI::App* command =
      program.add_subcommand("explain", "the effective model in words and numbers, memory and time plan");
  auto options = std::make_shared<ExplainOptions>();
  add_study_options(*command, options->study);
  command->add_option("--threads", options->threads, "threads (default: the CPUs this program may use)");
  command->callback([&chosen, options] { chosen = [options] { return explain(*options); }; });
}

}  // namespace delcredere::commands
