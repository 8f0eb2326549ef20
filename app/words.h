#pragma once
// Numbers as people read them. No locale: the same words everywhere.

#include <cstdint>
#include <string>

namespace delcredere {

/// 1234567 -> "1,234,567".
std::string grouped(std::uint64_t number);

/// -1234567.0 -> "-1,234,567": whole numbers that do not fit an integer too.
std::string grouped(double whole_number);

/// "1 buyer", "2 buyers", "20,000 invoices".
std::string counted(std::uint64_t number, const std::string& singular, const std::string& plural);

/// 1610612736 -> "1.5 GiB".
std::string bytes_words(std::uint64_t bytes);

}  // namespace delcredere
