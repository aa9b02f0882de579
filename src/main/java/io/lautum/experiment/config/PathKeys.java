package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.storage.Places;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The keys whose values are files or folders. */
final class PathKeys {
  private static final List<String> KEYS =
      List.of(
          "data.root",
          "source.path",
          "target.path",
          "target.labelled",
          "target.unlabelled",
          "target.test",
          "image.encoder.model");

  private PathKeys() {}

  /**
   * Replaces {@code ~} at the start of paths by the home folder.
   *
   * @throws UserException if Hadoop would take a path for another one; the message names the key
   */
  static Config expanded(Config config, Configuration hadoop) {
    Config expanded = config;
    for (String key : KEYS) {
      if (config.hasPath(key) && config.getValue(key).valueType() == ConfigValueType.STRING) {
        String given = config.getString(key);
        String place = expanded(key, given, hadoop);
        if (!place.equals(given)) {
          String origin = config.getValue(key).origin().description();
          expanded = expanded.withValue(key, ConfigValueFactory.fromAnyRef(place, origin));
        }
      }
    }
    return expanded;
  }

  /** Does the same for one place. */
  static String expanded(String key, String place, Configuration hadoop) {
    try {
      return Places.expand(place, () -> hadoop);
    } catch (UserException e) {
      throw new UserException(Text.format("%s = %s", key, e.getMessage()), e);
    }
  }
}
