#include "app/program.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "app/commands/commands.h"
#include "app/console.h"
#include "app/provenance.h"
#include "models/core/error.h"
#include "scenarios/config/nearest.h"

namespace delcredere {
namespace {

/// Promised by the documentation, not built yet.
constexpr std::array<std::string_view, 5> kLater{"report", "export", "compare", "merge", "status"};

/// The command must be known before its flags can be judged.
void check_command(const CLI::App& program, const std::vector<std::string>& arguments) {
  std::string allowed;
  std::vector<std::string> names;
  bool known = false;
  const std::string word = arguments.size() > 1 ? arguments[1] : "";
  for (const CLI::App* command : program.get_subcommands({})) {
    allowed += (allowed.empty() ? "" : ", ") + command->get_name();
    names.push_back(command->get_name());
    known = known || command->get_name() == word;
  }
  if (known || word.rfind('-', 0) == 0) return;
  std::string what = "there is no command '" + word + "'", hint = config::suggestion(word, names);
  if (arguments.size() < 2) what = "a command is missing";
  if (arguments.size() < 2 || word.empty()) hint.clear();
  if (std::find(kLater.begin(), kLater.end(), word) != kLater.end())
    what = "'" + word + "' is not available in this version";
  throw Error(ExitCode::config,
              "delcredere: " + what + " (allowed: " + allowed + ")." + hint + " See delcredere --help");
}

/// The flags that the command line might have meant: those of its command, or of the program.
std::vector<std::string> known_flags(const CLI::App& program) {
  std::vector<std::string> flags;
  const auto add = [&flags](const CLI::App& app) {
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
      for (const std::string& name : option->get_snames()) flags.push_back("-" + name);
    }
  };
  for (const CLI::App* command : program.get_subcommands()) add(*command);
  if (flags.empty()) add(program);
  return flags;
}

/// What the command line has too much of, the first first.
std::string unexpected(const CLI::App& program, const std::vector<std::string>& arguments) {
  const std::vector<std::string> extras = program.remaining(true);
  for (const std::string& argument : arguments) {
    const bool extra = std::find(extras.begin(), extras.end(), argument) != extras.end();
    if (!extra || argument.rfind('-', 0) != 0) continue;
    return "unknown option '" + argument + "'." +
           config::suggestion(argument.substr(0, argument.find('=')), known_flags(program));
  }
  return "unexpected argument '" + (extras.empty() ? "" : extras.back()) + "'.";
}

int parse_and_run(const std::vector<std::string>& arguments) {
  CLI::App program("Monte Carlo engine for the risk in trade receivables", "delcredere");
  program.set_version_flag("--version", version_words());
  program.require_subcommand(1);
  program.footer(
      "Exit codes: 0 ok, 2 usage or config, 3 input data, 4 files, 5 model, 6 mismatch, 7 resources, 75 stopped");
  Action chosen;
  commands::add_run(program, chosen, arguments);
  commands::add_validate(program, chosen);
  commands::add_explain(program, chosen);
  commands::add_defaults(program, chosen);
  commands::add_schema(program, chosen);
  commands::add_summary(program, chosen);
  commands::add_price(program, chosen);
  commands::add_generate(program, chosen);
  commands::add_calibrate(program, chosen);
  commands::add_backtest(program, chosen, arguments);
  check_command(program, arguments);
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend() - 1);  // as CLI11 wants them
    program.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    print_data(program.help());
    return 0;
  } catch (const CLI::CallForVersion&) {
    print_data(version_words() + '\n');
    return 0;
  } catch (const CLI::ParseError& error) {
    std::string place = "delcredere";
    for (const CLI::App* command : program.get_subcommands()) place += ' ' + command->get_name();
    // A flag that nobody knows explains why something required is missing.
    const bool extra =
        !program.remaining(true).empty() && dynamic_cast<const CLI::ArgumentMismatch*>(&error) == nullptr;
    const std::string what = extra ? unexpected(program, arguments) : std::string(error.what()) + ".";
    throw Error(ExitCode::config, place + ": " + what + " See " + place + " --help");
  }
  return chosen();
}

int tell_and_return(const Error& error) {
  report_error(error);
  return static_cast<int>(error.code());
}

}  // namespace

int run_program(const std::vector<std::string>& arguments) {
  try {
    return parse_and_run(arguments);
  } catch (const Error& error) {
    return tell_and_return(error);
  } catch (const std::bad_alloc&) {
    return tell_and_return(
        {ExitCode::resources, "there is not enough memory; explain CONFIG.yaml shows what a run needs"});
  } catch (const std::length_error&) {
    return tell_and_return(
        {ExitCode::resources, "there is not enough memory; explain CONFIG.yaml shows what a run needs"});
  } catch (const std::filesystem::filesystem_error& error) {
    return tell_and_return({ExitCode::io, error.what()});
  } catch (const std::system_error& error) {  // a thread that cannot be started
    return tell_and_return({ExitCode::resources, error.what()});
  } catch (const std::exception& error) {
    return tell_and_return({ExitCode::model, std::string("internal error, please report it: ") + error.what()});
  }
}

}  // namespace delcredere
