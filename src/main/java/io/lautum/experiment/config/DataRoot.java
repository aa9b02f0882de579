package io.lautum.experiment.config;

import java.nio.file.Path;

/** The folder below which relative dataset paths lie, on any Hadoop file system. */
record DataRoot(String folder) {
  /**
   * The first that is set of the key {@code data.root}, if a command-line override gave it, the
   * environment's {@code LAUTUM_DATA}, the key as the experiment file gave it, and {@code data}
   * beside the project.
   */
  static DataRoot choose(String override, String environment, String configured) {
    for (String candidate : new String[] {override, environment, configured}) {
      if (candidate != null && !candidate.isBlank()) {
        return new DataRoot(candidate);
      }
    }
    return new DataRoot(Path.of(System.getProperty("lautum.home", "."), "data").toString());
  }

  /** {@code path} itself where it is absolute or has a scheme, else below the root. */
  String resolve(String path) {
    boolean absolute = path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    return absolute ? path : folder + "/" + path;
  }
}
