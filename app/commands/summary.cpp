
#include <CLI/App.hpp>
#include <memory>

#include "app/commands/commands.h"
#include "app/commands/show_summary.h"
#include "outputs/result_io.h"

namespace delcredere::commands {
namespace {

struct SummaryOptions {
  std::string file;
  bool json = false;
};

int summary(const SummaryOptions& options) {
  const ResultFile file = read_result_file(options.file, {{"trials"}});  // no table shows them
  show_summary(file, options.json);
  return 0;
}

}  // namespace

void add_summary(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand("summary", "the tables of a result file again");
  auto options = std::make_shared<SummaryOptions>();
  command->add_option("FILE", options->file, "a result file (HDF5)")->required();
  command->add_flag("--json", options->json, "as JSON");
  command->callback([&chosen, options] { chosen = [options] { return summary(*options); }; });
}

}  // namespace delcredere::commands
