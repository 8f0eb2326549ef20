#include "app/studies/backtest.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>

#include "app/commands/commands.h"
#include "app/commands/ledger_options.h"
#include "app/console.h"
#include "app/whole_number.h"
#include "outputs/safe_write.h"

namespace delcredere::commands {
namespace {

struct BacktestOptions {
  LedgerOptions ledger;
  std::string horizon = "13w", every = "4w";
  std::optional<std::string> rolling, trials, seed;
  std::optional<std::string> output;
  bool json = false, force = false;
};

/// "13w", "91d".
Day days_of(const char* flag, const std::string& text) {
  const bool form = text.size() >= 2 && (text.back() == 'w' || text.back() == 'd');
  if (!form) throw Error(ExitCode::config, std::string(flag) + ": '" + text + "' is no length (allowed: 13w, 91d)");
  const auto count = static_cast<Day>(whole_number(flag, text.substr(0, text.size() - 1), 1, 400));
  return text.back() == 'w' ? 7 * count : count;
}

std::string day_text(const studies::History& history, Day day) { return Date{history.day_zero.serial + day}.iso(); }

std::string table_of(const studies::History& history, const studies::Backtest& result) {
  std::string text = fmt::format("{} origins from {} to {} ({} without overlap), {} forecasts of invoices\n\n",
                                 result.windows, day_text(history, result.first_origin),
                                 day_text(history, result.last_origin), result.independent_windows, result.invoices);
  text += fmt::format("{:14}{:>9}{:>9}{:>15}{:>7}{:>10}{:>15}{:>9}{:>10}{:>9}{:>15}\n", "", "invoice", "log", "covers",
                      "PIT", "weekly", "covers", "buyers", "total", "bias", "covers");
  text += fmt::format("{:14}{:>9}{:>9}{:>15}{:>7}{:>10}{:>15}{:>9}{:>10}{:>9}{:>15}\n", "method", "CRPS d", "score",
                      "50 80 90 %", "KS", "CRPS", "50 80 90 %", "CRPS", "CRPS", "%", "50 80 90 %");
  const auto three = [](const std::array<double, 3>& c) {
    return fmt::format("{:.0f} {:.0f} {:.0f}", 100 * c[0], 100 * c[1], 100 * c[2]);
  };
  for (const studies::MethodScores& m : result.methods)
    text +=
        fmt::format("{:14}{:9.3f}{:9.3f}{:>15}{:7.3f}{:10.4f}{:>15}{:9.3f}{:10.4f}{:9.2f}{:>15}\n", m.name,
                    m.invoice_crps, m.log_score, three(m.invoice_coverage), m.pit_distance, m.weekly_crps,
                    three(m.weekly_coverage), m.buyer_crps, m.total_crps, 100 * m.total_bias, three(m.total_coverage));
  text += "\nCRPS of cash as a share of the mean; bias: forecast cash of the horizon over what came, less 1.\n";
  return text;
}

std::string json_of(const studies::History& history, const studies::Backtest& result) {
  nlohmann::ordered_json json;
  json["origins"] = result.windows;
  json["first_origin"] = day_text(history, result.first_origin);
  json["last_origin"] = day_text(history, result.last_origin);
  json["independent_windows"] = result.independent_windows;
  json["invoices"] = result.invoices;
  for (const studies::MethodScores& m : result.methods) {
    nlohmann::ordered_json& one = json["methods"][m.name];
    one["invoice_crps_days"] = m.invoice_crps;
    one["invoice_log_score"] = m.log_score;
    one["invoice_coverage"] = m.invoice_coverage;
    one["invoice_pit_ks"] = m.pit_distance;
    one["weekly_crps"] = m.weekly_crps;
    one["weekly_coverage"] = m.weekly_coverage;
    one["buyer_crps"] = m.buyer_crps;
    one["total_crps"] = m.total_crps;
    one["total_bias"] = m.total_bias;
    one["total_coverage"] = m.total_coverage;
  }
  json["coverage_of"] = studies::kIntervals;
  json["notes"] = result.notes;
  return json.dump(2) + "\n";
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
  if (options.output) check_target(posix_file_system(), *options.output, overwrite);
  std::vector<Diagnostic> warnings;
  const studies::History history = load_history(options.ledger, warnings);
  report_warnings(warnings);
  const studies::Backtest result = studies::backtest(history, settings);
  for (const std::string& note : result.notes) tell("note: " + note);
  if (options.output) {
    const std::string text = csv_of(history, result);
    write_safely(posix_file_system(), *options.output, std::as_bytes(std::span(text)), overwrite);
  }
  print_data(options.json ? json_of(history, result) : table_of(history, result));
  return 0;
}

}  // namespace

void add_backtest(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand("backtest", "forecast from what was known, score against what happened");
  auto options = std::make_shared<BacktestOptions>();
  add_ledger_options(*command, options->ledger);
  command->add_option("--horizon", options->horizon, "length of a forecast, as 13w or 91d");
  command->add_option("--rolling", options->rolling, "number of origins, the last one at --as-of (default 1)");
  command->add_option("--every", options->every, "time between origins (default 4w)");
  command->add_option("--trials", options->trials, "draws of every forecast (default 1000)");
  command->add_option("--seed", options->seed, "seed of the draws (default 1)");
  command->add_option("-o,--output", options->output, "CSV with the scores of every origin and method");
  command->add_flag("--json", options->json, "the table as JSON");
  command->add_flag("--force", options->force, "overwrite the file");
  command->callback([&chosen, options] { chosen = [options] { return run_backtest(*options); }; });
}

}  // namespace delcredere::commands
