#include "app/studies/backtest.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <filesystem>
#include <memory>
#include <span>

#include "app/commands/commands.h"
#include "app/commands/ledger_options.h"
#include "app/commands/show_summary.h"
#include "app/console.h"
#include "app/output_target.h"
#include "app/provenance.h"
#include "app/whole_number.h"
#include "models/core/sha256.h"
#include "outputs/layout/backtest.h"
#include "outputs/result_io.h"
#include "scenarios/csv/text_file.h"

namespace delcredere::commands {
namespace {

struct BacktestOptions {
  LedgerOptions ledger;
  std::string horizon = "13w", every = "4w";
  std::optional<std::string> rolling, trials, seed;
  std::optional<std::string> output;
  bool json = false, force = false;
  std::vector<std::string> command_line;
};

/// "13w", "91d".
Day days_of(const char* flag, const std::string& text) {
  const bool form = text.size() >= 2 && (text.back() == 'w' || text.back() == 'd');
  if (!form) throw Error(ExitCode::config, std::string(flag) + ": '" + text + "' is no length (allowed: 13w, 91d)");
  const auto count = static_cast<Day>(whole_number(flag, text.substr(0, text.size() - 1), 1, 400));
  return text.back() == 'w' ? 7 * count : count;
}

std::string day_text(const studies::History& history, Day day) { return Date{history.day_zero.serial + day}.iso(); }

void add_methods(const studies::Backtest& result, BacktestTables& tables) {
  for (const studies::MethodScores& m : result.methods) {
    tables.methods.push_back(m.name);
    tables.invoice_crps.push_back(m.invoice_crps);
    tables.log_score.push_back(m.log_score);
    tables.pit_distance.push_back(m.pit_distance);
    tables.weekly_crps.push_back(m.weekly_crps);
    tables.buyer_crps.push_back(m.buyer_crps);
    tables.total_crps.push_back(m.total_crps);
    tables.total_bias.push_back(m.total_bias);
    const auto append = [](std::vector<double>& values, const auto& more) {
      values.insert(values.end(), more.begin(), more.end());
    };
    append(tables.invoice_coverage, m.invoice_coverage);
    append(tables.weekly_coverage, m.weekly_coverage);
    append(tables.total_coverage, m.total_coverage);
    append(tables.pit_shares, m.pit_shares);
    for (const studies::WeekScores& week : m.weeks) {
      tables.week_crps.push_back(week.crps);
      tables.week_bias.push_back(week.bias);
      append(tables.week_coverage, week.coverage);
    }
  }
  tables.weeks = result.methods.front().weeks.size();
  tables.pit_bins = studies::kPitBins;
  tables.intervals.assign(studies::kIntervals.begin(), studies::kIntervals.end());
}

/// Origins come with their methods one after the other.
void add_origins(const studies::Backtest& result, double unit, BacktestTables& tables) {
  for (std::size_t i = 0; i < result.origins.size(); ++i) {
    const studies::OriginScores& o = result.origins[i];
    if (i % result.methods.size() == 0) {
      tables.origins.push_back(o.origin);
      tables.origin_invoices.push_back(static_cast<std::int64_t>(o.invoices));
      tables.happened.push_back(o.happened / unit);
    }
    tables.origin_invoice_crps.push_back(o.invoice_crps);
    tables.origin_log_score.push_back(o.log_score);
    tables.origin_weekly_crps.push_back(o.weekly_crps);
    tables.forecast.push_back(o.forecast / unit);
    tables.lower80.push_back(o.lower80 / unit);
    tables.upper80.push_back(o.upper80 / unit);
  }
}

BacktestTables tables_of(const BacktestOptions& options, const studies::History& history,
                         const studies::BacktestSettings& settings, const studies::Backtest& result) {
  BacktestTables tables;
  tables.title = "Backtest of " + std::filesystem::path(options.ledger.invoices).filename().string();
  tables.as_of = history.day_zero;
  tables.currency = history.currency;
  tables.trials = settings.trials;
  tables.seed = settings.seed;
  tables.horizon = settings.horizon;
  tables.invoices = static_cast<std::int64_t>(result.invoices);
  tables.independent_origins = static_cast<std::int64_t>(result.independent_windows);
  tables.notes = result.notes;
  add_methods(result, tables);
  add_origins(result, static_cast<double>(history.currency.minor_per_unit()), tables);
  return tables;
}

/// A ledger without a config: the files and the command line are all that there is.
Provenance provenance_of(const BacktestOptions& options, const std::string& started) {
  LoadedStudy read;
  std::vector<std::string> names{options.ledger.invoices};
  if (options.ledger.buyers) names.push_back(*options.ledger.buyers);
  for (const std::string& name : names) {
    const auto text = csv::TextFile::read(name, name);
    read.inputs.push_back({name, sha256_hex(text->bytes()), text->bytes().size()});
  }
  return make_provenance(read, options.command_line, started);
}

std::string csv_of(const studies::History& history, const studies::Backtest& result) {
  std::string text =
      "origin,method,invoices,invoice_crps_days,invoice_log_score,weekly_crps,forecast,lower80,upper80,happened\n";
  const auto unit = static_cast<double>(history.currency.minor_per_unit());
  for (const studies::OriginScores& o : result.origins)
    text += fmt::format("{},{},{},{:.6f},{:.6f},{:.6f},{:.2f},{:.2f},{:.2f},{:.2f}\n", day_text(history, o.origin),
                        o.method, o.invoices, o.invoice_crps, o.log_score, o.weekly_crps, o.forecast / unit,
                        o.lower80 / unit, o.upper80 / unit, o.happened / unit);
  return text;
}

int run_backtest(const BacktestOptions& options) {
  studies::BacktestSettings settings;
  settings.horizon = days_of("--horizon", options.horizon);
  settings.step = days_of("--every", options.every);
  if (settings.horizon < 7) throw Error(ExitCode::config, "--horizon: shorter than a week");
  if (options.rolling) settings.origins = whole_number("--rolling", *options.rolling, 1, 1000);
  if (options.trials) settings.trials = whole_number("--trials", *options.trials, 20, 100'000);
  if (options.seed) settings.seed = whole_number("--seed", *options.seed, 0, std::numeric_limits<std::uint64_t>::max());
  const Overwrite overwrite = options.force ? Overwrite::allow : Overwrite::refuse;
  if (options.output) {
    std::vector<std::string> inputs{options.ledger.invoices};
    if (options.ledger.buyers) inputs.push_back(*options.ledger.buyers);
    refuse_to_overwrite_inputs(*options.output, inputs);
    check_target(posix_file_system(), *options.output, overwrite);
  }
  const std::string started = utc_now();
  std::vector<Diagnostic> warnings;
  const studies::History history = load_history(options.ledger, warnings);
  report_warnings(warnings);
  const studies::Backtest result = studies::backtest(history, settings);
  const ResultFile file =
      layout_backtest(tables_of(options, history, settings, result), provenance_of(options, started));
  if (options.output && std::filesystem::path(*options.output).extension() == ".csv") {
    const std::string text = csv_of(history, result);
    write_safely(posix_file_system(), *options.output, std::as_bytes(std::span(text)), overwrite);
  } else if (options.output) {
    write_result_file(file, *options.output, overwrite);
  }
  show_summary(file, options.json);
  return 0;
}

}  // namespace

void add_backtest(CLI::App& program, Action& chosen, const std::vector<std::string>& command_line) {
  CLI::App* command = program.add_subcommand("backtest", "forecast from what was known, score against what happened");
  auto options = std::make_shared<BacktestOptions>();
  options->command_line = command_line;
  add_ledger_options(*command, options->ledger);
  command->add_option("--horizon", options->horizon, "length of a forecast, as 13w or 91d");
  command->add_option("--rolling", options->rolling, "number of origins, the last one at --as-of (default 1)");
  command->add_option("--every", options->every, "time between origins (default 4w)");
  command->add_option("--trials", options->trials, "draws of every forecast (default 1000)");
  command->add_option("--seed", options->seed, "seed of the draws (default 1)");
  command->add_option("-o,--output", options->output,
                      "result file (HDF5), or NAME.csv: one line for every origin and method");
  command->add_flag("--json", options->json, "the scores as JSON");
  command->add_flag("--force", options->force, "overwrite the file");
  command->callback([&chosen, options] { chosen = [options] { return run_backtest(*options); }; });
}

}  // namespace delcredere::commands
