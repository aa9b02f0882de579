package io.lautum.experiment.config;

import io.lautum.UserException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * The server on which finished runs are recorded in addition to their directories.
 *
 * @param mlflow address of an MLflow tracking server, without a final slash; empty for none
 * @param experiment name of the experiment on the server
 */
public record TrackingConfig(String mlflow, String experiment) {
  private static final Key<String> SERVER =
      Key.of("uri", KeyType.text(), "")
          .doc(
              "Address of an MLflow tracking server, http://host:port or https://host:port; empty"
                  + " switches tracking off.");
  private static final Key<String> EXPERIMENT =
      Key.of("experiment", KeyType.text(), "")
          .doc(
              "Name of the experiment on the server, which is created if it is missing; empty means"
                  + " the value of the key experiment.");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "tracking.mlflow",
          "The server on which the commands run and benchmark also record finished runs:"
              + " configuration, accuracies and losses. A server that does not answer causes only a"
              + " warning. Its token, if required, is read from the environment variable"
              + " MLFLOW_TRACKING_TOKEN.",
          Set.of(),
          SERVER,
          EXPERIMENT);

  static TrackingConfig read(Section section, String name) {
    Section mlflow = section.at("mlflow");
    String uri = mlflow.get(SERVER);
    String experiment = mlflow.get(EXPERIMENT);
    if (!uri.isEmpty() && !isServer(uri)) {
      throw mlflow.invalid(SERVER, "http://host:port or https://host:port, or an empty string");
    }
    return new TrackingConfig(
        uri.replaceFirst("/+$", ""), experiment.isBlank() ? name : experiment.strip());
  }

  private static boolean isServer(String text) {
    // The text before the host may be a secret, so such a value is not repeated.
    if (text.contains("@")) {
      throw new UserException(
          "tracking.mlflow.uri: expected an address without user and password; set"
              + " MLFLOW_TRACKING_TOKEN in the environment");
    }
    try {
      URI uri = new URI(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Returns whether runs are recorded. */
  public boolean isOn() {
    return !mlflow.isEmpty();
  }
}
