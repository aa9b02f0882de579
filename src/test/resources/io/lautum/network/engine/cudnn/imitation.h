// An imitation of the functions of CUDA 13, cuBLAS, cuDNN 9 and NVRTC that the engine calls, on the
// CPU, with kernels compiled by shim.h. Commands run only when the program waits for the stream, so
// that host memory which changes too early gives wrong results. Each thread has its own stream.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <string>
#include <tuple>

#define API extern "C" __attribute__((visibility("default")))

typedef std::function<void()> Command;
typedef std::vector<Command> Graph;
static thread_local std::deque<Command> queue;
static thread_local Graph* recording;

static void enqueue(Command command) {
  if (recording) {
    recording->push_back(command);
  } else {
    queue.push_back(command);
  }
}

static int runAll() {
  if (recording) return 900;  // Not allowed while the stream is captured.
  while (!queue.empty()) {
    queue.front()();
    queue.pop_front();
  }
  return 0;
}

template <class... A, size_t... I>
static Command bound(void (*kernel)(A...), bool barriers, unsigned blocks, unsigned threads,
                     void** arguments, std::index_sequence<I...>) {
  std::tuple<A...> values(*(A*)arguments[I]...);
  return [=]() mutable {
    void* all[] = {&std::get<I>(values)...};
    if (runGrid(kernel, barriers, blocks, threads, all, sizeof...(A))) abort();
  };
}

template <class... A>
static Command bound(void (*kernel)(A...), bool barriers, unsigned blocks, unsigned threads,
                     void** arguments) {
  return bound(kernel, barriers, blocks, threads, arguments, std::index_sequence_for<A...>());
}

