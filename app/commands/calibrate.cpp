#include <fmt/format.h>

#include <CLI/App.hpp>
#include <memory>
#include <span>

#include "app/commands/commands.h"
#include "app/commands/ledger_options.h"
#include "app/console.h"
#include "app/studies/calibration.h"
#include "outputs/safe_write.h"

namespace delcredere::commands {
namespace {

struct CalibrateOptions {
  LedgerOptions ledger;
  std::string output;
  bool force = false;
};

int calibrate_ledger(const CalibrateOptions& options) {
  const Overwrite overwrite = options.force ? Overwrite::allow : Overwrite::refuse;
  check_target(posix_file_system(), options.output, overwrite);
  std::vector<Diagnostic> warnings;
  const studies::History history = load_history(options.ledger, warnings);
  report_warnings(warnings);
  const studies::Calibration result = studies::calibrate(history, 0, {});
  for (const std::string& warning : result.warnings) tell("warning: " + warning);
  const std::string text = studies::calibrated_yaml(result, history.day_zero, history.currency);
  write_safely(posix_file_system(), options.output, std::as_bytes(std::span(text)), overwrite);
  const auto effect = result.fit->buyer_effect();
  std::string table = fmt::format("{} invoices of {} buyers, {} paid and {} open\n", result.items, result.buyers,
                                  result.paid, result.items - result.paid);
  table += fmt::format("buyer_effect    {:7.2f} %   +- {:.2f}\n", 100 * effect.value, 100 * effect.standard_error);
  table += fmt::format("sector_effect   {:7.2f} %   +- {:.2f}\n", 100 * result.sector_effect.value,
                       100 * result.sector_effect.standard_error);
  for (std::size_t k = 0; k < result.covariates.size(); ++k) {
    const auto shift = result.fit->covariate(k);
    table += fmt::format("{:15} {:7.3f}     +- {:.3f} (latent score)\n", result.covariates[k].name, shift.value,
                         shift.standard_error);
  }
  if (result.run) table += "payments arrive on some weekdays alone: payment_run\n";
  table += fmt::format("fit: KS distance {:.4f}, n = {}, p = {:.3f}\n{}\n", result.ks_distance, result.paid,
                       result.ks_probability, options.output);
  print_data(table);
  return 0;
}

}  // namespace

void add_calibrate(CLI::App& program, Action& chosen) {
  CLI::App* command =
      program.add_subcommand("calibrate", "learn payment behaviour from a ledger, with standard errors");
  auto options = std::make_shared<CalibrateOptions>();
  add_ledger_options(*command, options->ledger);
  command->add_option("-o,--output", options->output, "config section to write (calibrated.yaml)")->required();
  command->add_flag("--force", options->force, "overwrite the file");
  command->callback([&chosen, options] { chosen = [options] { return calibrate_ledger(*options); }; });
}

}  // namespace delcredere::commands
