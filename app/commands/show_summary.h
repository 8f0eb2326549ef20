#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "outputs/result_file.h"
#include "outputs/terminal/text_style.h"

namespace delcredere::commands {

/// The summary on stdout: tables as wide as the terminal, or JSON. The same for `run` and `summary`.
void show_summary(const ResultFile& file, bool json);

/// JSON on stdout where it is given, else the text that `write` makes for the terminal.
void show(const std::optional<nlohmann::ordered_json>& json, const std::function<std::string(const TextStyle&)>& write);

}  // namespace delcredere::commands
