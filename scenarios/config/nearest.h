#pragma once
// "Did you mean ...?"

#include <string>
#include <string_view>
#include <vector>

namespace delcredere::config {

/// Fewest insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of the candidates, or "" when none is near (more than a third of the letters differ, at least 1).
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// " Did you mean 'x'?" or "".
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace delcredere::config
