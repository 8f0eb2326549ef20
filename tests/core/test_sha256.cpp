#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "models/core/sha256.h"

namespace delcredere {
namespace {

TEST_CASE("SHA-256 gives the published vectors (FIPS 180-4 examples, NIST CSRC)") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrs"
                   "mnopqrstnopqrstu") == "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("how the bytes are cut does not matter, and a digest may be taken in between") {
  const std::string million(1'000'000, 'a');
  for (const std::size_t piece : {1u, 55u, 56u, 63u, 64u, 65u, 1000u}) {
    Sha256 hash;
    for (std::size_t at = 0; at < million.size(); at += piece) {
      hash.update(million.data() + at, std::min(piece, million.size() - at));
      if (at < 10 * piece) CHECK(hash.hex() == sha256_hex(million.substr(0, at + piece)));
    }
    CHECK(hash.hex() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }
}

TEST_CASE("every length around the padding's edges has its own hash") {
  std::vector<std::string> hashes;
  for (std::size_t length = 0; length <= 130; ++length) hashes.push_back(sha256_hex(std::string(length, '\0')));
  std::sort(hashes.begin(), hashes.end());
  CHECK(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
}

}  // namespace
}  // namespace delcredere
