package io.lautum.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats the command line that reproduces an experiment so that it can be published: values of
 * keys that name a secret become {@code ***}, the working directory {@code .}, home directories
 * {@code ~}, and the user name in a path {@code USER}.
 */
final class ReproducibleCommand {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)^(.*?(?:secret|password|passwd|token|credential|(?:access|account)\\.?key)[^=]*=).*");
  private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]+@");
  private static final Pattern HOME = Pattern.compile("(?<![\\w.-])(?:/home|/Users)/[^/\\s:]+");
  private static final Pattern SAFE = Pattern.compile("[\\w@%+=:,./~*-]+");

  private ReproducibleCommand() {}

  static String of(String command, List<String> args) {
    StringBuilder line = new StringBuilder("submit/lautum ").append(command);
    for (String arg : args) {
      line.append(' ').append(quote(anonymous(arg)));
    }
    return line.toString();
  }

  static String anonymous(String arg) {
    String text = SECRET.matcher(arg).replaceFirst("$1***");
    text = USER_INFO.matcher(text).replaceAll("://***@");
    text = replaceDirectory(text, System.getProperty("user.dir"), ".");
    text = replaceDirectory(text, System.getProperty("user.home"), "~");
    text = HOME.matcher(text).replaceAll("~");
    String user = System.getProperty("user.name");
    return user == null || user.isEmpty()
        ? text
        : text.replaceAll("(?<=/)" + Pattern.quote(user) + "(?=/|$)", "USER");
  }

  private static String replaceDirectory(String text, String directory, String replacement) {
    if (directory == null || directory.length() < 2) {
      return text;
    }
    return text.replaceAll(
        "(?<![\\w.-])" + Pattern.quote(directory) + "(?=/|$)",
        Matcher.quoteReplacement(replacement));
  }

  private static String quote(String arg) {
    return SAFE.matcher(arg).matches() ? arg : "'" + arg.replace("'", "'\\''") + "'";
  }
}
