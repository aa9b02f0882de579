package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_DETERMINISTIC;
import static org.bytedeco.cuda.global.cudnn.cudnnFindConvolutionBackwardDataAlgorithm;
import static org.bytedeco.cuda.global.cudnn.cudnnFindConvolutionBackwardFilterAlgorithm;
import static org.bytedeco.cuda.global.cudnn.cudnnFindConvolutionForwardAlgorithm;

import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdDataAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdFilterAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionFwdAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;

/**
 * Measures cuDNN's algorithms for one convolution. cuDNN lists them from the fastest to the
 * slowest; the first that is deterministic and fits the workspace is chosen.
 *
 * @param workspace largest workspace, in bytes
 */
@SuppressWarnings("deprecation") // Only these functions report which algorithms are deterministic.
record AlgorithmSearch(
    cudnnContext cudnn,
    cudnnTensorStruct x,
    cudnnFilterStruct w,
    cudnnConvolutionStruct convolution,
    cudnnTensorStruct y,
    long workspace) {
  private static final int MAXIMUM = 10;

  /**
   * Returns the fastest algorithms.
   *
   * @throws IllegalStateException if a computation has no deterministic algorithm
   */
  ConvolutionAlgorithms find() {
    return new ConvolutionAlgorithms(forward(), backwardData(), backwardFilter());
  }

  private int forward() {
    int[] count = new int[1];
    try (cudnnConvolutionFwdAlgoPerf_t all = new cudnnConvolutionFwdAlgoPerf_t(MAXIMUM)) {
      String function = "cudnnFindConvolutionForwardAlgorithm";
      CudaStatus.cudnn(
          cudnnFindConvolutionForwardAlgorithm(cudnn, x, w, convolution, y, MAXIMUM, count, all),
          function);
      for (int i = 0; i < count[0]; i++) {
        cudnnConvolutionFwdAlgoPerf_t one = all.getPointer(i);
        if (isUsable(one.status(), one.determinism(), one.memory())) {
          return one.algo();
        }
      }
      throw noAlgorithm(function);
    }
  }

  private int backwardData() {
    int[] count = new int[1];
    try (cudnnConvolutionBwdDataAlgoPerf_t all = new cudnnConvolutionBwdDataAlgoPerf_t(MAXIMUM)) {
      String function = "cudnnFindConvolutionBackwardDataAlgorithm";
      CudaStatus.cudnn(
          cudnnFindConvolutionBackwardDataAlgorithm(
              cudnn, w, y, convolution, x, MAXIMUM, count, all),
          function);
      for (int i = 0; i < count[0]; i++) {
        cudnnConvolutionBwdDataAlgoPerf_t one = all.getPointer(i);
        if (isUsable(one.status(), one.determinism(), one.memory())) {
          return one.algo();
        }
      }
      throw noAlgorithm(function);
    }
  }

  private int backwardFilter() {
    int[] count = new int[1];
    try (cudnnConvolutionBwdFilterAlgoPerf_t all =
        new cudnnConvolutionBwdFilterAlgoPerf_t(MAXIMUM)) {
      String function = "cudnnFindConvolutionBackwardFilterAlgorithm";
      CudaStatus.cudnn(
          cudnnFindConvolutionBackwardFilterAlgorithm(
              cudnn, x, y, convolution, w, MAXIMUM, count, all),
          function);
      for (int i = 0; i < count[0]; i++) {
        cudnnConvolutionBwdFilterAlgoPerf_t one = all.getPointer(i);
        if (isUsable(one.status(), one.determinism(), one.memory())) {
          return one.algo();
        }
      }
      throw noAlgorithm(function);
    }
  }

  private boolean isUsable(int status, int determinism, long memory) {
    return status == 0 && determinism == CUDNN_DETERMINISTIC && memory <= workspace;
  }

  private static IllegalStateException noAlgorithm(String function) {
    return new IllegalStateException(
        "%s: no algorithm gives the same bits in every execution".formatted(function));
  }
}
