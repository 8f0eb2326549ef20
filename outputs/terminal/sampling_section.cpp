#include <fmt/format.h>

#include <cmath>

#include "outputs/terminal/numbers.h"
#include "outputs/terminal/sections.h"
#include "outputs/text/utf8.h"

namespace delcredere::terminal {
namespace {

template <class T>
T attribute_of(const Group& group, std::string_view name) {
  for (const Attribute& attribute : group.attributes)
    if (attribute.name == name)
      if (const T* value = std::get_if<T>(&attribute.value)) return *value;
  return {};
}

/// Nobody can measure it where the sample has no variance to compare with.
std::string ratio_words(double ratio) {
  return !std::isfinite(ratio) ? "not measurable" : fmt::format("{:.3g}", ratio);
}

}  // namespace

std::string sampling_words(const ResultView& view) {
  const Group* group = view.file().find("sampling");
  if (group == nullptr) return {};
  std::string text = fmt::format("Sampling: {}", for_terminal(attribute_of<std::string>(*group, "method")));
  const std::vector<Index> first{{"scenario", 0}};
  if (view.has("sampling", "effective_sample_size"))
    text += fmt::format(", effective sample size {}",
                        thousands(std::llround(view.value("sampling", "effective_sample_size", first))));
  else
    text += fmt::format(", {} replicates of {} trials", thousands(attribute_of<std::int64_t>(*group, "replicates")),
                        thousands(attribute_of<std::int64_t>(*group, "replicate_size")));
  const std::vector<Index> gross{{"scenario", 0}, {"policy", 0}, {"component", 0}};
  text += fmt::format(". Variance of plain sampling over this one's, loss before insurance: expected loss {}",
                      ratio_words(view.value("losses", "mean_variance_ratio", gross)));
  if (const auto q = view.probability("losses", 0.99)) {
    std::vector<Index> at = gross;
    at.push_back({"probability", *q});
    text +=
        fmt::format(", probability beyond VaR 99 % {}", ratio_words(view.value("losses", "tail_variance_ratio", at)));
  }
  if (view.has("sampling", "target_variance_ratio"))
    text += fmt::format(", probability of more than {} {}", money(attribute_of<double>(*group, "target_loss"), 0),
                        ratio_words(view.value("sampling", "target_variance_ratio", first)));
  return text + ".";
}

std::string stop_words(const ResultView& view) {
  const ResultFile& file = view.file();
  if (file.attribute("stop_reason") == nullptr) return {};
  const auto number = [&](const char* name) { return std::get<double>(*file.attribute(name)); };
  const double reached = number("stop_relative_error_reached");
  return fmt::format("{}: {} of policy {}, scenario {}, has a standard error of {}, asked for {:.3g} %.",
                     file.text_attribute("stop_reason") == "max_trials" ? "Ended by max_trials, target not reached"
                                                                        : "Stopped, target reached",
                     for_terminal(file.text_attribute("stop_measure")),
                     for_terminal(file.text_attribute("stop_policy")),
                     for_terminal(file.text_attribute("stop_scenario")),
                     std::isnan(reached) ? "unknown size" : fmt::format("{:.3g} %", 100.0 * reached),
                     100.0 * number("stop_relative_error"));
}

}  // namespace delcredere::terminal
