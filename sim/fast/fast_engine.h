#pragma once
// The fast engine: the same integers as the reference engine, trial by trial.

#include <memory>
#include <string>

#include "sim/plan/plan.h"
#include "sim/trial/engine.h"

namespace delcredere {

std::unique_ptr<TrialEngine> make_fast_engine(const Plan& plan);

/// Name of the instruction set that it uses on this machine.
std::string fast_engine_target();

}  // namespace delcredere
