#pragma once
// How long and from where to look: DELCREDERE_FUZZ_FACTOR, DELCREDERE_FUZZ_SEED (`make soak`).

#include <cstdint>
#include <cstdlib>

namespace delcredere::fuzz {

inline std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);  // NOLINT: one thread
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace delcredere::fuzz
