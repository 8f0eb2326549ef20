#pragma once
// Asks for large pages behind big tables, before they are touched: fewer page faults, fewer misses of the address
// cache. Only a hint; without it, or elsewhere than on Linux, everything works as before.

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace delcredere::csv {

inline void use_large_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::uintptr_t kPage = 4096;
  constexpr std::size_t kWorthwhile = std::size_t{4} << 20;
  if (bytes < kWorthwhile) return;
  const std::uintptr_t from = (reinterpret_cast<std::uintptr_t>(memory) + kPage - 1) / kPage * kPage;
  const std::uintptr_t to = (reinterpret_cast<std::uintptr_t>(memory) + bytes) / kPage * kPage;
  ::madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
#endif
}

/// reserve() with large pages behind it.
template <class T>
void reserve_large(std::vector<T>& values, std::size_t n) {
  values.reserve(n);
  use_large_pages(values.data(), values.capacity() * sizeof(T));
}

}  // namespace delcredere::csv
