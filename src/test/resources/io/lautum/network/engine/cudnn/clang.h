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
extern "C" __device__ float sqrtf(float);
extern "C" __device__ float powf(float, float);
extern "C" __device__ float log10f(float);
