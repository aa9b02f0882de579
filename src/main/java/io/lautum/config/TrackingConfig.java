package io.lautum.config;

import io.lautum.UserException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where finished runs are recorded beside their own directory.
 *
 * @param mlflow address of an MLflow tracking server, without a final slash; empty for none
 * @param experiment the name there
 */
public record TrackingConfig(String mlflow, String experiment) {
  private static final String URI_KEY = "tracking.mlflow.uri";

  static TrackingConfig read(Section section, String name) {
    Section mlflow = section.at("mlflow");
    String uri = mlflow.text("uri");
    String experiment = mlflow.text("experiment");
    if (!uri.isEmpty() && !isServer(uri)) {
      throw mlflow.invalid("uri", "http://host:port or https://host:port, or nothing");
    }
    return new TrackingConfig(
        uri.replaceFirst("/+$", ""), experiment.isBlank() ? name : experiment.strip());
  }

  private static boolean isServer(String text) {
    // Whatever comes before the host may be a secret: such a value is not repeated.
    if (text.contains("@")) {
      throw new UserException(
          URI_KEY
              + ": expected an address without user and password: set MLFLOW_TRACKING_TOKEN in the"
              + " environment");
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
