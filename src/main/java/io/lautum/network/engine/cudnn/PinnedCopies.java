package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudart.cudaEventCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaEventDestroy;
import static org.bytedeco.cuda.global.cudart.cudaEventDisableTiming;
import static org.bytedeco.cuda.global.cudart.cudaEventRecord;
import static org.bytedeco.cuda.global.cudart.cudaEventSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaHostAlloc;
import static org.bytedeco.cuda.global.cudart.cudaHostAllocDefault;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Copies between Java arrays and the GPU through page-locked memory, which the GPU reads while the
 * program continues. Every buffer has two places that are used in turn: a place must not change
 * before the GPU has copied it.
 */
final class PinnedCopies {
  private static final int PLACES = 2;

  private final CUstream_st stream;
  private final Map<Buffer, Place[]> places = new HashMap<>();
  private int next;

  PinnedCopies(CUstream_st stream) {
    this.stream = stream;
  }

  /** A piece of page-locked memory. */
  private final class Place {
    private final BytePointer memory = new BytePointer();
    private final CUevent_st copied = new CUevent_st();
    private final long bytes;

    Place(long bytes) {
      this.bytes = bytes;
      CudaStatus.host(
          cudaHostAlloc(memory, Math.max(1, bytes), cudaHostAllocDefault), "cudaHostAlloc");
      memory.capacity(bytes);
      CudaStatus.cuda(cudaEventCreateWithFlags(copied, cudaEventDisableTiming), "cudaEventCreate");
    }

    void write(Consumer<BytePointer> values, Buffer to) {
      // Returns at once for an event that was never recorded.
      CudaStatus.cuda(cudaEventSynchronize(copied), "cudaEventSynchronize");
      values.accept(memory);
      CudaStatus.cuda(
          cudaMemcpyAsync(new DevicePointer(to), memory, bytes, cudaMemcpyHostToDevice, stream),
          "cudaMemcpyAsync");
      CudaStatus.cuda(cudaEventRecord(copied, stream), "cudaEventRecord");
    }

    void read(Buffer from, float[] into) {
      CudaStatus.cuda(cudaEventSynchronize(copied), "cudaEventSynchronize");
      CudaStatus.cuda(
          cudaMemcpyAsync(memory, new DevicePointer(from), bytes, cudaMemcpyDeviceToHost, stream),
          "cudaMemcpyAsync");
      CudaStatus.cuda(cudaStreamSynchronize(stream), "cudaStreamSynchronize");
      new FloatPointer(memory).get(into);
    }

    void close() {
      cudaEventDestroy(copied);
      cudaFreeHost(memory);
    }
  }

  /**
   * Copies values to a buffer of the same length.
   *
   * @param values writes them to page-locked memory
   */
  void upload(Consumer<BytePointer> values, Buffer to) {
    place(to).write(values, to);
  }

  /** Waits for the GPU and copies a buffer. */
  void download(Buffer from, float[] into) {
    place(from).read(from, into);
  }

  private Place place(Buffer buffer) {
    Place[] own = places.computeIfAbsent(buffer, key -> new Place[PLACES]);
    next = (next + 1) % PLACES;
    if (own[next] == null) {
      own[next] = new Place(buffer.bytes());
    }
    return own[next];
  }

  /** Frees the memory; the GPU must have executed all copies. */
  void close() {
    for (Place[] own : places.values()) {
      for (Place place : own) {
        if (place != null) {
          place.close();
        }
      }
    }
    places.clear();
  }
}
