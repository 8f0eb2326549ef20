#include "scenarios/generate/generate.h"

#include <CLI/App.hpp>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <span>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/signals.h"
#include "app/whole_number.h"
#include "outputs/safe_write.h"

namespace delcredere::commands {
namespace {

struct GenerateOptions {
  std::string folder;
  std::optional<std::string> buyers, invoices, seed;
  bool force = false;
};

/// Throws Error (4) when the folder cannot be made.
void make_folder(const std::string& folder) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem) throw Error(ExitCode::io, {{{folder, 0, 0}, "", "cannot be made a folder: " + problem.message()}});
}

int generate_book(const GenerateOptions& options) {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  GenerateSettings settings;
  if (options.buyers) settings.buyers = static_cast<std::int64_t>(whole_number("--buyers", *options.buyers, 1, most));
  if (options.invoices)
    settings.invoices = static_cast<std::int64_t>(whole_number("--invoices", *options.invoices, 0, most));
  if (options.seed) settings.seed = whole_number("--seed", *options.seed, 0, std::numeric_limits<std::uint64_t>::max());
  const std::vector<GeneratedFile> files = generate(settings);
  stop_here_if_requested("making the book");

  make_folder(options.folder);
  const Overwrite overwrite = options.force ? Overwrite::allow : Overwrite::refuse;
  const auto path_of = [&](const GeneratedFile& file) {
    return (std::filesystem::path(options.folder) / file.name).string();
  };
  for (const GeneratedFile& file : files) check_target(posix_file_system(), path_of(file), overwrite);  // all or none
  const PublishingSection publishing;
  for (const GeneratedFile& file : files) {
    write_safely(posix_file_system(), path_of(file), std::as_bytes(std::span(file.text)), overwrite);
    print_data(path_of(file) + '\n');
  }
  return 0;
}

}  // namespace

void add_generate(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand("generate", "a synthetic portfolio with every file filled in");
  auto options = std::make_shared<GenerateOptions>();
  command->add_option("--buyers", options->buyers, "number of buyers (default 1,000)");
  command->add_option("--invoices", options->invoices, "number of open and planned invoices, about (default 20,000)");
  command->add_option("--seed", options->seed, "the same seed makes the same book");
  command->add_option("-o,--output", options->folder, "folder to write it to")->required();
  command->add_flag("--force", options->force, "overwrite files that are there");
  command->callback([&chosen, options] { chosen = [options] { return generate_book(*options); }; });
}

}  // namespace delcredere::commands
