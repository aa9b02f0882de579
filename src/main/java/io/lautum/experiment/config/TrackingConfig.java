package io.lautum.experiment.config;

import io.lautum.UserException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where finished runs are recorded beside their own directory.
 *
 * @param mlflow address of an MLflow tracking server, without a final slash; empty for none
 * @param experiment the name there
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
              "Name of the experiment there, which is created if it is missing; empty means the key"
                  + " experiment.");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "tracking.mlflow",
          "Where the commands run and benchmark also record a finished run: configuration,"
              + " accuracies and losses. A server that does not answer costs a warning, never the"
              + " run. Its token, if it wants one, is the environment's MLFLOW_TRACKING_TOKEN.",
          Set.of(),
          SERVER,
          EXPERIMENT);

  static TrackingConfig read(Section section, String name) {
    Section mlflow = section.at("mlflow");
    String uri = mlflow.get(SERVER);
    String experiment = mlflow.get(EXPERIMENT);
    if (!uri.isEmpty() && !isServer(uri)) {
      throw mlflow.invalid(SERVER, "http://host:port or https://host:port, or nothing");
    }
    return new TrackingConfig(
        uri.replaceFirst("/+$", ""), experiment.isBlank() ? name : experiment.strip());
  }

  private static boolean isServer(String text) {
    // Whatever comes before the host may be a secret: such a value is not repeated.
    if (text.contains("@")) {
      throw new UserException(
          "tracking.mlflow.uri: expected an address without user and password: set"
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

  /** Whether runs are recorded at all. */
  public boolean isOn() {
    return !mlflow.isEmpty();
  }
}
