#include "app/console.h"

#include <catch2/catch.hpp>

using namespace delcredere;

TEST_CASE("colour: on a terminal, unless NO_COLOR says otherwise") {
  CHECK(terminal_from(true, nullptr, "xterm", 80).colour);
  CHECK(terminal_from(true, "", "xterm", 80).colour);
  CHECK_FALSE(terminal_from(true, "1", "xterm", 80).colour);
  CHECK_FALSE(terminal_from(false, nullptr, "xterm", 80).colour);
  CHECK_FALSE(terminal_from(true, nullptr, "dumb", 80).colour);
  CHECK_FALSE(terminal_from(true, nullptr, nullptr, 80).colour);
}

TEST_CASE("a bar needs a terminal that can redraw, with or without colour") {
  CHECK(terminal_from(true, "1", "xterm", 80).bar);
  CHECK_FALSE(terminal_from(true, nullptr, "dumb", 80).bar);
  CHECK_FALSE(terminal_from(false, nullptr, "xterm", 80).bar);
  CHECK(terminal_from(true, nullptr, "xterm", 132).columns == 132);
  CHECK(terminal_from(true, nullptr, "xterm", 0).columns == 80);
}
