#include <catch2/catch.hpp>
#include <limits>

#include "models/core/decimal.h"

namespace delcredere {
namespace {

TEST_CASE("Decimal::parse reads exactly what is written") {
  const auto [text, mantissa, scale] = GENERATE(table<const char*, std::int64_t, int>({
      {"0", 0, 0},
      {"-0", 0, 0},
      {"12", 12, 0},
      {"-12", -12, 0},
      {"1000", 1000, 0},
      {"-0.5", -5, 1},
      {"12.340", 1234, 2},
      {"0.000", 0, 0},
      {"100.00", 100, 0},
      {"0.9950", 995, 3},
      {"999999999999999999", 999999999999999999, 0},
      {"-999999999999999999", -999999999999999999, 0},
      {"0.123456789012345678", 123456789012345678, 18},
      {"0.000000000000000001", 1, 18},
      {"0.50000000000000000000000000000000", 5, 1},
      {"123456789.123456789", 123456789123456789, 9},
  }));
  CAPTURE(text);
  const auto decimal = Decimal::parse(text);
  REQUIRE(decimal);
  CHECK(decimal->mantissa == mantissa);
  CHECK(decimal->scale == scale);
}

TEST_CASE("Decimal::parse refuses every other form") {
  const char* text =
      GENERATE("", "-", "+5", "--5", "- 5", " 5", "5 ", "5\n", ".5", "5.", "-.5", ".", "010", "00", "00.5", "-01",
               "1_000", "1,000", "0,3", "1e3", "1E3", "1.5e-3", "0x10", "1.2.3", "nan", "inf", ".inf", "5%", "1'000",
               "1 000", "0.1234567890123456789", "1000000000000000000", "1.000000000000000001", "\xd9\xa1");
  CAPTURE(text);
  CHECK_FALSE(Decimal::parse(text));
}

TEST_CASE("a string of 400 digits and an embedded NUL are refused") {
  CHECK_FALSE(Decimal::parse("1" + std::string(400, '0')));
  CHECK_FALSE(Decimal::parse(std::string_view("5\0", 2)));
  CHECK_FALSE(Decimal::parse_share("1" + std::string(400, '0') + "%"));
}

TEST_CASE("Decimal::parse_share divides a percentage by 100 exactly") {
  CHECK(Decimal::parse_share("99.5%") == Decimal{995, 3});
  CHECK(Decimal::parse_share("40%") == Decimal{4, 1});
  CHECK(Decimal::parse_share("0.40") == Decimal{4, 1});
  CHECK(Decimal::parse_share("100%") == Decimal{1, 0});
  CHECK(Decimal::parse_share("0%") == Decimal{0, 0});
  CHECK(Decimal::parse_share("1000%") == Decimal{10, 0});
  CHECK(Decimal::parse_share("-5%") == Decimal{-5, 2});
  CHECK(Decimal::parse_share("0.0000000000000001%") == Decimal{1, 18});
  CHECK_FALSE(Decimal::parse_share("0.00000000000000001%"));  // 10^-19
  const char* text = GENERATE("%", "", "5%%", "%5", "5 %", "+5%", "5.%", "05%", "5%\n");
  CAPTURE(text);
  CHECK_FALSE(Decimal::parse_share(text));
}

TEST_CASE("Decimal writes the shortest exact form and reads it back") {
  const auto [decimal, text, percent] = GENERATE(table<Decimal, const char*, const char*>({
      {{0, 0}, "0", "0%"},
      {{995, 3}, "0.995", "99.5%"},
      {{-5, 1}, "-0.5", "-50%"},
      {{1, 0}, "1", "100%"},
      {{1, 18}, "0.000000000000000001", "0.0000000000000001%"},
      {{125, 1}, "12.5", "1250%"},
      {{999999999999999999, 0}, "999999999999999999", "99999999999999999900%"},
      {{5, 2}, "0.05", "5%"},
  }));
  CAPTURE(text);
  CHECK(decimal.text() == text);
  CHECK(decimal.percent_text() == percent);
  CHECK(Decimal::parse(text) == decimal);
  if (decimal.mantissa < 1'000'000'000) CHECK(Decimal::parse_share(percent) == decimal);
}

TEST_CASE("Decimal::to_double is the nearest double") {
  CHECK(Decimal::parse("0.1")->to_double() == 0.1);
  CHECK(Decimal::parse("0.995")->to_double() == 0.995);
  CHECK(Decimal::parse("-0.005")->to_double() == -0.005);
  CHECK(Decimal::parse("0.123456789012345678")->to_double() == 0.123456789012345678);
  CHECK(Decimal::parse("999999999999999999")->to_double() == 999999999999999999.0);
  CHECK(Decimal::parse("9007199254740993.5")->to_double() == 9007199254740993.5);
  CHECK(Decimal{1, 18}.denominator() == 1'000'000'000'000'000'000);
  CHECK(Decimal{7, 0}.denominator() == 1);
}

TEST_CASE("Decimal::to_money keeps minor units exact or refuses") {
  const Currency eur{"EUR", 2};
  const Currency jpy{"JPY", 0};
  const Currency kwd{"KWD", 3};
  CHECK(Decimal::parse("12.34")->to_money(eur) == 1234);
  CHECK(Decimal::parse("-12.3")->to_money(eur) == -1230);
  CHECK(Decimal::parse("12")->to_money(jpy) == 12);
  CHECK(Decimal::parse("0.001")->to_money(kwd) == 1);
  CHECK_FALSE(Decimal::parse("0.001")->to_money(eur));
  CHECK_FALSE(Decimal::parse("1.5")->to_money(jpy));
  CHECK(Decimal{std::numeric_limits<Money>::max() - 1, 2}.to_money(eur) == std::numeric_limits<Money>::max() - 1);
  CHECK_FALSE(Decimal{std::numeric_limits<Money>::max(), 2}.to_money(eur));  // kUnlimited is no amount
  CHECK(Decimal{std::numeric_limits<Money>::min(), 2}.to_money(eur) == std::numeric_limits<Money>::min());
  CHECK_FALSE(Decimal{-99999999999999999, 0}.to_money(kwd));
  CHECK_FALSE(Decimal::parse("999999999999999999")->to_money(kwd));
}

}  // namespace
}  // namespace delcredere
