package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudnn.CUDNN_CROSS_CORRELATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_BFLOAT16;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DEFAULT_MATH;
import static org.bytedeco.cuda.global.cudnn.CUDNN_FMA_MATH;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TENSOR_NCHW;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TENSOR_NHWC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TENSOR_OP_MATH;
import static org.bytedeco.cuda.global.cudnn.cudnnConvolutionBackwardData;
import static org.bytedeco.cuda.global.cudnn.cudnnConvolutionBackwardFilter;
import static org.bytedeco.cuda.global.cudnn.cudnnConvolutionForward;
import static org.bytedeco.cuda.global.cudnn.cudnnCreateConvolutionDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnCreateFilterDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnCreateTensorDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroyConvolutionDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroyFilterDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroyTensorDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionBackwardDataWorkspaceSize;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize;
import static org.bytedeco.cuda.global.cudnn.cudnnGetConvolutionForwardWorkspaceSize;
import static org.bytedeco.cuda.global.cudnn.cudnnSetConvolution2dDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnSetConvolutionMathType;
import static org.bytedeco.cuda.global.cudnn.cudnnSetFilter4dDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnSetTensor4dDescriptor;

import io.lautum.network.spec.Shape;
import io.lautum.network.step.Precision;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** A convolution with cuDNN, described by its shape. */
@SuppressWarnings("deprecation") // Only these functions report which algorithms are deterministic.
final class CudaConvolution implements AutoCloseable {
  private final FloatPointer one = new FloatPointer(new float[] {1});
  private final FloatPointer zero = new FloatPointer(new float[] {0});
  private final cudnnContext cudnn;
  private final int type;
  private final int layout;
  private final int math;
  private final cudnnTensorStruct x;
  private final cudnnTensorStruct y;
  private final cudnnFilterStruct w = new cudnnFilterStruct();
  private final cudnnConvolutionStruct convolution = new cudnnConvolutionStruct();

  CudaConvolution(cudnnContext cudnn, ConvolutionShape shape) {
    this.cudnn = cudnn;
    boolean rounded = shape.precision() == Precision.BFLOAT16;
    type = rounded ? CUDNN_DATA_BFLOAT16 : CUDNN_DATA_FLOAT;
    layout = rounded ? CUDNN_TENSOR_NHWC : CUDNN_TENSOR_NCHW;
    x = tensor(shape.rows(), shape.input());
    y = tensor(shape.rows(), shape.output());
    int size = shape.window().size();
    int stride = shape.window().stride();
    int padding = shape.window().padding();
    CudaStatus.cudnn(cudnnCreateFilterDescriptor(w), "cudnnCreateFilterDescriptor");
    CudaStatus.cudnn(
        cudnnSetFilter4dDescriptor(
            w, type, layout, shape.filters(), shape.input().channels(), size, size),
        "cudnnSetFilter4dDescriptor");
    CudaStatus.cudnn(
        cudnnCreateConvolutionDescriptor(convolution), "cudnnCreateConvolutionDescriptor");
    CudaStatus.cudnn(
        cudnnSetConvolution2dDescriptor(
            convolution,
            padding,
            padding,
            stride,
            stride,
            1,
            1,
            CUDNN_CROSS_CORRELATION,
            CUDNN_DATA_FLOAT),
        "cudnnSetConvolution2dDescriptor");
    math = math(shape.precision());
    CudaStatus.cudnn(cudnnSetConvolutionMathType(convolution, math), "cudnnSetConvolutionMathType");
  }

  private static int math(Precision precision) {
    return switch (precision) {
      // By default cuDNN rounds the factors of floats to TF32.
      case FLOAT -> CUDNN_FMA_MATH;
      case TF32 -> CUDNN_DEFAULT_MATH;
      // By default cuDNN may multiply bfloat16 numbers without tensor cores.
      case BFLOAT16 -> CUDNN_TENSOR_OP_MATH;
    };
  }

  private cudnnTensorStruct tensor(int rows, Shape.Image image) {
    cudnnTensorStruct tensor = new cudnnTensorStruct();
    CudaStatus.cudnn(cudnnCreateTensorDescriptor(tensor), "cudnnCreateTensorDescriptor");
    CudaStatus.cudnn(
        cudnnSetTensor4dDescriptor(
            tensor, layout, type, rows, image.channels(), image.height(), image.width()),
        "cudnnSetTensor4dDescriptor");
    return tensor;
  }

  /** Measures algorithms. */
  ConvolutionAlgorithms find(long maximumWorkspace) {
    return new AlgorithmSearch(cudnn, x, w, convolution, y, math, maximumWorkspace).find();
  }

  /** Returns the bytes of workspace that the largest of the computations needs. */
  long workspace(ConvolutionAlgorithms algorithms) {
    try (SizeTPointer forward = new SizeTPointer(1);
        SizeTPointer data = new SizeTPointer(1);
        SizeTPointer filter = new SizeTPointer(1)) {
      CudaStatus.cudnn(
          cudnnGetConvolutionForwardWorkspaceSize(
              cudnn, x, w, convolution, y, algorithms.forward(), forward),
          "cudnnGetConvolutionForwardWorkspaceSize");
      CudaStatus.cudnn(
          cudnnGetConvolutionBackwardDataWorkspaceSize(
              cudnn, w, y, convolution, x, algorithms.backwardData(), data),
          "cudnnGetConvolutionBackwardDataWorkspaceSize");
      CudaStatus.cudnn(
          cudnnGetConvolutionBackwardFilterWorkspaceSize(
              cudnn, x, y, convolution, w, algorithms.backwardFilter(), filter),
          "cudnnGetConvolutionBackwardFilterWorkspaceSize");
      return Math.max(forward.get(), Math.max(data.get(), filter.get()));
    }
  }

  void forward(int algorithm, Buffer space, Buffer images, Buffer weights, Buffer output) {
    CudaStatus.cudnn(
        cudnnConvolutionForward(
            cudnn,
            one,
            x,
            new DevicePointer(images),
            w,
            new DevicePointer(weights),
            convolution,
            algorithm,
            new DevicePointer(space),
            space.bytes(),
            zero,
            y,
            new DevicePointer(output)),
        "cudnnConvolutionForward");
  }

  void backwardData(int algorithm, Buffer space, Buffer weights, Buffer byOutput, Buffer byImages) {
    CudaStatus.cudnn(
        cudnnConvolutionBackwardData(
            cudnn,
            one,
            w,
            new DevicePointer(weights),
            y,
            new DevicePointer(byOutput),
            convolution,
            algorithm,
            new DevicePointer(space),
            space.bytes(),
            zero,
            x,
            new DevicePointer(byImages)),
        "cudnnConvolutionBackwardData");
  }

  void backwardFilter(
      int algorithm, Buffer space, Buffer images, Buffer byOutput, Buffer byWeights) {
    CudaStatus.cudnn(
        cudnnConvolutionBackwardFilter(
            cudnn,
            one,
            x,
            new DevicePointer(images),
            y,
            new DevicePointer(byOutput),
            convolution,
            algorithm,
            new DevicePointer(space),
            space.bytes(),
            zero,
            w,
            new DevicePointer(byWeights)),
        "cudnnConvolutionBackwardFilter");
  }

  @Override
  public void close() {
    cudnnDestroyTensorDescriptor(x);
    cudnnDestroyTensorDescriptor(y);
    cudnnDestroyFilterDescriptor(w);
    cudnnDestroyConvolutionDescriptor(convolution);
    one.close();
    zero.close();
  }
}
