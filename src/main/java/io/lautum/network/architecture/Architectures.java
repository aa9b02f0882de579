package io.lautum.network.architecture;

import io.lautum.Text;
import io.lautum.UserException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds architectures by the value of {@code network.architecture}. */
public final class Architectures {
  private static final String MLP = "mlp";
  private static final Pattern WIDTHS = Pattern.compile("mlp((?:-[1-9]\\d{0,4}){1,16})");

  private static final Map<String, Architecture> BY_NAME =
      new TreeMap<>(
          Map.of(
              "lenet",
              new LeNet(),
              "cnn",
              new Cnn(),
              "linear",
              new Linear(),
              MLP,
              new Mlp(Mlp.WIDTHS),
              "wrn-16-2",
              new WideResNet(16, 2),
              "wrn-28-2",
              new WideResNet(28, 2),
              "wrn-16-4",
              new WideResNet(16, 4)));

  private Architectures() {}

  /**
   * Returns an architecture; {@code mlp-512-64} is a perceptron with layers of these widths.
   *
   * @throws UserException if no architecture has this name
   */
  public static Architecture named(String name) {
    Matcher widths = WIDTHS.matcher(name);
    if (widths.matches()) {
      String[] units = widths.group(1).substring(1).split("-");
      return new Mlp(Arrays.stream(units).map(Integer::valueOf).toList());
    }
    Architecture architecture = BY_NAME.get(name);
    if (architecture == null) {
      throw new UserException(
          Text.format(
              "network.architecture = %s: expected one of %s",
              name, String.join(", ", BY_NAME.keySet())));
    }
    return architecture;
  }
}
