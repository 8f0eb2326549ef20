#pragma once
// What a run found, for people and for programs; everything comes from the result file, so `run` and `summary` agree.

#include <nlohmann/json.hpp>
#include <string>

#include "outputs/result_file.h"
#include "outputs/terminal/text_style.h"

namespace delcredere {

/// Tables in plain words, UTF-8, ending in a line break. Names are safe for a terminal.
std::string summary_text(const ResultFile& file, const TextStyle& style = {});

/// The same figures and their errors, of every scenario and policy; what cannot be estimated is null. Names as they
/// are.
nlohmann::ordered_json summary_json(const ResultFile& file);

}  // namespace delcredere