API int cuModuleLoadData(void** module, const char* image) {
  *module = (void*)1;
  return strcmp(image, "sm_90") ? 209 : 0;
}
API int cuModuleGetFunction(void** function, void*, const char* name) {
  *function = strdup(name);
  return 0;
}
API int cuLaunchKernel(const char* name, unsigned blocks, unsigned y, unsigned z, unsigned threads,
                       unsigned, unsigned, unsigned, void* stream, void** arguments, void** extra) {
  if (!stream || extra || y != 1 || z != 1) return 1;
#define BOUND(kernel, barriers) \
  if (!strcmp(name, #kernel)) return enqueue(bound(kernel, barriers, blocks, threads, arguments)), 0;
  KERNELS(BOUND)
  return 500;
}
API int cuDeviceGetName(char* name, int, int) { 
  const char* card = getenv("IMITATED_CARD");
  return strcpy(name, card ? card : "imitation"), 0;
}

API int cuDeviceGetUuid_v2(unsigned char* uuid, int device) {
  for (int i = 0; i < 16; i++) uuid[i] = 0x11 * i;
  return device != 0;
}

API int cudaSetDevice(int device) { return device != 0; }
API int cudaGetDeviceCount(int* count) { return *count = 1, 0; }
API int cudaDriverGetVersion(int* version) { return *version = 13000, 0; }
API int cudaDeviceGetAttribute(int* value, int attribute, int) {
  *value = attribute == 75 ? 9 : 0;
  return attribute != 75 && attribute != 76;
}
API int cudaMalloc(void** pointer, size_t bytes) {
  if (bytes > 1l << 30 || recording) return 2;
  *pointer = malloc(bytes);
  memset(*pointer, 0xAB, bytes);
  return 0;
}
API int cudaFree(void* pointer) {
  int status = runAll();
  free(pointer);
  return status;
}
API int cudaMemsetAsync(void* to, int value, size_t bytes, void*) {
  enqueue([=] { memset(to, value, bytes); });
  return 0;
}
API int cudaMemcpyAsync(void* to, const void* from, size_t bytes, int, void*) {
  enqueue([=] { memcpy(to, from, bytes); });
  return 0;
}
API int cudaHostAlloc(void** pointer, size_t bytes, unsigned) {
  *pointer = malloc(bytes);
  return 0;
}
API int cudaFreeHost(void* pointer) { return free(pointer), 0; }
// Streams and handles that are not destroyed when the process ends.
static struct Open {
  std::atomic<int> count{0};
  ~Open() {
    if (count != 0) fprintf(stderr, "open streams and handles: %d\n", count.load());
  }
} opened;

API int cudaStreamCreateWithFlags(void** stream, unsigned flags) {
  *stream = (void*)1;
  opened.count++;
  return flags != 1;
}
API int cudaStreamDestroy(void*) { return opened.count--, 0; }
API int cudaStreamSynchronize(void*) { return runAll(); }
API int cudaStreamBeginCapture(void*, int mode) {
  recording = new Graph();
  return mode != 1;
}
API int cudaStreamEndCapture(void*, void** graph) {
  *graph = recording;
  recording = nullptr;
  return 0;
}
API int cudaGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
  *executable = new Graph(*(Graph*)graph);
  return 0;
}
API int cudaGraphLaunch(Graph* graph, void*) {
  for (Command& command : *graph) enqueue(command);
  return 0;
}
API int cudaGraphDestroy(Graph* graph) { return delete graph, 0; }
API int cudaGraphExecDestroy(Graph* graph) { return delete graph, 0; }
API int cudaEventCreateWithFlags(void** event, unsigned flags) {
  *event = (void*)1;
  return flags != 2;
}
API int cudaEventRecord(void*, void*) { return 0; }
API int cudaEventSynchronize(void*) { return runAll(); }
API int cudaEventDestroy(void*) { return 0; }
API int cudaMemGetInfo(size_t* free, size_t* total) {
  *free = 4l << 30;
  *total = 4l << 30;
  return 0;
}
API const char* cudaGetErrorString(int) { return "imitated error"; }
API int cudaGetLastError() { return 0; }

API int cublasCreate_v2(void** handle) { return *handle = (void*)1, opened.count++, 0; }
API int cublasDestroy_v2(void*) { return opened.count--, 0; }
API int cublasSetStream_v2(void*, void*) { return 0; }
API int cublasSetMathMode(void*, int) { return 0; }
API int cublasSetWorkspace_v2(void*, void*, size_t) { return 0; }
API int cublasGetVersion_v2(void*, int* version) { return *version = 130000, 0; }
API int cublasSgemm_v2(void*, int transposeA, int transposeB, int m, int n, int k, const float* alpha,
                       const float* a, int lda, const float* b, int ldb, const float* beta, float* c,
                       int ldc) {
  if (*alpha != 1 || *beta != 0) return 7;
  enqueue([=] {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum += (double)(transposeA ? a[i * lda + l] : a[l * lda + i]) *
                 (transposeB ? b[l * ldb + j] : b[j * ldb + l]);
        }
        c[j * ldc + i] = (float)sum;
      }
    }
  });
  return 0;
}

struct Tensor {
  int last, type, n, c, h, w;
  int size() const { return n * c * h * w; }
  int at(int row, int channel, int y, int x) const {
    return last ? ((row * h + y) * w + x) * c + channel : ((row * c + channel) * h + y) * w + x;
  }
  float get(const void* values, int i) const {
    return type == 9 ? widened(((const unsigned short*)values)[i]) : ((const float*)values)[i];
  }
  void put(void* values, const std::vector<double>& sums) const {
    for (int i = 0; i < size(); i++) {
      if (type == 9) {
        ((unsigned short*)values)[i] = rounded((float)sums[i]);
      } else {
        ((float*)values)[i] = (float)sums[i];
      }
    }
  }
};
struct Filtering {
  int padding, stride, math;
};
struct Performance {
  int algorithm, status;
  float time;
  size_t memory;
  int determinism, math, reserved[3];
};

