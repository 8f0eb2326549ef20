#pragma once
// One function for each command: it declares the command's flags and, when the command line names it, sets what to do.

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace delcredere {

/// Does the command's work; returns the exit code, throws Error.
using Action = std::function<int()>;

namespace commands {

void add_run(CLI::App& program, Action& chosen, const std::vector<std::string>& command_line);
void add_validate(CLI::App& program, Action& chosen);
void add_explain(CLI::App& program, Action& chosen);
void add_defaults(CLI::App& program, Action& chosen);
void add_schema(CLI::App& program, Action& chosen);
void add_summary(CLI::App& program, Action& chosen);
void add_price(CLI::App& program, Action& chosen);
void add_generate(CLI::App& program, Action& chosen);
void add_calibrate(CLI::App& program, Action& chosen);
void add_backtest(CLI::App& program, Action& chosen, const std::vector<std::string>& command_line);

}  // namespace commands
}  // namespace delcredere
