package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cublas.CUBLAS_STATUS_ALLOC_FAILED;
import static org.bytedeco.cuda.global.cudart.cudaErrorMemoryAllocation;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;
import static org.bytedeco.cuda.global.cudnn.CUDNN_STATUS_ALLOC_FAILED;
import static org.bytedeco.cuda.global.cudnn.cudnnGetErrorString;

/** Converts the status that a function of CUDA's libraries returns into exceptions. */
final class CudaStatus {
  private CudaStatus() {}

  /**
   * Checks the status of CUDA's runtime or driver, whose numbers are the same.
   *
   * @throws io.lautum.UserException if memory is exhausted
   * @throws IllegalStateException for any other error
   */
  static void cuda(int status, String function) {
    if (status == cudaErrorMemoryAllocation) {
      throw CudaMemory.exhausted(function);
    }
    if (status != 0) {
      throw new IllegalStateException(
          "%s: CUDA error %d, %s"
              .formatted(function, status, cudaGetErrorString(status).getString()));
    }
  }

  /** Checks the status of cuDNN; see {@link #cuda}. */
  static void cudnn(int status, String function) {
    if (status == CUDNN_STATUS_ALLOC_FAILED) {
      throw CudaMemory.exhausted(function);
    }
    if (status != 0) {
      throw new IllegalStateException(
          "%s: cuDNN error %d, %s"
              .formatted(function, status, cudnnGetErrorString(status).getString()));
    }
  }

  /** Checks the status of cuBLAS; see {@link #cuda}. */
  static void cublas(int status, String function) {
    if (status == CUBLAS_STATUS_ALLOC_FAILED) {
      throw CudaMemory.exhausted(function);
    }
    if (status != 0) {
      throw new IllegalStateException("%s: cuBLAS error %d".formatted(function, status));
    }
  }
}
