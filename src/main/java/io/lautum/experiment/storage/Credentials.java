package io.lautum.experiment.storage;

import io.lautum.Text;
import io.lautum.UserException;
import java.util.regex.Pattern;

/**
 * Keeps credentials out of locations. Locations are written to the resolved configuration, markers
 * and reports; Spark and Hadoop have separate settings, credential providers and tokens.
 */
public final class Credentials {
  /** Matches a user followed by a colon and a password, but not a port. */
  private static final Pattern IN_LOCATION =
      Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://[^/@:]*:(?!\\d+(?:/|$))[^@]*@");

  private Credentials() {}

  /**
   * Rejects a location with a password.
   *
   * @param key key of the location, for the message
   * @throws UserException if it contains a password, which the message does not repeat
   */
  public static void requireNone(String key, String location) {
    if (IN_LOCATION.matcher(location).find()) {
      throw new UserException(
          Text.format(
              "%s = %s://***@…: expected a location without user and password; pass them to Hadoop,"
                  + " for example with --spark-conf spark.hadoop.fs.s3a.… or a credential provider",
              key, location.substring(0, location.indexOf(':'))));
    }
  }
}
