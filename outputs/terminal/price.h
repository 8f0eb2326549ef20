#pragma once
// What policies cost and are worth, for people, for programs, and as a table of their own; from a result file whose
// study was priced.

#include <nlohmann/json.hpp>
#include <string>

#include "outputs/result_file.h"
#include "outputs/terminal/text_style.h"

namespace delcredere {

std::string price_text(const ResultFile& file, const TextStyle& style = {});

/// Premiums, layers, losses by return period, cash, buyers; like summary_json but for what a price does not need.
nlohmann::ordered_json price_json(const ResultFile& file);

/// One row for each scenario, policy and principle. RFC 4180; cells that a spreadsheet would run are neutral.
std::string price_csv(const ResultFile& file);

}  // namespace delcredere
