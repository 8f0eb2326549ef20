#pragma once
// The fast engine: the same integers as the reference engine, trial by trial.

#include <memory>
#include <string>

#include "sim/plan/plan.h"
#include "sim/trial/engine.h"

namespace delcredere {

std::unique_ptr<TrialEngine> make_fast_engine(const Plan& plan, std::vector<DetailSink>* detail = nullptr);

/// Uses no more than the named instruction set from now on: "scalar", "avx2", "avx512", or "" for the best there is.
/// Results are the same bits on each. Throws Error (2) for another name, or where this CPU lacks it.
void limit_fast_engine(const std::string& simd);

/// Name of the instruction set that it uses on this machine.
std::string fast_engine_target();

}  // namespace delcredere
