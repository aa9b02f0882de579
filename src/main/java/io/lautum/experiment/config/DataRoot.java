package io.lautum.experiment.config;

import java.nio.file.Path;

/** The folder below which relative dataset paths lie, on any Hadoop file system. */
record DataRoot(String folder) {
  /**
   * Returns the first of these that is set: the key {@code data.root} from the command line, the
   * environment variable {@code LAUTUM_DATA}, the key from the experiment file, {@code data} next
   * to the project.
   */
  static DataRoot choose(String override, String environment, String configured) {
    for (String candidate : new String[] {override, environment, configured}) {
      if (candidate != null && !candidate.isBlank()) {
        return new DataRoot(candidate);
      }
    }
    return new DataRoot(Path.of(System.getProperty("lautum.home", "."), "data").toString());
  }

  /** Returns {@code path} unchanged if it is absolute or has a scheme, otherwise below the root. */
  String resolve(String path) {
    boolean absolute = path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    return absolute ? path : folder + "/" + path;
  }
}
