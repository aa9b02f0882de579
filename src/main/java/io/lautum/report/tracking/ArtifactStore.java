package io.lautum.report.tracking;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;

/** The place of a run's artifacts. */
@FunctionalInterface
interface ArtifactStore {
  /** Writes a file, or replaces it. */
  void put(Upload upload) throws IOException;

  /**
   * Returns the place that a server gave a run. A server that passes artifacts on has the scheme
   * {@code mlflow-artifacts}; otherwise a Hadoop file system writes the files.
   *
   * @param location value of {@code artifact_uri}
   * @throws IOException if files cannot be written to that place
   */
  static ArtifactStore of(String location, Connection connection, Configuration hadoop)
      throws IOException {
    if (!location.startsWith(ServedArtifacts.SCHEME)) {
      boolean sameMachine = isLoopback(URI.create(connection.uri()).getHost());
      return HadoopArtifacts.at(location, sameMachine, hadoop, connection.uploads());
    }
    return ServedArtifacts.at(location, connection);
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
