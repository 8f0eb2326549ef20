#include "outputs/terminal/table.h"

#include <fmt/format.h>

#include <algorithm>

#include "outputs/text/utf8.h"

namespace delcredere::terminal {
namespace {

constexpr int kGap = 2;
constexpr int kIndent = 2;

std::string padded(const std::string& text, int width, Align align) {
  const std::string space(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ');
  return align == Align::left ? text + space : space + text;
}

int width_of(const Column& column) {
  int width = 0;
  for (const std::string& line : column.heading) width = std::max(width, display_width(line));
  for (const std::string& cell : column.cells) width = std::max(width, display_width(cell));
  return width;
}

void append_line(std::string& text, std::string line, Tone tone, const TextStyle& style) {
  line.erase(line.find_last_not_of(' ') + 1);
  if (!line.empty()) text += std::string(kIndent, ' ') + toned(line, tone, style);
  text += '\n';
}

std::string block(const std::vector<const Column*>& columns, const TextStyle& style) {
  std::size_t heading_lines = 0;
  std::size_t rows = 0;
  for (const Column* column : columns) {
    heading_lines = std::max(heading_lines, column->heading.size());
    rows = std::max(rows, column->cells.size());
  }
  std::string text;
  const auto line = [&](auto cell_of) {
    std::string joined;
    for (const Column* column : columns) {
      if (!joined.empty()) joined += std::string(kGap, ' ');
      joined += padded(cell_of(*column), width_of(*column), column->align);
    }
    return joined;
  };
  for (std::size_t i = 0; i < heading_lines; ++i) {  // headings stand on the line above the cells
    const auto heading = [&](const Column& column) {
      const std::size_t missing = heading_lines - column.heading.size();
      return i < missing ? std::string{} : column.heading[i - missing];
    };
    append_line(text, line(heading), Tone::bold, style);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    const auto cell = [&](const Column& column) { return row < column.cells.size() ? column.cells[row] : ""; };
    append_line(text, line(cell), Tone::plain, style);
  }
  return text;
}

}  // namespace

std::string toned(const std::string& text, Tone tone, const TextStyle& style) {
  if (!style.color || tone == Tone::plain) return text;
  const char* code = tone == Tone::bold ? "\x1b[1m" : tone == Tone::dim ? "\x1b[2m" : "\x1b[33m";
  return fmt::format("{}{}\x1b[0m", code, text);
}

std::string table(const std::vector<Column>& columns, std::size_t labels, const TextStyle& style) {
  std::string text;
  std::size_t next = labels;
  do {
    std::vector<const Column*> together;
    int width = kIndent - kGap;
    for (std::size_t i = 0; i < labels; ++i) {
      together.push_back(&columns[i]);
      width += width_of(columns[i]) + kGap;
    }
    const std::size_t first = next;
    while (next < columns.size() && (next == first || width + width_of(columns[next]) + kGap <= style.width)) {
      width += width_of(columns[next]) + kGap;
      together.push_back(&columns[next++]);
    }
    if (!text.empty()) text += '\n';
    text += block(together, style);
  } while (next < columns.size());
  return text;
}

}  // namespace delcredere::terminal
