#include <catch2/catch.hpp>

#include "models/core/random/draw.h"

namespace delcredere {
namespace {

TEST_CASE("Philox4x32-10 gives the published vectors of Random123 (tests/kat_vectors)") {
  CHECK(philox4x32({0, 0, 0, 0}, {0, 0}) == PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a draw puts entity, purpose, index, trial and seed where the layout says") {
  // The third published vector, taken apart: counter word 1 is purpose 0x85, index 0xa308d3.
  constexpr auto purpose = static_cast<Purpose>(0x85);
  CHECK(draw(0x299f31d0'a4093822u, purpose, 0xa308d3, 0x243f6a88, 0x03707344'13198a2eu) ==
        PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});

  constexpr std::uint64_t seed = 0x0123456789abcdef;
  constexpr std::uint64_t trial = 0xfedcba9876543210;
  CHECK(draw(seed, Purpose::delay, kMaxDrawIndex, 77, trial) ==
        philox4x32({77, 0x0cffffff, 0x76543210, 0xfedcba98}, {0x89abcdef, 0x01234567}));
}

TEST_CASE("name_entity is FNV-1a in 32 bits") {
  // Vectors published with the hash (Fowler, Noll & Vo; draft-eastlake-fnv, appendix C).
  CHECK(name_entity("") == 0x811c9dc5u);
  CHECK(name_entity("a") == 0xe40c292cu);
  CHECK(name_entity("foobar") == 0xbf9cf968u);
}

TEST_CASE("uniforms are the midpoints of their cells and never reach 0 or 1") {
  CHECK(open_uniform(0, 0) == 0x1p-53);
  CHECK(open_uniform(0xffffffff, 0xffffffff) == 1 - 0x1p-53);
  CHECK(open_uniform(0x80000000, 0) == 0.5 + 0x1p-53);
  CHECK(open_uniform(0x7fffffff, 0xffffffff) == 0.5 - 0x1p-53);
  CHECK(open_uniform(0, 1u << 12) == 1.5 * 0x1p-52);
  CHECK(open_uniform(0, (1u << 12) - 1) == 0x1p-53);  // the twelve lowest bits are not used
  CHECK(open_uniform(0) == 0x1p-33);
  CHECK(open_uniform(0xffffffff) == 1 - 0x1p-33);
}

}  // namespace
}  // namespace delcredere
