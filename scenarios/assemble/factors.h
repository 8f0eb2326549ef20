#pragma once
// Factor models made once for the asking: what models/credit refuses is told with its place in the config.

#include "scenarios/load.h"

namespace delcredere::assemble {

/// Throws Error (5) for the first scenario whose factor correlation is not positive semi-definite, at
/// LoadedStudy::positions. Returns a warning for each matrix that is repaired.
std::vector<Diagnostic> check_factor_models(const LoadedStudy& loaded);

}  // namespace delcredere::assemble
