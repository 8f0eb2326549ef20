#include "app/whole_number.h"

#include <charconv>

#include "app/words.h"
#include "models/core/error.h"

namespace delcredere {

std::uint64_t whole_number(const std::string& option, const std::string& typed, std::uint64_t least,
                           std::uint64_t most) {
  std::uint64_t number = 0;
  const char* end = typed.data() + typed.size();
  const auto [stop, problem] = std::from_chars(typed.data(), end, number);
  if (problem == std::errc{} && stop == end && number >= least && number <= most) return number;
  throw Error(ExitCode::config,
              {{{},
                option,
                "must be a whole number from " + grouped(least) + " to " + grouped(most) + ", got '" + typed + "'"}});
}

}  // namespace delcredere
