#pragma once
// Configs drawn from the description of the config itself: whatever key the reader knows can appear, with values of its
// type inside its range. Most contradict themselves somewhere; take_out() leaves out what the reader names, again and
// again until it accepts the rest or names nothing. A pure function of the number.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "models/core/error.h"

namespace delcredere::fuzz {

using Json = nlohmann::ordered_json;

/// A config on the files of write_book(): a book of invoices, or one time in four of exposures.
Json drawn_config(std::uint64_t seed, std::uint64_t number);

/// Takes out of a config what the diagnostics name, or the last of its parents that is written. False where nothing was
/// taken out.
bool take_out(Json& config, const std::vector<Diagnostic>& diagnostics);

/// The files that configs name: buyers, invoices, sales_plan, outflows, limits, exposures, matrix (all .csv).
void write_book(const std::string& folder);

}  // namespace delcredere::fuzz
