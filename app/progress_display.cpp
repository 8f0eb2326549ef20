#include "app/progress_display.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/words.h"

namespace delcredere {
namespace {

double fraction_done(const Progress& progress) {
  if (progress.trials_total == 0) return 0;
  return std::min(1.0, static_cast<double>(progress.trials_done) / static_cast<double>(progress.trials_total));
}

}  // namespace

std::string duration_words(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0 || seconds > 1e9) return "?";
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long>(std::lround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

std::string progress_words(const Progress& progress, std::string_view currency) {
  std::string words = fmt::format("{} of {} trials", grouped(progress.trials_done), grouped(progress.trials_total));
  const auto done = static_cast<double>(progress.trials_done);
  if (progress.trials_done > 0 && progress.seconds > 0) {
    const double rate = done / progress.seconds;
    const double left =
        static_cast<double>(progress.trials_total - std::min(progress.trials_done, progress.trials_total));
    words += fmt::format(", {}/s, {} left", grouped(std::round(rate)), duration_words(left / rate));
  }
  if (std::isfinite(progress.var99)) {
    words += fmt::format(", VaR99 {} {}", grouped(std::round(progress.var99)), currency);
    if (std::isfinite(progress.var99_error))
      words += fmt::format(" (+- {})", grouped(std::round(progress.var99_error)));
  }
  return words;
}

std::string progress_bar(const Progress& progress, std::string_view currency, const Terminal& terminal) {
  const double fraction = fraction_done(progress);
  constexpr int width = 20;
  const int filled = static_cast<int>(fraction * width);
  std::string bar(static_cast<std::size_t>(filled), '=');
  if (filled < width) bar += '>';
  bar.resize(width, ' ');
  std::string line =
      fmt::format("[{}] {:3.0f} %  {}", bar, std::floor(fraction * 100), progress_words(progress, currency));
  // The last column stays free: some terminals would wrap.
  const auto room = static_cast<std::size_t>(std::max(1, terminal.columns - 1));
  if (line.size() > room) line.resize(room);
  if (terminal.colour && line.size() > width + 2) {
    line.insert(1 + width, "\x1b[0m");
    line.insert(1, "\x1b[36m");
  }
  return line;
}

ProgressDisplay::ProgressDisplay(Terminal terminal, std::string currency, std::function<void(std::string_view)> sink)
    : terminal_(terminal), currency_(std::move(currency)), sink_(std::move(sink)) {}

void ProgressDisplay::show(const Progress& progress) {
  if (terminal_.bar) {
    sink_("\r" + progress_bar(progress, currency_, terminal_) + "\x1b[K");
    bar_shown_ = true;
    return;
  }
  const int tenths = static_cast<int>(std::floor(fraction_done(progress) * 10 + 1e-9));
  if (tenths <= tenths_told_) return;
  tenths_told_ = tenths;
  sink_(fmt::format("{:3} %: {}\n", tenths * 10, progress_words(progress, currency_)));
}

void ProgressDisplay::clear() {
  if (bar_shown_) sink_("\r\x1b[K");
  bar_shown_ = false;
}

}  // namespace delcredere
