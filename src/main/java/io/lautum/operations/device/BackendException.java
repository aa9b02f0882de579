package io.lautum.operations.device;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ND4J's backend, the native library that computes, does not load here. The message says why and
 * what to do; ends the program with exit code 1 and no stack trace.
 */
public final class BackendException extends RuntimeException {
  private static final int DEPTH = 50;

  /** What the messages of a backend's failure hold, and no other's. */
  private static final Pattern OF_BACKEND =
      Pattern.compile("org[./]nd4j|org[./]bytedeco|jni(nd4j|cu|openblas)|libnd4j|libcuda|CUDA");

  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("(lib[\\w.+-]+): cannot open shared object file");

  public BackendException(String message) {
    super(message);
  }

  /**
   * The failure of a backend that is the cause of another, or is one in ND4J's own words: a linkage
   * error, which in a task would take the executor with it.
   */
  public static Optional<BackendException> in(Throwable thrown) {
    boolean linkage = false;
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < DEPTH; i++, cause = cause.getCause()) {
      if (cause instanceof BackendException found) {
        return Optional.of(found);
      }
      linkage |= cause instanceof LinkageError;
    }
    return linkage && OF_BACKEND.matcher(messages(thrown)).find()
        ? Optional.of(of(thrown))
        : Optional.empty();
  }

  /** What a backend threw when it was loaded, or used for the first time, with what to do. */
  public static BackendException of(Throwable thrown) {
    String text = messages(thrown);
    // ND4J says no more than that there is none.
    String reason =
        text.contains("NoAvailableBackendException") && CudaBackend.isOnClassPath()
            ? CudaBackend.obstacle().orElseGet(() -> reason(text))
            : reason(text);
    return new BackendException(
        "ND4J's backend does not load: " + reason + "; see docs/gpu.md, or run doctor");
  }

  /** Why, and what to do, of the texts of a chain of throwables. */
  static String reason(String text) {
    if (text.contains("libcuda.so")) {
      return "there is no NVIDIA driver (libcuda.so.1): install one for CUDA 11.6, 510 or newer;"
          + " in a container, use NVIDIA's runtime";
    }
    if (text.contains("No CUDA devices were found")) {
      return "CUDA finds no GPU: look at nvidia-smi -L and at CUDA_VISIBLE_DEVICES, and whether"
          + " the driver is one for CUDA 11.6, 510 or newer";
    }
    if (text.contains("no kernel image") || text.contains("Error code: [209]")) {
      return "it has no code for this GPU's compute capability, only for 3.7 to 8.9, that is up to"
          + " Ampere and Ada: use such a GPU, or a build without -Pcuda on the CPU";
    }
    if (text.contains("driver version is insufficient")) {
      return "the NVIDIA driver is too old: install one for CUDA 11.6, 510 or newer";
    }
    Matcher missing = MISSING_LIBRARY.matcher(text);
    if (missing.find()) {
      return "the library %s is missing on this machine: install it, or put it into LD_LIBRARY_PATH"
          .formatted(missing.group(1));
    }
    if (text.contains("in class, module, and library paths") || text.contains("no jni")) {
      return "its native libraries are not on the class path (%s): build on Linux x86-64, with -Pcuda for GPUs"
          .formatted(firstLine(text));
    }
    return firstLine(text);
  }

  /** Texts of the chain, the innermost first. */
  static String messages(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < DEPTH; i++, cause = cause.getCause()) {
      text.insert(0, cause + "\n");
    }
    return text.toString();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
