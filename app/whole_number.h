#pragma once

#include <cstdint>
#include <string>

namespace delcredere {

/// A number as typed after an option: decimal digits alone, from least to most. Else Error (2) that names the option.
std::uint64_t whole_number(const std::string& option, const std::string& typed, std::uint64_t least,
                           std::uint64_t most);

}  // namespace delcredere
