#include "tests/support/program.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace delcredere::cli {
namespace {

using Clock = std::chrono::steady_clock;

std::string program_path() {
  if (const char* given = ::getenv("DELCREDERE")) return given;
#ifdef DELCREDERE_BINARY
  return DELCREDERE_BINARY;
#else
  throw std::runtime_error("DELCREDERE does not name the program");
#endif
}

/// Both ends of a stream: ours to read from (-1: nothing to read), the program's to write to (-1: closed).
struct Ends {
  int ours = -1, theirs = -1;
};

Ends open_stream(Stream stream) {
  Ends ends;
  std::array<int, 2> pipe_ends{-1, -1};
  switch (stream) {
    case Stream::captured:
    case Stream::reader_gone:
      if (::pipe2(pipe_ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
      ends = {pipe_ends[0], pipe_ends[1]};
      if (stream == Stream::reader_gone) {
        ::close(ends.ours);
        ends.ours = -1;
      }
      break;
    case Stream::full:
      ends.theirs = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
      break;
    case Stream::terminal: {
      winsize size{24, 160, 0, 0};
      if (::openpty(&ends.ours, &ends.theirs, nullptr, nullptr, &size) != 0) throw std::runtime_error("openpty");
      ::fcntl(ends.ours, F_SETFD, FD_CLOEXEC);
      break;
    }
    case Stream::closed:
      break;
  }
  return ends;
}

void limit_cpus(int count) {
  cpu_set_t ours, fewer;
  CPU_ZERO(&fewer);
  if (::sched_getaffinity(0, sizeof ours, &ours) != 0) ::_exit(125);
  for (int cpu = 0; cpu < CPU_SETSIZE && count > 0; ++cpu) {
    if (!CPU_ISSET(cpu, &ours)) continue;
    CPU_SET(cpu, &fewer);
    --count;
  }
  if (::sched_setaffinity(0, sizeof fewer, &fewer) != 0) ::_exit(125);
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }
double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

[[noreturn]] void become_program(const Launch& launch, const std::string& program, int out, int err) {
  // Above 2 first: one of ours may sit on 0, 1 or 2.
  const int high_out = out < 0 ? -1 : ::fcntl(out, F_DUPFD, 10), high_err = err < 0 ? -1 : ::fcntl(err, F_DUPFD, 10);
  const int null = ::open("/dev/null", O_RDONLY);
  ::dup2(null, 0);
  ::close(1);
  ::close(2);
  if (high_out >= 0) ::dup2(high_out, 1), ::close(high_out);
  if (high_err >= 0) ::dup2(high_err, 2), ::close(high_err);
  if (!launch.folder.empty() && ::chdir(launch.folder.c_str()) != 0) ::_exit(126);
  for (const auto& [what, most] : launch.limits) {
    rlimit limit{most, most};
    if (::setrlimit(static_cast<__rlimit_resource>(what), &limit) != 0) ::_exit(125);
  }
  if (launch.cpus > 0) limit_cpus(launch.cpus);
  for (const auto& [name, value] : launch.environment) ::setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  const std::string shell = "/bin/sh";
  if (!launch.wrapper.empty())
    argv = {const_cast<char*>(shell.c_str()), const_cast<char*>("-c"), const_cast<char*>(launch.wrapper.c_str()),
            const_cast<char*>(program.c_str())};
  for (const std::string& argument : launch.arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  ::execv(launch.wrapper.empty() ? program.c_str() : shell.c_str(), argv.data());
  ::_exit(127);
}

/// Reads what is there; false at the end of the stream.
bool take(int descriptor, std::string& text) {
  std::array<char, 65536> buffer{};
  const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
  if (count <= 0) return false;  // a terminal says EIO when the other side is gone
  text.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

}  // namespace

Outcome run_program(const Launch& launch) {
  const std::string program = std::filesystem::absolute(program_path());
  Ends out = open_stream(launch.out), err = open_stream(launch.err);
  const auto start = Clock::now();
  auto signal_time = start;
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) become_program(launch, program, out.theirs, err.theirs);
  for (const int theirs : {out.theirs, err.theirs}) {
    if (theirs >= 0) ::close(theirs);
  }

  Outcome outcome;
  bool signalled = launch.signals.empty();
  const auto deadline = Clock::now() + std::chrono::minutes(2);
  while (out.ours >= 0 || err.ours >= 0) {
    if (Clock::now() > deadline) ::kill(child, SIGKILL);
    std::array<pollfd, 2> wanted{pollfd{out.ours, POLLIN, 0}, pollfd{err.ours, POLLIN, 0}};
    ::poll(wanted.data(), wanted.size(), 1000);
    if (wanted[0].revents != 0 && !take(out.ours, outcome.out)) ::close(out.ours), out.ours = -1;
    if (wanted[1].revents != 0 && !take(err.ours, outcome.err)) ::close(err.ours), err.ours = -1;
    if (!signalled && !outcome.err.empty()) {
      signal_time = Clock::now();
      for (const int signal : launch.signals) {
        ::kill(child, signal);
        ::usleep(20'000);
      }
      signalled = true;
    }
  }
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  outcome.seconds = seconds_since(start);
  outcome.seconds_after_signal = seconds_since(signal_time);
  outcome.cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  outcome.peak_kib = usage.ru_maxrss;
  if (WIFEXITED(status)) outcome.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  return outcome;
}

Outcome run_program(std::vector<std::string> arguments, const std::string& folder) {
  Launch launch;
  launch.arguments = std::move(arguments);
  launch.folder = folder;
  return run_program(launch);
}

StudyFolder::StudyFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "delcredere_cli_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = pattern;
  write("buyers.csv",
        "buyer_id,name,sector,annual_pd,insured_limit\n"
        "B1,Alpha,retail,2%,50000\n"
        "B2,Beta,construction,5%,30000\n");
  write("invoices.csv",
        "invoice_id,buyer_id,issue_date,due_date,amount\n"
        "I1,B1,2025-12-01,2026-01-15,10000.00\n"
        "I2,B1,2025-12-10,2026-01-24,12500.50\n"
        "I3,B1,2025-12-20,2026-02-03,8000.00\n"
        "I4,B2,2025-12-05,2026-01-19,20000.00\n"
        "I5,B2,2025-12-15,2026-01-29,5000.00\n"
        "I6,B2,2025-12-28,2026-02-11,7500.25\n");
  write("study.yaml",
        "delcredere: 1\n"
        "name: small\n"
        "as_of: 2026-01-05\n"
        "currency: EUR\n"
        "horizon: 12 weeks\n"
        "portfolio: {buyers: buyers.csv, invoices: invoices.csv}\n"
        "simulation: {trials: 2000, seed: 7}\n"
        "scenarios: {base: {}, bad_year: {credit: {dependence: {factor_correlation: 60%}}}}\n");
}

StudyFolder::~StudyFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void StudyFolder::write(const std::string& name, const std::string& text) const { std::ofstream(file(name)) << text; }
void StudyFolder::replace(const std::string& name, const std::string& from, const std::string& to) const {
  std::string text = read(name);
  const std::size_t place = text.find(from);
  if (place == std::string::npos) throw std::runtime_error("'" + from + "' is not in " + name);
  write(name, text.replace(place, from.size(), to));
}

bool StudyFolder::has(const std::string& name) const { return std::filesystem::exists(file(name)); }

std::string StudyFolder::read(const std::string& name) const {
  std::ostringstream text;
  text << std::ifstream(file(name), std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> StudyFolder::names() const {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) found.push_back(entry.path().filename());
  std::sort(found.begin(), found.end());
  return found;
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace delcredere::cli
