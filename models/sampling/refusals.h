#pragma once
// Where a sampling method or a stop rule does not apply to a study, and why: told before anything is drawn.

#include <string>
#include <vector>

#include "models/study.h"

namespace delcredere {

struct Refusal {
  std::vector<std::string> key;  ///< of the config
  std::string why;
};

/// Empty where everything applies.
std::vector<Refusal> sampling_refusals(const Study& study);

/// Name of a method as the config has it.
const char* sampling_name(SamplingMethod method);

}  // namespace delcredere
