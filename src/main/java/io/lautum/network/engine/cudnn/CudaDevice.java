package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToDevice;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cudaStreamNonBlocking;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;
import static org.bytedeco.cuda.global.cudnn.cudnnCreate;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroy;
import static org.bytedeco.cuda.global.cudnn.cudnnSetStream;

import io.lautum.Text;
import io.lautum.network.step.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/** A stream of commands on an NVIDIA GPU, with its own handles and workspaces. */
final class CudaDevice implements Device {
  private static final long CONVOLUTION_WORKSPACE = 256L << 20;

  private static final Map<String, ConvolutionAlgorithms> MEASURED = new ConcurrentHashMap<>();

  private final int ordinal;
  private final DeviceIdentity identity;
  private final CUstream_st stream = new CUstream_st();
  private final cudnnContext cudnn = new cudnnContext();
  private final CudaProducts products;
  private final CudaKernels kernels;
  private final CudaMemory memory;
  private final PinnedCopies copies;
  private final List<CudaConvolution> convolutions = new ArrayList<>();
  private final List<CudaGraph> graphs = new ArrayList<>();
  private final AlgorithmChoices algorithms = new AlgorithmChoices(this, MEASURED);
  private Buffer workspace;

  /**
   * @param ordinal CUDA's number of the GPU
   */
  CudaDevice(int ordinal, Precision precision) {
    this.ordinal = ordinal;
    select();
    CudaStatus.cuda(cudaStreamCreateWithFlags(stream, cudaStreamNonBlocking), "cudaStreamCreate");
    memory = new CudaMemory(stream);
    copies = new PinnedCopies(stream);
    try {
      CudaStatus.cudnn(cudnnCreate(cudnn), "cudnnCreate");
      CudaStatus.cudnn(cudnnSetStream(cudnn, stream), "cudnnSetStream");
      products = new CudaProducts(stream, memory, precision);
      workspace = memory.allocate(0);
      identity = CudaCard.identity(ordinal, products.handle());
      kernels = CudaKernels.of(ordinal, CudaCard.architecture(ordinal));
    } catch (Throwable e) {
      CudnnEngine.close(this, e);
      throw e;
    }
  }

  /** Makes this GPU current in the thread; other networks may have chosen another. */
  private void select() {
    CudaStatus.cuda(cudaSetDevice(ordinal), "cudaSetDevice");
  }

  @Override
  public DeviceIdentity identity() {
    return identity;
  }

  @Override
  public Buffer allocate(long bytes) {
    select();
    return memory.allocate(bytes);
  }

  @Override
  public long freeMemory() {
    select();
    return CudaMemory.free();
  }

  @Override
  public void upload(float[] values, Buffer to) {
    requireLength((long) values.length * Float.BYTES, to);
    select();
    copies.upload(place -> new FloatPointer(place).put(values), to);
  }

  @Override
  public void upload(int[] values, Buffer to) {
    requireLength((long) values.length * Integer.BYTES, to);
    select();
    copies.upload(place -> new IntPointer(place).put(values), to);
  }

  @Override
  public void upload(byte[] values, Buffer to) {
    requireLength(values.length, to);
    select();
    copies.upload(place -> place.put(values), to);
  }

  @Override
  public void download(Buffer from, float[] into) {
    requireLength((long) into.length * Float.BYTES, from);
    select();
    copies.download(from, into);
  }

  /** Native memory has no bounds checks. */
  private static void requireLength(long bytes, Buffer buffer) {
    if (buffer.bytes() != bytes) {
      throw new IllegalArgumentException(
          Text.format("expected [%d] bytes, got [%d]", buffer.bytes(), bytes));
    }
  }

  @Override
  public void copy(Buffer from, Buffer to) {
    requireLength(from.bytes(), to);
    select();
    CudaStatus.cuda(
        cudaMemcpyAsync(
            new DevicePointer(to),
            new DevicePointer(from),
            from.bytes(),
            cudaMemcpyDeviceToDevice,
            stream),
        "cudaMemcpyAsync");
  }

  @Override
  public void launch(String kernel, int blocks, int threads, Object... arguments) {
    select();
    kernels.launch(stream, kernel, blocks, threads, arguments);
  }

  @Override
  public void multiply(MatrixProduct product, Buffer a, Buffer b, Buffer c) {
    select();
    products.multiply(product, a, b, c);
  }

  @Override
  public ConvolutionAlgorithms find(ConvolutionShape shape) {
    select();
    try (CudaConvolution convolution = new CudaConvolution(cudnn, shape)) {
      return convolution.find(CONVOLUTION_WORKSPACE);
    }
  }

  @Override
  public AlgorithmChoices algorithms() {
    return algorithms;
  }

  @Override
  public DeviceConvolution convolution(ConvolutionShape shape, ConvolutionAlgorithms algorithms) {
    select();
    CudaConvolution convolution = new CudaConvolution(cudnn, shape);
    convolutions.add(convolution);
    reserve(convolution.workspace(algorithms));
    return new DeviceConvolution() {
      @Override
      public void forward(Buffer x, Buffer w, Buffer y) {
        convolution.forward(algorithms.forward(), workspace, x, w, y);
      }

      @Override
      public void backwardData(Buffer w, Buffer dy, Buffer dx) {
        convolution.backwardData(algorithms.backwardData(), workspace, w, dy, dx);
      }

      @Override
      public void backwardFilter(Buffer x, Buffer dy, Buffer dw) {
        convolution.backwardFilter(algorithms.backwardFilter(), workspace, x, dy, dw);
      }
    };
  }

  /** Enlarges the workspace, before anything has been recorded with its address. */
  private void reserve(long bytes) {
    if (bytes > workspace.bytes()) {
      memory.free(workspace);
      workspace = memory.allocate(bytes);
    }
  }

  @Override
  public Runnable capture(Runnable commands) {
    select();
    CudaGraph graph = CudaGraph.of(stream, commands);
    graphs.add(graph);
    return () -> {
      select();
      graph.launch(stream);
    };
  }

  @Override
  public void close() {
    select();
    cudaStreamSynchronize(stream);
    graphs.forEach(CudaGraph::close);
    convolutions.forEach(CudaConvolution::close);
    if (!cudnn.isNull()) {
      cudnnDestroy(cudnn);
    }
    if (products != null) {
      products.close();
    }
    copies.close();
    memory.close();
    cudaStreamDestroy(stream);
  }
}
