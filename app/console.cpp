#include "app/console.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "outputs/text/utf8.h"

namespace delcredere {
namespace {

constexpr std::string_view kRed = "\x1b[31m", kYellow = "\x1b[33m", kPlain = "\x1b[0m";

/// Writes everything; 0 or the errno of what went wrong.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

void write_line(std::string_view colour, std::string_view prefix, std::string_view text) {
  const bool coloured = !colour.empty() && people_terminal().colour;
  std::string line;
  if (coloured) line += colour;
  line += prefix;
  line += for_terminal(text);
  if (coloured) line += kPlain;
  line += '\n';
  write_people(line);
}

Terminal terminal_on(int descriptor) {
  winsize size{};
  const bool is_terminal = ::isatty(descriptor) == 1;
  const int columns = is_terminal && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
  return terminal_from(is_terminal, std::getenv("NO_COLOR"), std::getenv("TERM"), columns);
}

}  // namespace

Terminal terminal_from(bool is_terminal, const char* no_color, const char* term, int columns) {
  const bool dumb = term == nullptr || *term == '\0' || std::strcmp(term, "dumb") == 0;
  Terminal terminal;
  terminal.bar = is_terminal && !dumb;
  terminal.colour = terminal.bar && (no_color == nullptr || *no_color == '\0');
  if (columns > 0) terminal.columns = columns;
  return terminal;
}

Terminal people_terminal() { return terminal_on(STDERR_FILENO); }
Terminal data_terminal() { return terminal_on(STDOUT_FILENO); }

void open_missing_descriptors() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    // The lowest free number is taken, and all below are open: this is it.
    if (::open("/dev/null", O_RDWR) != descriptor) ::_exit(static_cast<int>(ExitCode::io));
  }
}

void print_data(std::string_view text) {
  const int problem = write_all(STDOUT_FILENO, text);
  if (problem == 0 || problem == EPIPE) return;
  // A terminal that hung up gives EIO, as a broken disk does; but one can seek only in a file.
  if (problem == EIO && ::lseek(STDOUT_FILENO, 0, SEEK_CUR) == -1) return;
  throw Error(ExitCode::io, std::string("cannot write to stdout: ") + std::strerror(problem));
}

void write_people(std::string_view bytes) { static_cast<void>(write_all(STDERR_FILENO, bytes)); }

void tell(std::string_view line) { write_line("", "", line); }

void report_warnings(const std::vector<Diagnostic>& warnings) {
  for (const Diagnostic& warning : warnings) write_line(kYellow, "warning: ", warning.text());
}

void report_error(const Error& error) {
  for (const Diagnostic& diagnostic : error.diagnostics()) write_line(kRed, "", diagnostic.text());
}

}  // namespace delcredere
