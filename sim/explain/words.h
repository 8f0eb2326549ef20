#pragma once
// Numbers and lines of the explanation, as a reader of reports expects them. No locale.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "models/core/days.h"
#include "models/study.h"

namespace delcredere::explaining {

std::string grouped(std::uint64_t number);  ///< 1234567 -> "1,234,567"

/// Exactly, with the currency's digits: "1,234,567.89".
std::string exact_money(Int128 amount, const Currency& currency);
/// In whole units, "1,234,568".
std::string whole_money(Int128 amount, const Currency& currency);
/// A share as a percentage with at most four significant digits: 0.1197 -> "11.97 %", 0.0005 -> "0.05 %".
std::string percent(double share);
/// A PD by year: "0.05 %, 0.08 %, then 0.1 %"; "1.2 %" where all years are alike.
std::string pd_words(const PdTerm& pd);
/// A plain number with at most four significant digits.
std::string number(double value);
std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural);
std::string date_of(const Study& study, Day day);
/// "a, b and c"; beyond `most` names "a, b and 7 more".
std::string listed(const std::vector<std::string>& names, std::size_t most);

/// The text under construction: a title in the left margin, its lines beside it, wrapped at 118 columns.
class Page {
 public:
  void section(std::string_view title);
  /// One statement; continuation lines are indented.
  void say(const std::string& line);
  /// A table: cells of a column are aligned, the first column to the left, the others to the right.
  void table(const std::vector<std::vector<std::string>>& rows);
  std::string take() { return std::move(text_); }

 private:
  void line(std::string_view words, bool continued);

  std::string text_;
  std::string title_;  ///< not yet written
};

}  // namespace delcredere::explaining
