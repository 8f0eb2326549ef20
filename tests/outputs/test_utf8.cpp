#include <catch2/catch.hpp>

#include "outputs/crc64.h"
#include "outputs/text/utf8.h"

using namespace delcredere;

TEST_CASE("display width of scripts") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("Müller") == 6);
  CHECK(display_width("北京") == 4);
  CHECK(display_width("한국") == 4);
  CHECK(display_width("ﾊﾝｶｸ") == 4);     // half-width kana
  CHECK(display_width("ＡＢ") == 4);     // full-width Latin
  CHECK(display_width("e\u0301") == 1);  // combining acute
  CHECK(display_width("\U0001F4B6") == 2);
  CHECK(display_width("שלום") == 4);
}

TEST_CASE("invalid UTF-8 becomes the replacement character, valid text stays") {
  const std::string replacement = "\uFFFD";
  CHECK(valid_utf8("Müller 北京 \U0001F4B6") == "Müller 北京 \U0001F4B6");
  CHECK(valid_utf8("a\xFFz") == "a" + replacement + "z");
  CHECK(valid_utf8("\xC0\x80") == replacement + replacement);                    // overlong NUL
  CHECK(valid_utf8("\xED\xA0\x80") == replacement + replacement + replacement);  // surrogate
  CHECK(valid_utf8("\xF4\x90\x80\x80").find(replacement) == 0);                  // beyond U+10FFFF
  CHECK(valid_utf8("\xE5\x8C") == replacement + replacement);                    // cut short
  CHECK(valid_utf8(std::string("a\0b", 3)) == "a" + replacement + "b");
}

TEST_CASE("every code point survives encoding and decoding") {
  for (char32_t code_point = 1; code_point <= 0x10FFFF; code_point += code_point < 0x3000 ? 1 : 37) {
    if (code_point >= 0xD800 && code_point <= 0xDFFF) continue;
    std::string text;
    append_code_point(text, code_point);
    std::string_view view = text;
    if (take_code_point(view) != code_point || !view.empty()) FAIL("U+" << std::hex << std::uint32_t{code_point});
  }
  SUCCEED();
}

TEST_CASE("what steers a terminal is removed") {
  CHECK(for_terminal("\x1b[1;31mred\x1b[0m") == "red");
  CHECK(for_terminal("\x1b]8;;http://x\x1b\\link\x1b]8;;\x07") == "link");
  CHECK(for_terminal("a\u202Eb\u2066c\u200Fd\uFEFF") == "abcd");
  CHECK(for_terminal("a\u009b31mb") == "a31mb");  // C1 control sequence introducer
  CHECK(for_terminal("tab\there\nand\rthere\x7f") == "tab here and there");
  CHECK(for_terminal("\x1b") == "");
  CHECK(for_terminal("نیم\u200Cفاصله") == "نیم\u200Cفاصله");  // Persian needs its joiner
}

TEST_CASE("texts are cut by columns") {
  CHECK(shortened("abcdef", 6) == "abcdef");
  CHECK(shortened("abcdef", 4) == "abc…");
  CHECK(shortened("北京建筑", 5) == "北京…");
  CHECK(display_width(shortened("北京建筑", 4)) <= 4);
}

TEST_CASE("CRC-64/XZ of the standard check string") {
  Crc64 crc;  // the catalogue's check value
  crc.add("123456789", 9);
  CHECK(crc.value() == 0x995DC9BBDF1939FAull);
  CHECK(crc.hex() == "995dc9bbdf1939fa");
  Crc64 pieces;
  for (const char* piece : {"1", "2345678", "9"}) pieces.add(piece, std::string_view(piece).size());
  CHECK(pieces.value() == crc.value());
}
