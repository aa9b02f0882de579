package io.lautum.operations.device;

import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/** ND4J's backend for NVIDIA GPUs, which only a build with {@code -Pcuda} has. */
public final class CudaBackend {
  private static final String NAME = "org.nd4j.linalg.jcublas.JCublasBackend";

  private CudaBackend() {}

  /** Holds the answer, which cannot change, because the class path does not change. */
  private static final class Present {
    static final boolean PRESENT = isThere(NAME.replace('.', '/') + ".class");
  }

  /** Returns whether this build includes the backend; loads nothing. */
  public static boolean isOnClassPath() {
    return Present.PRESENT;
  }

  /**
   * Returns whether ND4J computes with this backend here; loads ND4J's backend.
   *
   * @throws BackendException if no backend loads
   */
  public static boolean isLoaded() {
    try {
      return Nd4j.getBackend().getClass().getName().equals(NAME);
    } catch (LinkageError e) {
      // Spark would treat a linkage error as the end of the executor.
      throw BackendException.of(e);
    }
  }

  /** Returns the reason why ND4J cannot use the backend in this process, if there is one. */
  public static Optional<String> unavailableReason() {
    if (!isOnClassPath()) {
      return Optional.of("this build has no CUDA backend; build it with mvn -Pcuda package");
    }
    try {
      loadDriver();
      Class<?> type = Class.forName(NAME);
      return unavailableReason((Nd4jBackend) type.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      return Optional.of("this build has no CUDA backend; build it with mvn -Pcuda package");
    } catch (LinkageError e) {
      return Optional.of(BackendException.reason(BackendException.messages(e)));
    }
  }

  /**
   * Loads the driver's library, as CUDA itself does. If ND4J has tried before, Java reports only a
   * part of the first error, without its cause.
   */
  private static void loadDriver() {
    if (isThere("org/bytedeco/cuda/global/cudart.class")) {
      if (!isThere("org/bytedeco/cuda/linux-x86_64/libjnicudart.so")) {
        throw new UnsatisfiedLinkError("no jnicudart");
      }
      Loader.loadGlobal("libcuda.so.1");
    }
  }

  private static boolean isThere(String resource) {
    return CudaBackend.class.getClassLoader().getResource(resource) != null;
  }

  static Optional<String> unavailableReason(Nd4jBackend backend) {
    try {
      return backend.canRun() ? Optional.empty() : Optional.of("it reports that it cannot run");
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(BackendException.reason(BackendException.messages(e)));
    }
  }
}
