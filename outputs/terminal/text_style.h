#pragma once
// How text for people is laid out.

namespace delcredere {

struct TextStyle {
  int width = 100;     ///< columns of the terminal
  bool color = false;  ///< ANSI colours; the caller decides (a terminal, no NO_COLOR)
};

}  // namespace delcredere
