// Compiles kernels.cu for the CPU. The threads of a block run in turn, each from one barrier to the
// next, on stacks of their own.
#include <ucontext.h>

#include <cmath>
#include <cstring>
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

struct Fiber {
  ucontext_t context;
  std::vector<char> stack;
  bool waiting, done;
  Fiber() : stack(1 << 15) {}
};
static ucontext_t scheduler;
static Fiber* current;

static void __syncthreads() {
  current->waiting = true;
  swapcontext(&current->context, &scheduler);
}

static void start() {
  body->run();
  current->done = true;
}

// Runs a block. Returns false if some threads wait at a barrier that others never reach.
static bool runBlock(std::vector<Fiber>& fibers) {
  for (Fiber& fiber : fibers) {
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack.data();
    fiber.context.uc_stack.ss_size = fiber.stack.size();
    fiber.context.uc_link = &scheduler;
    fiber.done = false;
    makecontext(&fiber.context, start, 0);
  }
  for (;;) {
    unsigned waiting = 0;
    for (unsigned t = 0; t < fibers.size(); t++) {
      current = &fibers[t];
      if (current->done) continue;
      current->waiting = false;
      threadIdx.x = t;
      swapcontext(&scheduler, &current->context);
      waiting += current->waiting;
    }
    if (waiting == 0) return true;
    if (waiting < fibers.size()) return false;
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
  static std::vector<Fiber> fibers;
  if (barriers && fibers.size() != threads) fibers = std::vector<Fiber>(threads);
  for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++) {
    if (barriers) {
      if (!runBlock(fibers)) return 3;
    } else {
      for (threadIdx.x = 0; threadIdx.x < threads; threadIdx.x++) one.run();
    }
  }
  return 0;
}
