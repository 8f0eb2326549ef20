#pragma once
// The pricing section against the book: amounts in whole units, claims read, years of history counted back.

#include "scenarios/assemble/scene.h"

namespace delcredere::assemble {

/// Nothing where the config has no such section.
std::optional<PricingParameters> make_pricing(const Scene& scene);

}  // namespace delcredere::assemble
