package io.lautum.report.tracking;

import java.io.IOException;
import java.time.Duration;

/**
 * A server, and the limits on the time of its requests.
 *
 * @param uri address, without a final slash
 * @param token bearer token; empty for none
 * @param each maximum time per request
 * @param altogether maximum time of all requests of one part of a run together
 * @param uploads maximum time of all uploads of one part of a run together
 */
record Connection(String uri, String token, Duration each, Duration altogether, Duration uploads) {
  Connection(String uri, String token) {
    this(uri, token, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(2));
  }

  /** Returns the server's runs; the time of the requests begins now. */
  MlflowServer server() throws IOException {
    return new MlflowServer(new RestClient(uri + "/api/2.0/mlflow/", token, each, altogether));
  }

  /** Returns a client for uploads below a path; their time begins now. */
  RestClient upload(String path) throws IOException {
    return new RestClient(uri + path, token, uploads, uploads);
  }
}
