#pragma once
// Damaged inputs: what a text becomes under a few random edits. A pure function of the corpus, the words and the
// number.

#include <cstdint>
#include <string>
#include <vector>

namespace delcredere::fuzz {

/// Two texts of the corpus, one to eight edits: bits and bytes changed, pieces cut, doubled, moved, repeated up to a
/// few thousand times, taken from the other text, words of the reader's language put in, everything after some byte
/// lost. At most kLargest bytes.
std::string mutated(const std::vector<std::string>& corpus, const std::vector<std::string>& words, std::uint64_t seed,
                    std::uint64_t number);

inline constexpr std::size_t kLargest = std::size_t{1} << 18;

}  // namespace delcredere::fuzz
