#pragma once
// What the result file says of its own making.

#include <string>
#include <vector>

#include "outputs/provenance.h"
#include "scenarios/load.h"

namespace delcredere {

/// "delcredere 0.1.0 (commit ..., GNU 12.2.0, Release)".
std::string version_words();

/// Now, "2026-01-05T08:00:00Z".
std::string utc_now();

Provenance make_provenance(const LoadedStudy& loaded, const std::vector<std::string>& command_line,
                           const std::string& start_time);

}  // namespace delcredere
