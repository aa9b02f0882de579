package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cublas.CUBLAS_STATUS_ALLOC_FAILED;
import static org.bytedeco.cuda.global.cudart.cudaErrorMemoryAllocation;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;
import static org.bytedeco.cuda.global.cudnn.cudnnGetErrorString;

import io.lautum.Text;
import io.lautum.UserException;

/** Converts the status that a function of CUDA's libraries returns into exceptions. */
final class CudaStatus {
  /**
   * CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED of cuDNN 9, which the bindings of cuDNN 8
   * lack. CUDNN_STATUS_ALLOC_FAILED is the failure of an allocation on the host.
   */
  private static final int CUDNN_DEVICE_ALLOCATION_FAILED = 4004;

  private CudaStatus() {}

  /**
   * Checks the status of CUDA's runtime or driver, whose numbers are the same.
   *
   * @throws UserException if memory is exhausted
   * @throws IllegalStateException for any other error
   */
  static void cuda(int status, String function) {
    if (status == cudaErrorMemoryAllocation) {
      throw CudaMemory.exhausted(function);
    }
    if (status != 0) {
      throw new IllegalStateException(
          Text.format(
              "%s: CUDA error %d, %s", function, status, cudaGetErrorString(status).getString()));
    }
  }

  /**
   * Checks the status of an allocation of page-locked memory on the host.
   *
   * @throws UserException if it failed
   */
  static void host(int status, String function) {
    if (status == cudaErrorMemoryAllocation) {
      throw new UserException(
          Text.format(
              "%s: this machine has too little memory that can be page-locked; lower"
                  + " pretrain.batch-size, finetune.batch-size or evaluate.batch-size, or raise the"
                  + " memory of the container",
              function));
    }
    cuda(status, function);
  }

  /** Checks the status of cuDNN; see {@link #cuda}. */
  static void cudnn(int status, String function) {
    if (status == CUDNN_DEVICE_ALLOCATION_FAILED) {
      throw CudaMemory.exhausted(function);
    }
    if (status != 0) {
      throw new IllegalStateException(
          Text.format(
              "%s: cuDNN error %d, %s", function, status, cudnnGetErrorString(status).getString()));
    }
  }

  /** Checks the status of cuBLAS; see {@link #cuda}. */
  static void cublas(int status, String function) {
    if (status == CUBLAS_STATUS_ALLOC_FAILED) {
      throw CudaMemory.exhausted(function);
    }
    if (status != 0) {
      throw new IllegalStateException(Text.format("%s: cuBLAS error %d", function, status));
    }
  }
}
