package io.lautum.network.engine.onednn;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/** Describes oneDNN's native library in this process. */
public final class OneDnnLibrary {
  private OneDnnLibrary() {}

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
    return "oneDNN %d.%d.%d with %s"
        .formatted(
            version.major(),
            version.minor(),
            version.patch(),
            dnnl.get_effective_cpu_isa().intern());
  }
}
