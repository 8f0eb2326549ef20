#include "outputs/terminal/summary.h"

#include <fmt/format.h>

#include "outputs/terminal/numbers.h"
#include "outputs/terminal/sections.h"
#include "outputs/text/utf8.h"

namespace delcredere {
namespace {

using terminal::ResultView;
using terminal::Tone;
using terminal::toned;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ", ";
    text += for_terminal(name);
  }
  return text;
}

/// Words wrapped at the width, every line indented.
std::string wrapped(std::string_view text, const TextStyle& style, Tone tone) {
  std::string lines;
  std::string line;
  const auto flush = [&] {
    if (!line.empty()) lines += fmt::format("  {}\n", toned(line, tone, style));
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string word(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && 2 + display_width(line) + 1 + display_width(word) > style.width) flush();
    if (!line.empty()) line += ' ';
    line += word;
  }
  flush();
  return lines;
}

std::string seed_text(const ResultFile& file) {
  const AttributeValue* seed = file.attribute("seed");
  const auto* number = seed == nullptr ? nullptr : std::get_if<std::uint64_t>(seed);
  return number == nullptr ? "?" : std::to_string(*number);
}

/// More policies are counted, not named.
constexpr std::size_t kMostNames = 12;

}  // namespace

std::string terminal::introduction(const ResultView& view, const TextStyle& style) {
  const ResultFile& file = view.file();
  std::string span = fmt::format("from {}", terminal::date(view.as_of()));
  if (file.attribute("horizon_days") != nullptr) {
    const std::int64_t horizon = file.integer_attribute("horizon_days");
    span += fmt::format(" to {} ({} days)", terminal::date(view.date(static_cast<double>(horizon))), horizon);
  }
  const std::int64_t trials = file.integer_attribute("trials");
  const std::vector<std::string> policies = view.texts("losses", "policy");
  std::string text = toned(for_terminal(file.text_attribute("title")), Tone::bold, style) + "\n";
  text += wrapped(
      fmt::format("Trade receivables {}, amounts in {}. {} trial{}, seed {}. Scenarios: {}. Policies: {}.", span,
                  view.currency(), terminal::thousands(trials), trials == 1 ? "" : "s", seed_text(file),
                  joined(view.texts("losses", "scenario")),
                  policies.size() > kMostNames ? fmt::format("{} and none", policies.size() - 1) : joined(policies)),
      style, Tone::plain);
  if (const std::string drawn = sampling_words(view); !drawn.empty()) text += wrapped(drawn, style, Tone::plain);
  if (const std::string ended = stop_words(view); !ended.empty()) text += wrapped(ended, style, Tone::plain);
  text += wrapped(
      "± is the 95 % margin of error from the number of trials: more trials make it smaller. It says nothing "
      "about wrong inputs.",
      style, Tone::dim);
  return text;
}

std::string summary_text(const ResultFile& file, const TextStyle& style) {
  const ResultView view(file);
  if (view.has("backtest", "model"))
    return toned(for_terminal(file.text_attribute("title")), Tone::bold, style) + "\n" +
           wrapped(fmt::format("Known up to {}, amounts in {}. {} draws of every forecast, seed {}.",
                               terminal::date(view.as_of()), view.currency(),
                               terminal::thousands(file.integer_attribute("trials")), seed_text(file)),
                   style, Tone::plain) +
           terminal::backtest_section(view, style);
  std::string text = terminal::introduction(view, style);
  for (const std::string& warning : terminal::warnings(view))
    text += wrapped("Warning: " + warning, style, Tone::warning);
  text += terminal::losses_section(view, style);
  text += terminal::cash_section(view, style);
  text += terminal::path_section(view, style);
  text += terminal::covenants_section(view, style);
  text += terminal::payment_section(view, style);
  text += terminal::provisions_section(view, style);
  text += terminal::sectors_section(view, style);
  text += terminal::buyers_section(view, style);
  return text;
}

}  // namespace delcredere
