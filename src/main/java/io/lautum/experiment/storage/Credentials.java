package io.lautum.experiment.storage;

import io.lautum.UserException;
import java.util.regex.Pattern;

/**
 * Keeps credentials out of locations. A location is written to the resolved configuration, markers
 * and reports; Spark and Hadoop have settings, credential providers and tokens of their own.
 */
public final class Credentials {
  /** A user and what follows its colon, unless that is a port. */
  private static final Pattern IN_LOCATION =
      Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://[^/@:]*:(?!\\d+(?:/|$))[^@]*@");

  private Credentials() {}

  /**
   * Refuses a location with a password.
   *
   * @param key what it is the value of, for the message
   * @throws UserException if it has one, which the message does not repeat
   */
  public static void requireNone(String key, String location) {
    if (IN_LOCATION.matcher(location).find()) {
      throw new UserException(
          "%s = %s://***@…: expected a location without user and password: give them to Hadoop, as in --spark-conf spark.hadoop.fs.s3a.… or a credential provider"
              .formatted(key, location.substring(0, location.indexOf(':'))));
    }
  }
}
