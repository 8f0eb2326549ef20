#pragma once
// Work in a process of its own, so that a crash or a hang of one input is a finding and not the end of the tests.

#include <cstdint>
#include <functional>
#include <string>

namespace delcredere::fuzz {

struct Finding {
  bool any = false;
  std::uint64_t number = 0;  ///< of the input
  std::string what;          ///< "signal 11", "no answer within 10 s", or what the work said
  long peak_kib = 0;         ///< largest resident set of the process
};

/// Does work(first), work(first + 1), ... until one says something or ends the process, each within `seconds` of
/// processor time (and 30 times that by the clock).
/// Memory is limited to `bytes` of address space, but not where a sanitizer needs more.
Finding watch(std::uint64_t first, std::uint64_t count, unsigned seconds, std::uint64_t bytes,
              const std::function<std::string(std::uint64_t)>& work);

}  // namespace delcredere::fuzz
