package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cudaMemsetAsync;

import io.lautum.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** The memory of one network on a GPU. */
final class CudaMemory {
  private static final int MEBIBYTE_BITS = 20;

  /** Bytes that this process has allocated on all GPUs. */
  private static final AtomicLong ALLOCATED = new AtomicLong();

  private final CUstream_st stream;
  private final List<Buffer> buffers = new ArrayList<>();

  CudaMemory(CUstream_st stream) {
    this.stream = stream;
  }

  /**
   * Allocates memory filled with zeros.
   *
   * @throws UserException if the GPU does not have enough
   */
  Buffer allocate(long bytes) {
    // A pointer that is not null, even for no bytes.
    long length = Math.max(1, bytes);
    Pointer pointer = new Pointer();
    CudaStatus.cuda(cudaMalloc(pointer, length), "cudaMalloc");
    Buffer buffer = new Buffer(pointer.address(), bytes);
    buffers.add(buffer);
    ALLOCATED.addAndGet(bytes);
    CudaStatus.cuda(cudaMemsetAsync(pointer, 0, length, stream), "cudaMemset");
    return buffer;
  }

  /** Frees one buffer; no command may use it. */
  void free(Buffer buffer) {
    buffers.remove(buffer);
    ALLOCATED.addAndGet(-buffer.bytes());
    CudaStatus.cuda(cudaFree(new DevicePointer(buffer)), "cudaFree");
  }

  /** Returns the free bytes of the GPU that is current in this thread. */
  static long free() {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      CudaStatus.cuda(cudaMemGetInfo(free, total), "cudaMemGetInfo");
      return free.get();
    }
  }

  /** Frees everything. */
  void close() {
    List.copyOf(buffers).forEach(this::free);
  }

  /** Returns the exception for a GPU without enough memory. */
  static UserException exhausted(String function) {
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      if (cudaMemGetInfo(free, total) != 0) {
        free.put(0);
        total.put(ALLOCATED.get());
      }
      return new UserException(
          exhausted(function, ALLOCATED.get(), total.get() - free.get(), total.get()));
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
    return "the memory of the GPU is exhausted (%s: %d MiB in all, %d MiB of this process's networks, %d MiB of CUDA and other processes); lower pretrain.batch-size or finetune.batch-size, or end other processes that nvidia-smi lists"
        .formatted(function, total >> MEBIBYTE_BITS, own >> MEBIBYTE_BITS, others >> MEBIBYTE_BITS);
  }
}
