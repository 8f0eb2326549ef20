#pragma once
// A study run with progress for people; the files that it was read from.

#include <string>
#include <vector>

#include "sim/run.h"

namespace delcredere::commands {

/// run_study, with a progress display on stderr unless quiet.
RunResults simulate(const Study& study, RunSettings settings, bool quiet);

/// The config and the files it names, as paths from here.
std::vector<std::string> input_paths(const std::string& config, const std::vector<std::string>& names);

}  // namespace delcredere::commands
