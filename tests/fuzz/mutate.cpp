#include "tests/fuzz/mutate.h"

#include <algorithm>

#include "tests/fuzz/dice.h"

namespace delcredere::fuzz {
namespace {

struct Piece {
  std::size_t at, length;
};

/// Mostly short, now and then a whole line, seldom anything.
Piece piece_of(const std::string& text, Dice& random) {
  const std::size_t at = random.below(text.size() + 1);
  switch (random.below(4)) {
    case 0: {
      const std::size_t before = text.rfind('\n', at == 0 ? 0 : at - 1);
      const std::size_t first = before == std::string::npos ? 0 : std::min(before + 1, text.size());
      const std::size_t end = std::min(text.find('\n', first), text.size());
      return {first, std::min(end + 1, text.size()) - first};
    }
    case 1:
      return {at, random.below(text.size() - at + 1)};
    default:
      return {at, std::min(random.below(12) + 1, text.size() - at)};
  }
}

void edit(std::string& text, const std::string& other, const std::vector<std::string>& words, Dice& random) {
  const std::size_t at = random.below(text.size() + 1);
  const Piece piece = piece_of(text, random);
  switch (random.below(12)) {
    case 0:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << random.below(8)));
      break;
    case 1:
      if (at < text.size()) text[at] = static_cast<char>(random.below(256));
      break;
    case 2:
      text.insert(at, 1, static_cast<char>(random.below(256)));
      break;
    case 3:
      text.erase(piece.at, piece.length);
      break;
    case 4:
      text.insert(at, text.substr(piece.at, piece.length));
      break;
    case 5: {
      const std::string moved = text.substr(piece.at, piece.length);
      text.erase(piece.at, piece.length);
      text.insert(std::min(at, text.size()), moved);
      break;
    }
    case 6: {
      const Piece taken = piece_of(other, random);
      text.replace(piece.at, piece.length, other, taken.at, taken.length);
      break;
    }
    case 7: {  // seldom very often
      const std::size_t most = random.below(20) == 0 ? 4000 : 20;
      const std::string again = text.substr(piece.at, std::min<std::size_t>(piece.length, 60));
      std::string repeated;
      for (std::size_t n = random.below(most) + 1; n > 0; --n) repeated += again;
      text.insert(at, repeated);
      break;
    }
    case 8:
      if (random.below(4) == 0) text.resize(at);
      break;
    default:  // the reader's own words get furthest
      if (words.empty()) break;
      const std::string& word = words[random.below(words.size())];
      if (random.below(2) == 0) {
        text.insert(at, word);
      } else {
        text.replace(piece.at, std::min<std::size_t>(piece.length, 12), word);
      }
  }
  if (text.size() > kLargest) text.resize(kLargest);
}

}  // namespace

std::string mutated(const std::vector<std::string>& corpus, const std::vector<std::string>& words, std::uint64_t seed,
                    std::uint64_t number) {
  Dice random(seed * 0x9E3779B97F4A7C15U + number);
  std::string text = corpus[random.below(corpus.size())];
  const std::string& other = corpus[random.below(corpus.size())];
  for (std::size_t edits = random.below(8) + 1; edits > 0; --edits) edit(text, other, words, random);
  return text;
}

}  // namespace delcredere::fuzz
