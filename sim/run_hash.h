#pragma once
// The name of an experiment: two runs with the same one have the same numbers.

#include <string>

#include "sim/plan/plan.h"

namespace delcredere {

/// Raised with every change that alters a number of a result (a "Results change" of CHANGELOG.md): from then on equal
/// inputs are another experiment.
inline constexpr int kNumbersVersion = 4;

/// SHA-256, lower-case hex, of: kNumbersVersion, Study::inputs_hash, the trials, their block size, how many of them are
/// measured in detail. Not of threads, engine, instruction set or machine, which change no number. "" for a study that
/// was made in code: nothing names its inputs.
std::string run_hash(const Study& study, const Plan& plan);

}  // namespace delcredere
