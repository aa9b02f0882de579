package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cudaMemsetAsync;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.operations.device.GpuMemory;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** The memory of one network on a GPU. */
final class CudaMemory {
  private static final int MEBIBYTE_BITS = 20;

  /** Keys and settings of which one helps, whichever stage runs. */
  private static final String REMEDY =
      "lower pretrain.batch-size, finetune.batch-size or evaluate.batch-size, or the number of"
          + " tasks per process (spark.executor.cores, --master local[N])";

  private static final GpuMemory PROCESS = GpuMemory.ofProcess();

  private final CUstream_st stream;
  private final List<Buffer> buffers = new ArrayList<>();

  CudaMemory(CUstream_st stream) {
    this.stream = stream;
  }

  /**
   * Allocates memory filled with zeros.
   *
   * @throws UserException if the GPU does not have enough, or beyond the limit of {@link GpuMemory}
   */
  Buffer allocate(long bytes) {
    // A pointer that is not null, even for no bytes.
    long length = Math.max(1, bytes);
    if (!PROCESS.reserve(bytes)) {
      throw new UserException(beyondLimit(bytes, PROCESS.allocated(), PROCESS.limit()));
    }
    Pointer pointer = new Pointer();
    int status = cudaMalloc(pointer, length);
    if (status != 0) {
      PROCESS.release(bytes);
    }
    CudaStatus.cuda(status, "cudaMalloc");
    Buffer buffer = new Buffer(pointer.address(), bytes);
    buffers.add(buffer);
    CudaStatus.cuda(cudaMemsetAsync(pointer, 0, length, stream), "cudaMemset");
    return buffer;
  }

  /** Frees one buffer; no command may use it. */
  void free(Buffer buffer) {
    buffers.remove(buffer);
    PROCESS.release(buffer.bytes());
    CudaStatus.cuda(cudaFree(new DevicePointer(buffer)), "cudaFree");
  }

  /**
   * Returns the free bytes of the GPU that is current in this thread, at most those that the limit
   * of {@link GpuMemory} leaves.
   */
  static long free() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      CudaStatus.cuda(cudaMemGetInfo(free, total), "cudaMemGetInfo");
      return Math.min(free.get(), PROCESS.limit() - PROCESS.allocated());
    }
  }

  /** Frees everything. */
  void close() {
    List.copyOf(buffers).forEach(this::free);
  }

  /**
   * Returns the message for an allocation beyond the limit.
   *
   * @param bytes bytes to allocate
   * @param own bytes that this process has allocated
   */
  static String beyondLimit(long bytes, long own, long limit) {
    return Text.format(
        "%s = %dM: this process's networks have %d MiB on the GPU and need %d MiB more; raise it,"
            + " or %s",
        GpuMemory.LIMIT,
        limit >> MEBIBYTE_BITS,
        own >> MEBIBYTE_BITS,
        bytes >> MEBIBYTE_BITS,
        REMEDY);
  }

  /** Returns the exception for a GPU without enough memory. */
  static UserException exhausted(String function) {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      if (cudaMemGetInfo(free, total) != 0) {
        free.put(0);
        total.put(PROCESS.allocated());
      }
      return new UserException(
          exhausted(function, PROCESS.allocated(), total.get() - free.get(), total.get()));
    }
  }

  /**
   * Returns the message for a GPU without enough memory.
   *
   * @param own bytes that this process has allocated
   * @param used bytes that all processes use
   * @param total bytes that the GPU has
   */
  static String exhausted(String function, long own, long used, long total) {
    long others = Math.max(0, used - own);
    return Text.format(
        "the memory of the GPU is exhausted (%s: %d MiB in all, %d MiB of this process's networks,"
            + " %d MiB of CUDA and other processes); %s, or end other processes that nvidia-smi"
            + " lists",
        function, total >> MEBIBYTE_BITS, own >> MEBIBYTE_BITS, others >> MEBIBYTE_BITS, REMEDY);
  }
}
