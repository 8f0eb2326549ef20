#pragma once
// Asks for memory before it is needed, so that many cache misses wait at once rather than one after the other.

#include <cstdint>

namespace delcredere {

/// Asks for the cache line of an address; never faults.
inline void fetch(const void* address) {
  __builtin_prefetch(address);
  asm volatile("");  // a loop that does nothing but ask would be dropped as empty
}

/// Asks for every line of [first, end).
template <class T>
void fetch(const T* first, const T* end) {
  constexpr std::uintptr_t kLine = 64;
  const auto last = reinterpret_cast<std::uintptr_t>(end);
  for (std::uintptr_t line = reinterpret_cast<std::uintptr_t>(first) & ~(kLine - 1); line < last; line += kLine)
    fetch(reinterpret_cast<const void*>(line));
}

}  // namespace delcredere