API int cudnnCreate(void** handle) { return *handle = (void*)1, opened.count++, 0; }
API int cudnnDestroy(void*) { return opened.count--, 0; }
API int cudnnSetStream(void*, void*) { return 0; }
API size_t cudnnGetVersion() { return 91900; }
API const char* cudnnGetErrorString(int) { return "imitated error"; }
API int cudnnCreateTensorDescriptor(Tensor** tensor) { return *tensor = new Tensor(), 0; }
API int cudnnSetTensor4dDescriptor(Tensor* t, int last, int type, int n, int c, int h, int w) {
  return *t = {last, type, n, c, h, w}, 0;
}
API int cudnnDestroyTensorDescriptor(Tensor* tensor) { return delete tensor, 0; }
API int cudnnCreateFilterDescriptor(Tensor** filter) { return *filter = new Tensor(), 0; }
API int cudnnSetFilter4dDescriptor(Tensor* f, int type, int last, int n, int c, int h, int w) {
  return *f = {last, type, n, c, h, w}, 0;
}
API int cudnnDestroyFilterDescriptor(Tensor* filter) { return delete filter, 0; }
API int cudnnCreateConvolutionDescriptor(Filtering** f) { return *f = new Filtering(), 0; }
API int cudnnSetConvolution2dDescriptor(Filtering* f, int padY, int padX, int strideY, int strideX,
                                        int dilateY, int dilateX, int mode, int type) {
  *f = {padY, strideY, 0};
  return padY != padX || strideY != strideX || dilateY != 1 || dilateX != 1 || mode != 1 || type != 0;
}
API int cudnnSetConvolutionMathType(Filtering* f, int math) { return f->math = math, 0; }
API int cudnnDestroyConvolutionDescriptor(Filtering* f) { return delete f, 0; }

// The fastest algorithm is not deterministic, the next needs too much memory, and the third multiplies
// in another way than the convolution. The variable makes another one the fastest of the others.
static int find(int* count, Performance* all, int first, int math) {
  const char* others = getenv("IMITATED_FASTEST");
  int algorithm = others ? first + atoi(others) : first;
  *count = 4;
  all[0] = {algorithm + 10, 0, 1, 0, 0, math};
  all[1] = {algorithm + 20, 0, 2, 1ul << 40, 1, math};
  all[2] = {algorithm + 30, 0, 3, 1000, 1, math + 1};
  all[3] = {algorithm, 0, 4, 1000, 1, math};
  return 0;
}
API int cudnnFindConvolutionForwardAlgorithm(void*, Tensor*, Tensor*, Filtering* f, Tensor*, int,
                                             int* count, Performance* all) {
  return find(count, all, 1, f->math);
}
API int cudnnFindConvolutionBackwardDataAlgorithm(void*, Tensor*, Tensor*, Filtering* f, Tensor*, int,
                                                  int* count, Performance* all) {
  return find(count, all, 2, f->math);
}
API int cudnnFindConvolutionBackwardFilterAlgorithm(void*, Tensor*, Tensor*, Filtering* f, Tensor*, int,
                                                    int* count, Performance* all) {
  return find(count, all, 3, f->math);
}
API int cudnnGetConvolutionForwardWorkspaceSize(void*, Tensor*, Tensor*, Filtering*, Tensor*, int,
                                                size_t* bytes) {
  return *bytes = 1000, 0;
}
API int cudnnGetConvolutionBackwardDataWorkspaceSize(void*, Tensor*, Tensor*, Filtering*, Tensor*, int,
                                                     size_t* bytes) {
  return *bytes = 5000, 0;
}
API int cudnnGetConvolutionBackwardFilterWorkspaceSize(void*, Tensor*, Tensor*, Filtering*, Tensor*,
                                                       int, size_t* bytes) {
  return *bytes = 2000, 0;
}

