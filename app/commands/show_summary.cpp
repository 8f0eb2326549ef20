#include "app/commands/show_summary.h"

#include "app/console.h"
#include "outputs/terminal/summary.h"

namespace delcredere::commands {

void show(const std::optional<nlohmann::ordered_json>& json,
          const std::function<std::string(const TextStyle&)>& write) {
  if (json) {
    constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;  // bytes that are no UTF-8
    print_data(json->dump(2, ' ', false, replace) + '\n');
    return;
  }
  const Terminal terminal = data_terminal();
  TextStyle style;
  style.color = terminal.colour;
  if (terminal.bar) style.width = terminal.columns;
  print_data(write(style));
}

void show_summary(const ResultFile& file, bool json) {
  show(json ? std::optional(summary_json(file)) : std::nullopt,
       [&](const TextStyle& style) { return summary_text(file, style); });
}

}  // namespace delcredere::commands
