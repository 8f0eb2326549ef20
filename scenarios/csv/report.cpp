#include "scenarios/csv/report.h"

#include <fmt/format.h>

#include <algorithm>

namespace delcredere::csv {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Levenshtein distance without regard to the case of ASCII letters.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitute = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string shown(std::string_view field) {
  constexpr std::size_t kLongest = 60;
  std::string text = "'";
  std::size_t i = 0;
  for (; i < field.size() && text.size() <= kLongest; ++i) {
    const auto byte = static_cast<unsigned char>(field[i]);
    if (byte < 0x20 || byte == 0x7F) {
      text += fmt::format("\\x{:02x}", byte);
    } else {
      text += field[i];
    }
  }
  while (i < field.size() && (static_cast<unsigned char>(field[i]) & 0xC0) == 0x80) text += field[i++];
  return text + (i < field.size() ? "...'" : "'");
}

void Report::error(int line, std::string_view column, std::string message) {
  error_at({file_, line, 0}, std::string(column), std::move(message));
}

void Report::error_at(const Position& where, std::string path, std::string message) {
  if (log_->errors.size() >= kMaxErrors) {
    ++log_->errors_left_out;
    return;
  }
  log_->errors.push_back({where, std::move(path), std::move(message)});
}

void Report::warning(int line, std::string_view column, std::string message) {
  Diagnostic warning;
  warning.where = {file_, line, 0};
  warning.path = column;
  warning.message = std::move(message);
  log_->warnings.push_back(std::move(warning));
}

std::string counted(std::size_t n, std::string_view noun) { return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s"); }

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_edits = 3;
  for (const std::string& candidate : candidates) {
    const std::size_t n = edits(word, candidate);
    if (n < best_edits && n < word.size()) {
      best_edits = n;
      best = candidate;
    }
  }
  return best;
}

}  // namespace delcredere::csv
