// What NVRTC defines itself, for clang without CUDA's headers.
#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __shared__ __attribute__((shared))

struct Index {
  unsigned x;
};
#define threadIdx (Index{(unsigned)__nvvm_read_ptx_sreg_tid_x()})
#define blockIdx (Index{(unsigned)__nvvm_read_ptx_sreg_ctaid_x()})
#define blockDim (Index{(unsigned)__nvvm_read_ptx_sreg_ntid_x()})
#define gridDim (Index{(unsigned)__nvvm_read_ptx_sreg_nctaid_x()})
#define __syncthreads() __nvvm_bar_sync(0)

static __device__ unsigned __umulhi(unsigned a, unsigned b) {
  return (unsigned)((unsigned long long)a * b >> 32);
}
static __device__ float __fadd_rn(float a, float b) { return __nvvm_add_rn_f(a, b); }
static __device__ float __fmul_rn(float a, float b) { return __nvvm_mul_rn_f(a, b); }
static __device__ double __dadd_rn(double a, double b) { return __nvvm_add_rn_d(a, b); }
static __device__ double __dmul_rn(double a, double b) { return __nvvm_mul_rn_d(a, b); }
extern "C" __device__ float sqrtf(float);
extern "C" __device__ float powf(float, float);
extern "C" __device__ float log10f(float);
