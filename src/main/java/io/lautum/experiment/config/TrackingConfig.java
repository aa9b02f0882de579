package io.lautum.experiment.config;

import io.lautum.Text;
import io.lautum.UserException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Set;

/**
 * The server on which finished runs are recorded in addition to their directories.
 *
 * @param mlflow address of an MLflow tracking server, without a final slash; empty for none
 * @param experiment name of the experiment on the server
 * @param artifacts whether the run's files are uploaded
 * @param draws whether each draw is a nested run
 * @param model {@link #NONE}, {@link #BEST}, or the name of a method
 * @param registeredModel name in the model registry; empty for none
 * @param alias alias of the registered version; empty for none
 */
public record TrackingConfig(
    String mlflow,
    String experiment,
    boolean artifacts,
    boolean draws,
    String model,
    String registeredModel,
    String alias) {
  /** The value of {@code model} that uploads no model. */
  public static final String NONE = "none";

  /** The value of {@code model} that uploads the model of the most accurate method. */
  public static final String BEST = "best";

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

  private static final Key<Boolean> ARTIFACTS =
      Key.of("artifacts", KeyType.flag(), true)
          .doc(
              "Whether report.html, results.json, provenance.json and resolved.conf are uploaded.");
  private static final Key<Boolean> DRAWS =
      Key.of("draws", KeyType.flag(), true)
          .doc("Whether each draw of each method and number of labels is also a nested run.");
  private static final Key<String> MODEL =
      Key.of("model", KeyType.text(), NONE)
          .doc(
              "Model that is uploaded as an MLflow model: none, best, or the name of a method; best"
                  + " is the method with the highest mean accuracy at the largest number of labels."
                  + " The model is the one of draw 1.");
  private static final Key<String> REGISTERED_MODEL =
      Key.of("registered-model", KeyType.text(), "")
          .doc(
              "Name in the model registry under which the uploaded model becomes a new version;"
                  + " empty registers nothing.");
  private static final Key<String> ALIAS =
      Key.of("alias", KeyType.text(), "")
          .doc("Alias that the new version of the registered model receives; empty for none.");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "tracking.mlflow",
          "The server on which the commands run and benchmark also record finished runs:"
              + " configuration, accuracies, losses, files and a model. A server that does not"
              + " answer causes only a warning. Its token, if required, is read from the"
              + " environment variable MLFLOW_TRACKING_TOKEN.",
          Set.of(),
          SERVER,
          EXPERIMENT,
          ARTIFACTS,
          DRAWS,
          MODEL,
          REGISTERED_MODEL,
          ALIAS);

  static TrackingConfig read(Section section, String name) {
    Section mlflow = section.at("mlflow");
    String uri = mlflow.get(SERVER);
    String experiment = mlflow.get(EXPERIMENT);
    if (!uri.isEmpty() && !isServer(uri)) {
      throw mlflow.invalid(SERVER, "http://host:port or https://host:port, or an empty string");
    }
    String model = mlflow.get(MODEL);
    return new TrackingConfig(
        uri.replaceFirst("/+$", ""),
        experiment.isBlank() ? name : experiment.strip(),
        mlflow.get(ARTIFACTS),
        mlflow.get(DRAWS),
        model,
        registeredModel(mlflow, model),
        alias(mlflow));
  }

  private static String registeredModel(Section mlflow, String model) {
    String name = mlflow.get(REGISTERED_MODEL);
    // MLflow's addresses models:/<name>/<version> leave no room for these characters.
    if (!name.matches("[^/:]*") || !name.isEmpty() && name.isBlank()) {
      throw mlflow.invalid(REGISTERED_MODEL, "a name without '/' and ':', or an empty string");
    }
    if (!name.isEmpty() && model.equals(NONE)) {
      throw mlflow.invalid(
          REGISTERED_MODEL, "an empty string if tracking.mlflow.model = none; set it to best");
    }
    return name;
  }

  private static String alias(Section mlflow) {
    String alias = mlflow.get(ALIAS);
    if (!alias.matches("[A-Za-z0-9_-]*") || alias.matches("(?i)latest|v\\d+")) {
      throw mlflow.invalid(ALIAS, "letters, digits, '_' and '-', other than latest and v1, v2, …");
    }
    if (!alias.isEmpty() && mlflow.get(REGISTERED_MODEL).isEmpty()) {
      throw mlflow.invalid(ALIAS, "an empty string unless tracking.mlflow.registered-model is set");
    }
    return alias;
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

  /**
   * Checks that the model is one of the methods of a command that records its run. Other commands
   * have other methods.
   *
   * @throws UserException if there is no such method
   */
  public void requireModelOf(List<String> methods) {
    if (hasModel() && !model.equals(BEST) && !methods.contains(model)) {
      throw new UserException(
          Text.format(
              "tracking.mlflow.model = %s: expected none, best or one of methods: %s",
              model, String.join(", ", methods)));
    }
  }

  /** Returns whether a model is uploaded. */
  public boolean hasModel() {
    return !model.equals(NONE);
  }

  /** Returns whether runs are recorded. */
  public boolean isOn() {
    return !mlflow.isEmpty();
  }
}
