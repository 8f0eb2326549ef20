#pragma once

#include "outputs/result_file.h"

namespace delcredere::commands {

/// The summary on stdout: tables as wide as the terminal, or JSON. The same for `run` and `summary`.
void show_summary(const ResultFile& file, bool json);

}  // namespace delcredere::commands
