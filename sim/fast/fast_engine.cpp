#include "sim/fast/fast_engine.h"

namespace delcredere {

std::unique_ptr<TrialEngine> make_fast_engine(const Plan& plan) { return make_reference_engine(plan); }

std::string fast_engine_target() { return "scalar"; }

}  // namespace delcredere
