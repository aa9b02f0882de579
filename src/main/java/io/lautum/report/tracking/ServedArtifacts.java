package io.lautum.report.tracking;

import io.lautum.Text;
import java.io.IOException;
import java.net.URI;

/**
 * Sends artifacts to the tracking server, which passes them on to its storage: {@code PUT
 * /api/2.0/mlflow-artifacts/artifacts/<path>}. Servers do that unless they were started with {@code
 * --no-serve-artifacts}.
 */
final class ServedArtifacts implements ArtifactStore {
  static final String SCHEME = "mlflow-artifacts:";

  private final RestClient rest;
  private final String root;

  private ServedArtifacts(RestClient rest, String root) {
    this.rest = rest;
    this.root = root;
  }

  /**
   * @param location {@code mlflow-artifacts:/<path>}, or with the server's own host and port
   * @throws IOException if the location is on another server, to which the token must not be sent
   */
  static ServedArtifacts at(String location, Connection connection) throws IOException {
    String path = location.substring(SCHEME.length());
    if (path.startsWith("//")) {
      int end = path.indexOf('/', 2);
      String authority = path.substring(2, end < 0 ? path.length() : end);
      if (!authority.isEmpty()
          && !authority.equalsIgnoreCase(URI.create(connection.uri()).getAuthority())) {
        throw new IOException(
            Text.format("%s: the artifacts are on another server than the runs", location));
      }
      path = end < 0 ? "" : path.substring(end);
    }
    return new ServedArtifacts(
        connection.upload("/api/2.0/mlflow-artifacts/artifacts/"), path.replaceAll("^/+|/+$", ""));
  }

  @Override
  public void put(Upload upload) throws IOException {
    rest.put(RestClient.encoded(root + "/" + upload.path()), upload);
  }
}
