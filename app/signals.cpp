#include "app/signals.h"

#include <sys/time.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "models/core/error.h"

namespace delcredere {
namespace {

std::atomic<bool> stop_flag{false};
std::atomic<int> stop_signal{0};
std::atomic<bool> publishing{false};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free, "used in a handler");

constexpr int kStopped = static_cast<int>(ExitCode::stopped);
constexpr suseconds_t kPatience = 750'000;  // microseconds until whoever does not poll the flag is not waited for

void on_stop(int signal) {
  if (stop_flag.exchange(true)) ::_exit(kStopped);
  stop_signal = signal;
  if (publishing) return;
  itimerval timer{};
  timer.it_value.tv_usec = kPatience;
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

// Reading a large file, say: nothing has been written yet, so nothing is left behind.
void on_patience_over(int) {
  if (publishing) return;
  constexpr char message[] = "stopped by a signal; nothing was written\n";
  static_cast<void>(!::write(STDERR_FILENO, message, sizeof message - 1));
  ::_exit(kStopped);
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

void install_signal_handlers() {
  handle(SIGINT, on_stop);
  handle(SIGTERM, on_stop);
  handle(SIGUSR1, on_stop);
  handle(SIGALRM, on_patience_over);
  handle(SIGHUP, SIG_IGN);
  handle(SIGPIPE, SIG_IGN);
  handle(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error of write(), which cleans up
  // Whoever started the program may have blocked them.
  sigset_t wanted;
  ::sigemptyset(&wanted);
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGALRM}) ::sigaddset(&wanted, signal);
  ::sigprocmask(SIG_UNBLOCK, &wanted, nullptr);
}

const std::atomic<bool>& stop_requested() { return stop_flag; }

const char* stop_signal_name() {
  switch (stop_signal.load()) {
    case SIGINT:
      return "SIGINT";
    case SIGTERM:
      return "SIGTERM";
    case SIGUSR1:
      return "SIGUSR1";
    default:
      return "";
  }
}

void stop_here_if_requested(const char* phase) {
  if (!stop_flag) return;
  throw Error(ExitCode::stopped,
              std::string("stopped by ") + stop_signal_name() + " while " + phase + "; nothing was written");
}

PublishingSection::PublishingSection() { publishing = true; }
PublishingSection::~PublishingSection() { publishing = false; }

}  // namespace delcredere
