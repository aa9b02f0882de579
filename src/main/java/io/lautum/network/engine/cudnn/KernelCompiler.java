package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.nvrtc.NVRTC_ERROR_BUILTIN_OPERATION_FAILURE;
import static org.bytedeco.cuda.global.nvrtc.NVRTC_ERROR_INVALID_OPTION;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;

import io.lautum.Text;
import io.lautum.UserException;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Compiles CUDA C with NVRTC. */
final class KernelCompiler {
  private KernelCompiler() {}

  /**
   * Returns machine code for one architecture.
   *
   * @throws UserException if this machine's NVRTC is incomplete, or older than the architecture
   * @throws IllegalStateException with the compiler's messages if the source has errors
   */
  static BytePointer compile(String source, String architecture) {
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer text = new BytePointer(source);
        BytePointer name = new BytePointer("kernels.cu");
        PointerPointer<BytePointer> options =
            new PointerPointer<>("--gpu-architecture=" + architecture);
        SizeTPointer size = new SizeTPointer(1)) {
      check(
          nvrtcCreateProgram(
              program, text, name, 0, (PointerPointer<?>) null, (PointerPointer<?>) null),
          "nvrtcCreateProgram");
      int status = nvrtcCompileProgram(program, 1, options);
      if (status != 0) {
        throw failure(status, architecture, log(program));
      }
      check(nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize");
      BytePointer machineCode = new BytePointer(size.get());
      check(nvrtcGetCUBIN(program, machineCode), "nvrtcGetCUBIN");
      check(nvrtcDestroyProgram(program), "nvrtcDestroyProgram");
      return machineCode;
    }
  }

  /** Returns the exception for a status and the compiler's messages, which end with a zero. */
  static RuntimeException failure(int status, String architecture, String log) {
    String messages = log.replace("\0", "").strip();
    String first = messages.lines().findFirst().orElse("");
    return switch (status) {
      case NVRTC_ERROR_INVALID_OPTION ->
          new UserException(
              Text.format(
                  "libnvrtc cannot compile for this GPU, %s (%s); install a newer CUDA %d",
                  architecture, first, CudaObstacle.CUDA));
      case NVRTC_ERROR_BUILTIN_OPERATION_FAILURE ->
          new UserException(
              Text.format(
                  "libnvrtc does not find its second library (%s); add the folder of both to"
                      + " LD_LIBRARY_PATH",
                  first));
      default ->
          new IllegalStateException(
              Text.format("NVRTC error %d for %s: %s", status, architecture, messages));
    };
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      check(nvrtcGetProgramLogSize(program, size), "nvrtcGetProgramLogSize");
      try (BytePointer log = new BytePointer(size.get())) {
        check(nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog");
        return log.getString();
      }
    }
  }

  private static void check(int status, String function) {
    if (status != 0) {
      throw new IllegalStateException(Text.format("%s: NVRTC error %d", function, status));
    }
  }
}
