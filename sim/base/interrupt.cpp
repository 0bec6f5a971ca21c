#include "base/interrupt.hpp"

#include <array>
#include <csignal>

namespace cadis {
namespace {

constexpr std::array stopping{SIGINT, SIGTERM, SIGHUP};
volatile std::sig_atomic_t is_stopped = 0;  // what a signal handler may write

extern "C" void note_signal(int) { is_stopped = 1; }

void handle_with(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;  // without SA_RESTART: a wait returns
  for (const int signal : stopping) sigaction(signal, &action, nullptr);
}

}  // namespace

void catch_interrupts() { handle_with(note_signal); }
void release_interrupts() { handle_with(SIG_DFL); }

void throw_if_interrupted() {
  if (is_stopped != 0) throw Interrupted();
}

}  // namespace cadis
