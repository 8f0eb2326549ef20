#include "tests/fuzz/watched.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace delcredere::fuzz {
namespace {

/// How much longer than its own time an input may take by the clock, before it is thought to sleep for ever.
constexpr unsigned kPatience = 30;

/// What the child leaves behind, whatever ends it.
struct Trace {
  std::uint64_t number = 0;
  std::array<char, 4096> what{};
};

[[noreturn]] void in_child(Trace& trace, std::uint64_t first, std::uint64_t count, unsigned seconds,
                           std::uint64_t bytes, const std::function<std::string(std::uint64_t)>& work) {
  // The findings are the parent's to tell; a crash is expected to leave no core.
  for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL, SIGALRM, SIGPROF, SIGTERM})
    ::signal(signal, SIG_DFL);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__
  const rlimit memory{bytes, bytes};
  ::setrlimit(RLIMIT_AS, &memory);
#endif
  for (std::uint64_t number = first; number < first + count; ++number) {
    trace.number = number;
    // Its own time first: a machine that is busy with other things makes nothing hang.
    const itimerval limit{{0, 0}, {static_cast<time_t>(seconds), 0}};
    ::setitimer(ITIMER_PROF, &limit, nullptr);
    ::alarm(seconds * kPatience);
    const std::string said = work(number);
    if (said.empty()) continue;
    std::memcpy(trace.what.data(), said.data(), std::min(said.size(), trace.what.size() - 1));
    ::_exit(1);
  }
  ::_exit(0);
}

}  // namespace

Finding watch(std::uint64_t first, std::uint64_t count, unsigned seconds, std::uint64_t bytes,
              const std::function<std::string(std::uint64_t)>& work) {
  void* shared = ::mmap(nullptr, sizeof(Trace), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) throw std::runtime_error("mmap");
  Trace& trace = *new (shared) Trace;
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) in_child(trace, first, count, seconds, bytes, work);
  int status = 0;
  rusage used{};
  while (::wait4(child, &status, 0, &used) < 0 && errno == EINTR) {
  }
  Finding finding;
  finding.number = trace.number;
  finding.peak_kib = used.ru_maxrss;
  finding.any = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
  finding.what = trace.what.data();
  if (WIFSIGNALED(status)) {
    finding.what = WTERMSIG(status) == SIGALRM || WTERMSIG(status) == SIGPROF
                       ? "no answer within " + std::to_string(seconds) + " s"
                       : "signal " + std::to_string(WTERMSIG(status));
  } else if (finding.any && finding.what.empty()) {
    finding.what = "exit code " + std::to_string(WEXITSTATUS(status));
  }
  ::munmap(shared, sizeof(Trace));
  return finding;
}

}  // namespace delcredere::fuzz