// Calls add(x, w, y) with the positions of every product, in the order of the loops in Java.
template <class F>
static void products(const Tensor& x, const Tensor& w, const Filtering& f, const Tensor& y, F add) {
  for (int n = 0; n < y.n; n++)
    for (int k = 0; k < y.c; k++)
      for (int i = 0; i < y.h; i++)
        for (int j = 0; j < y.w; j++)
          for (int c = 0; c < x.c; c++)
            for (int p = 0; p < w.h; p++)
              for (int q = 0; q < w.w; q++) {
                int row = i * f.stride - f.padding + p, column = j * f.stride - f.padding + q;
                if (row < 0 || row >= x.h || column < 0 || column >= x.w) continue;
                add(x.at(n, c, row, column), w.at(k, c, p, q), y.at(n, k, i, j));
              }
}
static bool invalid(const float* alpha, const float* beta, int algorithm, int expected, void* space,
                    size_t bytes, size_t needed) {
  return *alpha != 1 || *beta != 0 || algorithm % 4 != expected || !space || bytes < needed;
}
API int cudnnConvolutionForward(void*, const float* alpha, Tensor* x, const void* images, Tensor* w,
                                const void* weights, Filtering* f, int algorithm, void* space,
                                size_t bytes, const float* beta, Tensor* y, void* values) {
  if (invalid(alpha, beta, algorithm, 1, space, bytes, 1000)) return 3000;
  enqueue([=] {
    std::vector<double> sums(y->size());
    products(*x, *w, *f, *y, [&](int i, int j, int k) {
      sums[k] += (double)x->get(images, i) * w->get(weights, j);
      if (algorithm > 4) sums[k] = (float)sums[k];
    });
    y->put(values, sums);
  });
  return 0;
}
API int cudnnConvolutionBackwardData(void*, const float* alpha, Tensor* w, const void* weights,
                                     Tensor* y, const void* gradient, Filtering* f, int algorithm,
                                     void* space, size_t bytes, const float* beta, Tensor* x,
                                     void* byImages) {
  if (invalid(alpha, beta, algorithm, 2, space, bytes, 5000)) return 3000;
  enqueue([=] {
    std::vector<double> sums(x->size());
    products(*x, *w, *f, *y, [&](int i, int j, int k) {
      sums[i] += (double)w->get(weights, j) * y->get(gradient, k);
    });
    x->put(byImages, sums);
  });
  return 0;
}
API int cudnnConvolutionBackwardFilter(void*, const float* alpha, Tensor* x, const void* images,
                                       Tensor* y, const void* gradient, Filtering* f, int algorithm,
                                       void* space, size_t bytes, const float* beta, Tensor* w,
                                       void* byWeights) {
  if (invalid(alpha, beta, algorithm, 3, space, bytes, 2000)) return 3000;
  enqueue([=] {
    std::vector<double> sums(w->size());
    products(*x, *w, *f, *y, [&](int i, int j, int k) {
      sums[j] += (double)x->get(images, i) * y->get(gradient, k);
    });
    w->put(byWeights, sums);
  });
  return 0;
}

API int nvrtcCreateProgram(void** program, const char* source, const char*, int headers, void*, void*) {
  *program = new std::string();
  return headers != 0 || !strstr(source, "__global__ void adam");
}
API int nvrtcCompileProgram(std::string* program, int count, const char* const* options) {
  const char* name = "--gpu-architecture=";
  if (count != 1 || strncmp(options[0], name, strlen(name))) return 6;
  *program = options[0] + strlen(name);
  return 0;
}
API int nvrtcGetProgramLogSize(std::string*, size_t* size) { return *size = 1, 0; }
API int nvrtcGetProgramLog(std::string*, char* log) { return *log = 0, 0; }
API int nvrtcGetCUBINSize(std::string* program, size_t* size) {
  *size = program->size() + 1;
  return 0;
}
API int nvrtcGetCUBIN(std::string* program, char* code) {
  strcpy(code, program->c_str());
  return 0;
}
API int nvrtcDestroyProgram(std::string** program) {
  delete *program;
  *program = nullptr;
  return 0;
}
