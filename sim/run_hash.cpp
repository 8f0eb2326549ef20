#include "sim/run_hash.h"

#include <fmt/core.h>

#include "models/core/sha256.h"

namespace delcredere {

std::string run_hash(const Study& study, const Plan& plan) {
  if (study.inputs_hash.empty()) return "";
  return sha256_hex(fmt::format("delcredere run\nnumbers {}\ninputs {}\ntrials {}\nblock {}\ndetail {}\n",
                                kNumbersVersion, study.inputs_hash, study.simulation.trials, plan.block_trials,
                                plan.detail_trials));
}

}  // namespace delcredere
