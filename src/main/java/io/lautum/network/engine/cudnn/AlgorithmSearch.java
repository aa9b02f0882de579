package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_DETERMINISTIC;
import static org.bytedeco.cuda.global.cudnn.cudnnFindConvolutionBackwardDataAlgorithm;
import static org.bytedeco.cuda.global.cudnn.cudnnFindConvolutionBackwardFilterAlgorithm;
import static org.bytedeco.cuda.global.cudnn.cudnnFindConvolutionForwardAlgorithm;

import io.lautum.Text;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdDataAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdFilterAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionFwdAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;

/**
 * Measures cuDNN's algorithms for one convolution. cuDNN lists them from the fastest to the
 * slowest; the first that is deterministic and fits the workspace is chosen. cuDNN also measures
 * algorithms that multiply in another way than the convolution, which come last.
 *
 * @param math cuDNN's number of the way in which the convolution multiplies
 * @param workspace largest workspace, in bytes
 */
@SuppressWarnings("deprecation") // Only these functions report which algorithms are deterministic.
record AlgorithmSearch(
    cudnnContext cudnn,
    cudnnTensorStruct x,
    cudnnFilterStruct w,
    cudnnConvolutionStruct convolution,
    cudnnTensorStruct y,
    int math,
    long workspace) {
  private static final int MAXIMUM = 10;

  /** A measured algorithm. */
  private record Measured(int algorithm, int status, int determinism, long memory, int math) {}

  /**
   * Returns the fastest algorithms.
   *
   * @throws IllegalStateException if a computation has no deterministic algorithm
   */
  ConvolutionAlgorithms find() {
    return new ConvolutionAlgorithms(forward(), backwardData(), backwardFilter());
  }

  private int forward() {
    String function = "cudnnFindConvolutionForwardAlgorithm";
    int[] count = new int[1];
    List<Measured> measured = new ArrayList<>();
    try (cudnnConvolutionFwdAlgoPerf_t all = new cudnnConvolutionFwdAlgoPerf_t(MAXIMUM)) {
      CudaStatus.cudnn(
          cudnnFindConvolutionForwardAlgorithm(cudnn, x, w, convolution, y, MAXIMUM, count, all),
          function);
      for (int i = 0; i < count[0]; i++) {
        cudnnConvolutionFwdAlgoPerf_t one = all.getPointer(i);
        measured.add(
            new Measured(
                one.algo(), one.status(), one.determinism(), one.memory(), one.mathType()));
      }
    }
    return choose(measured, function);
  }

  private int backwardData() {
    String function = "cudnnFindConvolutionBackwardDataAlgorithm";
    int[] count = new int[1];
    List<Measured> measured = new ArrayList<>();
    try (cudnnConvolutionBwdDataAlgoPerf_t all = new cudnnConvolutionBwdDataAlgoPerf_t(MAXIMUM)) {
      CudaStatus.cudnn(
          cudnnFindConvolutionBackwardDataAlgorithm(
              cudnn, w, y, convolution, x, MAXIMUM, count, all),
          function);
      for (int i = 0; i < count[0]; i++) {
        cudnnConvolutionBwdDataAlgoPerf_t one = all.getPointer(i);
        measured.add(
            new Measured(
                one.algo(), one.status(), one.determinism(), one.memory(), one.mathType()));
      }
    }
    return choose(measured, function);
  }

  private int backwardFilter() {
    String function = "cudnnFindConvolutionBackwardFilterAlgorithm";
    int[] count = new int[1];
    List<Measured> measured = new ArrayList<>();
    try (cudnnConvolutionBwdFilterAlgoPerf_t all =
        new cudnnConvolutionBwdFilterAlgoPerf_t(MAXIMUM)) {
      CudaStatus.cudnn(
          cudnnFindConvolutionBackwardFilterAlgorithm(
              cudnn, x, y, convolution, w, MAXIMUM, count, all),
          function);
      for (int i = 0; i < count[0]; i++) {
        cudnnConvolutionBwdFilterAlgoPerf_t one = all.getPointer(i);
        measured.add(
            new Measured(
                one.algo(), one.status(), one.determinism(), one.memory(), one.mathType()));
      }
    }
    return choose(measured, function);
  }

  private int choose(List<Measured> measured, String function) {
    List<Measured> usable = measured.stream().filter(this::isUsable).toList();
    return usable.stream()
        .filter(one -> one.math() == math)
        .findFirst()
        .or(() -> usable.stream().findFirst())
        .map(Measured::algorithm)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    Text.format(
                        "%s: no algorithm gives the same bits in every execution", function)));
  }

  private boolean isUsable(Measured one) {
    return one.status() == 0
        && one.determinism() == CUDNN_DETERMINISTIC
        && one.memory() <= workspace;
  }
}
