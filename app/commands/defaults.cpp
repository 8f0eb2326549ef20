#include <CLI/App.hpp>

#include "app/commands/commands.h"
#include "app/console.h"
#include "scenarios/load.h"

namespace delcredere::commands {

void add_defaults(CLI::App& program, Action& chosen) {
  program.add_subcommand("defaults", "print a full commented config")->callback([&chosen] {
    chosen = [] {
      print_data(default_config());
      return 0;
    };
  });
}

}  // namespace delcredere::commands
