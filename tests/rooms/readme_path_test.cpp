// The README shows how to add a payment family. Every file that it names is there and holds the piece that it names.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

std::string text_of(const std::string& path) {
  std::ifstream stream(std::string(DELCREDERE_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The section under a heading, up to the next one.
std::string section(const std::string& text, const std::string& heading) {
  const std::size_t first = text.find("\n## " + heading + "\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find("\n## ", first + 1) - first);
}

/// What stands in code marks or in the brackets of a link.
std::vector<std::string> named(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at)) {
    const std::size_t end = text.find('`', at + 1);
    if (end == std::string::npos) break;
    found.push_back(text.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  for (std::size_t at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1))
    found.push_back(text.substr(at + 2, text.find(')', at) - at - 2));
  return found;
}

bool is_path(const std::string& word) {
  return word.find('/') != std::string::npos && word.find_first_of(" <>=") == std::string::npos;
}

std::vector<std::string> missing_paths(const std::string& text) {
  std::vector<std::string> missing;
  for (const std::string& word : named(text))
    if (is_path(word) && !std::filesystem::exists(std::string(DELCREDERE_SOURCE_DIR) + "/" + word))
      missing.push_back(word);
  return missing;
}

/// A file of the path, and what a person is told to find in it.
struct Piece {
  const char* file;
  const char* holds;
};
constexpr Piece kPieces[] = {{"models/payment/payment_parameters.h", "DelayFamily"},
                             {"models/payment/delay_families.cpp", "double quantile("},
                             {"models/payment/delay_families.cpp", "double cdf("},
                             {"models/payment/delay_families.h", "has_plain_quantile"},
                             {"models/payment/delay_table.cpp", "family_quantile"},
                             {"scenarios/config/delay_section.cpp", "\"family\""},
                             {"docs/models.md", "## 4"},
                             {"docs/configuration.md", "`family`"},
                             {"configs/schema/run.schema.json", "family"}};

}  // namespace

TEST_CASE("README's path to a new payment family names files that exist and what they hold") {
  const std::string path = section(text_of("README.md"), "Adding a payment family");
  REQUIRE(!path.empty());
  std::string missing;
  for (const std::string& word : missing_paths(path)) missing += word + '\n';
  CHECK(missing == "");
  for (const Piece& piece : kPieces) {
    CAPTURE(piece.file, piece.holds);
    CHECK(text_of(piece.file).find(piece.holds) != std::string::npos);
  }
  // The steps themselves: variant, formula, description, tests, docs.
  for (const char* step :
       {"models/payment/payment_parameters.h", "DelayFamily", "models/payment/delay_families.cpp", "has_plain_quantile",
        "scenarios/config/delay_section.cpp", "tests/payment/delay_families_test.cpp", "docs/models.md"}) {
    const std::vector<std::string> words = named(path);
    CAPTURE(step);
    CHECK(std::find(words.begin(), words.end(), step) != words.end());
  }
}

TEST_CASE("every file that README names is there, and one that is not is found") {
  const std::string readme = text_of("README.md");
  for (std::size_t at = readme.find("]("); at != std::string::npos; at = readme.find("](", at + 1)) {
    const std::string target = readme.substr(at + 2, readme.find(')', at) - at - 2);
    if (target.find("://") != std::string::npos || target.starts_with("#")) continue;
    CAPTURE(target);
    CHECK(std::filesystem::exists(std::string(DELCREDERE_SOURCE_DIR) + "/" + target.substr(0, target.find('#'))));
  }
  CHECK(missing_paths("see `models/payment/weibull.h` and [it](docs/weibull.md)").size() == 2);
  CHECK(missing_paths("see `models/payment/delay_table.cpp`, `DelayFamily`, `a / b`").empty());
}
