// The frozen table of docs/decisions/counter-layout.md, the enum's source and the compiled enum say the same.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>

#include "models/core/random/draw.h"

namespace delcredere {
namespace {

using Purposes = std::map<int, std::string>;

std::string contents(const std::string& path) {
  std::ifstream file(std::string(DELCREDERE_SOURCE_DIR) + '/' + path);
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Purposes matches(const std::string& text, const std::regex& row, std::size_t number, std::size_t name) {
  Purposes found;
  for (std::sregex_iterator match(text.begin(), text.end(), row), end; match != end; ++match)
    CHECK(found.emplace(std::stoi((*match)[number].str()), (*match)[name].str()).second);
  return found;
}

Purposes documented() {
  const std::string text = contents("docs/decisions/counter-layout.md");
  return matches(text.substr(text.find("## Purposes")), std::regex(R"(\| (\d+) \| `(\w+)` \|)"), 1, 2);
}

Purposes declared() {
  const std::string text = contents("models/core/random/draw.h");
  const std::size_t begin = text.find("enum class Purpose");
  REQUIRE(begin != std::string::npos);
  return matches(text.substr(begin, text.find("};", begin) - begin), std::regex(R"((\w+) = (\d+),)"), 2, 1);
}

TEST_CASE("the documented purposes are the declared ones") {
  CHECK(documented() == declared());
  CHECK(documented().size() >= 14);
}

TEST_CASE("frozen purposes keep their numbers") {
  const Purposes frozen{
      {static_cast<int>(Purpose::factor), "factor"},
      {static_cast<int>(Purpose::mixing), "mixing"},
      {static_cast<int>(Purpose::gamma_sector), "gamma_sector"},
      {static_cast<int>(Purpose::sector_delay), "sector_delay"},
      {static_cast<int>(Purpose::shock_start), "shock_start"},
      {static_cast<int>(Purpose::default_skip), "default_skip"},
      {static_cast<int>(Purpose::default_inside), "default_inside"},
      {static_cast<int>(Purpose::default_rest), "default_rest"},
      {static_cast<int>(Purpose::cause), "cause"},
      {static_cast<int>(Purpose::loss_given_default), "loss_given_default"},
      {static_cast<int>(Purpose::buyer_effect), "buyer_effect"},
      {static_cast<int>(Purpose::delay), "delay"},
      {static_cast<int>(Purpose::delay_tail), "delay_tail"},
      {static_cast<int>(Purpose::default_arrival), "default_arrival"},
      {static_cast<int>(Purpose::country_event), "country_event"},
      {static_cast<int>(Purpose::infection), "infection"},
  };
  const Purposes table = documented();
  for (const auto& [number, name] : frozen) {
    CAPTURE(name);
    CHECK((table.count(number) == 1 && table.at(number) == name));
  }
  CHECK(frozen.size() == 16);
}

}  // namespace
}  // namespace delcredere
