package io.lautum.network.engine.onednn;

import io.lautum.Text;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/** Loads and describes oneDNN's native library in this process. */
public final class OneDnnLibrary {
  private static final String OPENMP = "gomp@.1";

  static {
    shareOpenMp();
  }

  private OneDnnLibrary() {}

  /**
   * Loads the OpenMP library of ND4J's jar, before JavaCPP loads the one of oneDNN's jar. JavaCPP
   * unpacks libraries into a cache that processes share. If one is loaded already, it makes a link
   * to it instead of unpacking the other. A process that loads oneDNN first would unpack the other
   * library, through a link of a process that loads ND4J first, into the file with which that
   * process computes, which then crashes. With one order, only ND4J's library is ever unpacked.
   */
  static void shareOpenMp() {
    try {
      Class<?> nd4j =
          Class.forName(
              "org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu",
              false,
              OneDnnLibrary.class.getClassLoader());
      ClassProperties properties = Loader.loadProperties(nd4j, Loader.loadProperties(), true);
      Loader.loadLibrary(nd4j, Loader.findLibrary(nd4j, properties, OPENMP, false), OPENMP);
    } catch (ClassNotFoundException | LinkageError e) {
      // A program without ND4J's library uses a separate cache, as gpu-check does.
    }
  }

  /** Returns the reason why the library cannot be used here; empty if it can. */
  public static Optional<String> unavailableReason() {
    try {
      Loader.load(dnnl.class);
      return Optional.empty();
    } catch (LinkageError e) {
      return Optional.of("the native library does not load: " + e.getMessage());
    }
  }

  /** Returns the version and the processor's instruction set that the library uses. */
  public static String description() {
    dnnl_version_t version = dnnl.dnnl_version();
    return Text.format(
        "oneDNN %d.%d.%d with %s",
        version.major(), version.minor(), version.patch(), dnnl.get_effective_cpu_isa().intern());
  }
}
