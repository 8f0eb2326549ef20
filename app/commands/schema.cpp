#include <CLI/App.hpp>

#include "app/commands/commands.h"
#include "app/console.h"
#include "scenarios/load.h"

namespace delcredere::commands {

void add_schema(CLI::App& program, Action& chosen) {
  program.add_subcommand("schema", "print the config's JSON Schema (draft-07)")->callback([&chosen] {
    chosen = [] {
      print_data(config_schema());
      return 0;
    };
  });
}

}  // namespace delcredere::commands
