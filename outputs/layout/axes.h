#pragma once
// The axes of the result file: their dimension names, lengths and coordinate variables.

#include "outputs/layout/group_builder.h"

namespace delcredere::layout {

std::string axis_name(Axis axis);
std::size_t axis_length(Axis axis, const RunResults& results);
Variable axis_coordinate(Axis axis, const RunResults& results);

}  // namespace delcredere::layout
