package io.lautum.experiment.storage;

import io.lautum.Text;
import io.lautum.UserException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Files and folders as users write them, in options and in experiment files. */
public final class Places {
  /** A name followed by a colon and a slash names a file system, such as {@code s3a://}. */
  private static final Pattern FILE_SYSTEM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

  private static final Pattern WEB = Pattern.compile("(?i)https?:/.*");

  private static final Pattern COLON_IN_FIRST_NAME = Pattern.compile("[^/]*:.*");

  /**
   * Option of Spark's readers. If it is {@code false}, they take a path literally; otherwise {@code
   * [ ] { } * ?} and the backslash in it are a pattern of names.
   */
  public static final String PATTERNS = "__globPaths__";

  private Places() {}

  /**
   * Replaces a leading {@code ~} by the user's home folder, as shells do only in some places.
   *
   * @param hadoop settings of the file systems; asked if there is a home folder to replace
   * @throws UserException if the place is in another user's home folder or on a web server, or if
   *     Hadoop would take its first name for a file system
   */
  public static String expand(String place, Supplier<Configuration> hadoop) {
    if (place.equals("~") || place.startsWith("~/")) {
      String home = System.getProperty("user.home") + place.substring(1);
      boolean local = "file".equals(FileSystem.getDefaultUri(hadoop.get()).getScheme());
      return local ? home : "file:" + home;
    }
    if (place.startsWith("~")) {
      throw new UserException(
          Text.format(
              "\"%s\": only ~/ is replaced by a home folder; write an absolute path, or ./%s for"
                  + " a folder of that name",
              place, place));
    }
    if (WEB.matcher(place).matches()) {
      throw new UserException(
          Text.format(
              "\"%s\": files on web servers are not read; download it, and name the file or folder",
              place));
    }
    if (COLON_IN_FIRST_NAME.matcher(place).matches() && !FILE_SYSTEM.matcher(place).matches()) {
      throw new UserException(
          Text.format(
              "\"%s\": Hadoop takes what is before a colon for the name of a file system; write an"
                  + " absolute path",
              place));
    }
    return place;
  }

  /**
   * Returns a sentence about a name with a colon that Hadoop has rejected, also in the name of the
   * checksum file that belongs to it; empty for other failures.
   */
  public static Optional<String> rejectedName(Throwable failure) {
    if (failure instanceof URISyntaxException uri
        && uri.getReason().equals("Relative path in absolute URI")) {
      String name = uri.getInput().replaceFirst("^\\.(.*)\\.(?:crc|tmp)$", "$1");
      return Optional.of(
          Text.format(
              "\"%s\": Hadoop does not support this name, because it has a colon; rename the file",
              name));
    }
    return Optional.empty();
  }

  /**
   * Returns for messages the folder that a place is relative to: the current folder, or the user's
   * folder on another file system. Empty if the place is absolute.
   */
  public static String base(String place, Configuration hadoop) {
    if (place.startsWith("/") || FILE_SYSTEM.matcher(place).matches()) {
      return "";
    }
    try {
      URI folder = FileSystem.get(hadoop).getWorkingDirectory().toUri();
      return " in " + ("file".equals(folder.getScheme()) ? folder.getPath() : folder);
    } catch (IOException e) {
      // The message is about the place, not about the file system.
      return "";
    }
  }
}
