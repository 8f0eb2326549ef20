#pragma once
// A table in plain text: columns aligned by display width, split into several tables where it is wider than the style.

#include <string>
#include <vector>

#include "outputs/terminal/text_style.h"

namespace delcredere::terminal {

enum class Align { left, right };
enum class Tone { plain, bold, dim, warning };

/// The text in the tone's colour; plain when the style has none.
std::string toned(const std::string& text, Tone tone, const TextStyle& style);

struct Column {
  std::vector<std::string> heading;  ///< lines, top first
  Align align = Align::right;
  std::vector<std::string> cells;
};

/// The first `labels` columns are repeated when columns move to a further block.
std::string table(const std::vector<Column>& columns, std::size_t labels, const TextStyle& style);

}  // namespace delcredere::terminal
