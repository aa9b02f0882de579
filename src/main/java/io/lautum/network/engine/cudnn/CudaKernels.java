package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;

import io.lautum.Text;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** The kernels of {@code kernels.cu} on one GPU; all networks of the process share them. */
final class CudaKernels {
  private static final int ARGUMENT_BYTES = Long.BYTES;

  private static final Map<Integer, CudaKernels> BY_ORDINAL = new ConcurrentHashMap<>();

  private final CUmod_st module = new CUmod_st();
  private final Map<String, CUfunc_st> functions = new ConcurrentHashMap<>();

  private CudaKernels(String architecture) {
    // The driver reads the machine code while it loads it.
    try (BytePointer machineCode = KernelCompiler.compile(KernelSource.read(), architecture)) {
      CudaStatus.cuda(cuModuleLoadData(module, machineCode), "cuModuleLoadData");
    }
  }

  /**
   * Returns the kernels of the GPU that is current in this thread; compiles them if they are new.
   *
   * @param architecture architecture of the GPU, such as {@code sm_90}
   */
  static CudaKernels of(int ordinal, String architecture) {
    return BY_ORDINAL.computeIfAbsent(ordinal, key -> new CudaKernels(architecture));
  }

  private CUfunc_st function(String name) {
    return functions.computeIfAbsent(
        name,
        key -> {
          CUfunc_st function = new CUfunc_st();
          CudaStatus.cuda(cuModuleGetFunction(function, module, key), key);
          return function;
        });
  }

  /** Starts a kernel; the arguments are copied before the method returns. */
  void launch(CUstream_st stream, String name, int blocks, int threads, Object... arguments) {
    try (BytePointer values = new BytePointer((long) arguments.length * ARGUMENT_BYTES);
        PointerPointer<Pointer> all = new PointerPointer<>(arguments.length)) {
      for (int i = 0; i < arguments.length; i++) {
        long at = (long) i * ARGUMENT_BYTES;
        put(values, at, arguments[i], name);
        all.put(i, values.getPointer(at));
      }
      CudaStatus.cuda(
          cuLaunchKernel(
              function(name),
              blocks,
              1,
              1,
              threads,
              1,
              1,
              0,
              stream,
              all,
              (PointerPointer<?>) null),
          name);
    }
  }

  private static void put(BytePointer values, long at, Object argument, String name) {
    if (argument instanceof Buffer buffer) {
      values.putLong(at, buffer.address());
    } else if (argument instanceof Integer number) {
      values.putInt(at, number);
    } else if (argument instanceof Float number) {
      values.putFloat(at, number);
    } else {
      throw new IllegalArgumentException(
          Text.format("%s: expected a buffer, an integer or a float, got [%s]", name, argument));
    }
  }
}
