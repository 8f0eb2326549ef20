#pragma once
// Which buyers and sectors come first.

#include <cstddef>
#include <string>
#include <vector>

#include "outputs/terminal/result_view.h"

namespace delcredere::terminal {

inline constexpr std::size_t kTopBuyers = 10;

/// Rows of the axis with the largest values, largest first; equal ones in their own order.
std::vector<std::size_t> top_rows(const ResultView& view, const std::string& group, const std::string& axis,
                                  const std::string& variable, std::size_t scenario, std::size_t count);

}  // namespace delcredere::terminal
