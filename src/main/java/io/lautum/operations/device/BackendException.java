package io.lautum.operations.device;

import io.lautum.Text;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Thrown if ND4J's backend, the native library that computes, does not load. The message contains
 * the cause and the remedy; the program ends with exit code 1 and no stack trace.
 */
public final class BackendException extends RuntimeException {
  private static final int DEPTH = 50;

  /** Matches only messages about a failed backend. */
  private static final Pattern OF_BACKEND =
      Pattern.compile("org[./]nd4j|org[./]bytedeco|jni(nd4j|cu|openblas)|libnd4j|libcuda|CUDA");

  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("(lib[\\w.+-]+): cannot open shared object file");

  public BackendException(String message) {
    super(message);
  }

  /**
   * Finds a backend's failure among the causes of an exception: a BackendException, or a linkage
   * error of ND4J, which in a task would end the executor.
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

  /**
   * Converts the exception that a backend threw when it was loaded or first used; adds a remedy.
   */
  public static BackendException of(Throwable thrown) {
    String text = messages(thrown);
    // ND4J's own message only states that there is no backend.
    String reason =
        text.contains("NoAvailableBackendException") && CudaBackend.isOnClassPath()
            ? CudaBackend.unavailableReason().orElseGet(() -> reason(text))
            : reason(text);
    return new BackendException(
        "ND4J's backend does not load: " + reason + "; see docs/gpu.md, or run doctor");
  }

  /** Returns the cause and the remedy for the messages of a chain of throwables. */
  static String reason(String text) {
    if (text.contains("libcuda.so")) {
      return "there is no NVIDIA driver (libcuda.so.1); install version 510 or newer, for CUDA"
          + " 11.6; in a container, use NVIDIA's runtime";
    }
    if (text.contains("No CUDA devices were found")) {
      return "CUDA finds no GPU; check nvidia-smi -L, CUDA_VISIBLE_DEVICES, and that"
          + " the driver has version 510 or newer, for CUDA 11.6";
    }
    if (text.contains("no kernel image") || text.contains("Error code: [209]")) {
      return "it has no code for this GPU's compute capability, only for 3.7 to 8.9 (up to"
          + " Ampere and Ada); use such a GPU, or the CPU with a build without -Pcuda";
    }
    if (text.contains("driver version is insufficient")) {
      return "the NVIDIA driver is too old; install version 510 or newer, for CUDA 11.6";
    }
    Matcher missing = MISSING_LIBRARY.matcher(text);
    if (missing.find()) {
      return Text.format(
          "the library %s is missing on this machine; install it, or add it to LD_LIBRARY_PATH",
          missing.group(1));
    }
    if (text.contains("in class, module, and library paths") || text.contains("no jni")) {
      return Text.format(
          "its native libraries are not on the class path (%s); build on Linux x86-64, with -Pcuda"
              + " for GPUs",
          firstLine(text));
    }
    return firstLine(text);
  }

  /** Returns the messages of the chain, the innermost first. */
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
