// Compiles kernels.cu for the CPU. The threads of a block run in turn, each from one barrier to the
// next, on stacks of their own.

// The checked longjmp rejects jumps to other stacks.
#undef _FORTIFY_SOURCE
#include <setjmp.h>
#include <ucontext.h>

#include <cmath>
#include <cstring>
#include <deque>
#include <mutex>
#include <utility>
#include <vector>

#define __global__
#define __device__
#define __shared__ static

struct Index {
  unsigned x;
};
static Index threadIdx, blockIdx, blockDim, gridDim;

// Compiled without contraction of products and sums.
static float __fadd_rn(float a, float b) { return a + b; }
static float __fmul_rn(float a, float b) { return a * b; }
static double __dadd_rn(double a, double b) { return a + b; }
static double __dmul_rn(double a, double b) { return a * b; }
static unsigned __umulhi(unsigned a, unsigned b) { return (unsigned)((unsigned long long)a * b >> 32); }

struct Body {
  virtual void run() = 0;
};
static Body* body;

// A thread of a block; it is kept for later blocks. It is entered once through its context and then
// resumed by longjmp, because a change of contexts is a system call.
struct Fiber {
  ucontext_t context;
  jmp_buf place;
  std::vector<char> stack;
  bool entered = false, waiting = false, done = false;
  Fiber() : stack(1 << 15) {}
};
static std::deque<Fiber> fibers;
static jmp_buf scheduler;
static Fiber* current;

static void suspend() {
  if (!_setjmp(current->place)) _longjmp(scheduler, 1);
}

static void __syncthreads() {
  current->waiting = true;
  suspend();
}

static void start() {
  for (;;) {
    body->run();
    current->done = true;
    suspend();
  }
}

// Runs the current fiber until it waits at a barrier or is done.
static void resume() {
  if (_setjmp(scheduler)) return;
  if (current->entered) _longjmp(current->place, 1);
  current->entered = true;
  getcontext(&current->context);
  current->context.uc_stack.ss_sp = current->stack.data();
  current->context.uc_stack.ss_size = current->stack.size();
  makecontext(&current->context, start, 0);
  setcontext(&current->context);
}

// Runs a block. Returns false if some threads wait at a barrier that others never reach.
static bool runBlock(unsigned threads) {
  if (fibers.size() < threads) fibers.resize(threads);
  for (unsigned t = 0; t < threads; t++) fibers[t].done = false;
  for (;;) {
    unsigned waiting = 0;
    for (unsigned t = 0; t < threads; t++) {
      current = &fibers[t];
      if (current->done) continue;
      current->waiting = false;
      threadIdx.x = t;
      resume();
      waiting += current->waiting;
    }
    if (waiting == 0) return true;
    if (waiting < threads) {
      // The waiting threads are in the middle of this kernel.
      fibers.clear();
      return false;
    }
  }
}

template <class... A, size_t... I>
static void call(void (*kernel)(A...), void** arguments, std::index_sequence<I...>) {
  kernel(*(A*)arguments[I]...);
}

template <class... A>
struct Call : Body {
  void (*kernel)(A...);
  void** arguments;
  void run() override { call(kernel, arguments, std::index_sequence_for<A...>()); }
};

// Indices and shared variables are global, so only one kernel runs at a time.
static std::mutex running;

template <class... A>
static int runGrid(void (*kernel)(A...), bool barriers, unsigned blocks, unsigned threads,
                   void** arguments, int count) {
  if (count != (int)sizeof...(A)) return 2;
  std::lock_guard<std::mutex> lock(running);
  Call<A...> one;
  one.kernel = kernel;
  one.arguments = arguments;
  body = &one;
  blockDim.x = threads;
  gridDim.x = blocks;
  for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++) {
    if (barriers) {
      if (!runBlock(threads)) return 3;
    } else {
      for (threadIdx.x = 0; threadIdx.x < threads; threadIdx.x++) one.run();
    }
  }
  return 0;
}
