package io.lautum.network.architecture;

import io.lautum.Text;
import io.lautum.UserException;
import java.util.Map;
import java.util.TreeMap;

/** Finds architectures by the value of {@code network.architecture}. */
public final class Architectures {
  private static final Map<String, Architecture> BY_NAME =
      new TreeMap<>(
          Map.of(
              "lenet", new LeNet(),
              "cnn", new Cnn(),
              "mlp", new Mlp(),
              "wrn-16-2", new WideResNet(16, 2),
              "wrn-28-2", new WideResNet(28, 2),
              "wrn-16-4", new WideResNet(16, 4)));

  private Architectures() {}

  /**
   * @throws UserException if no architecture has this name
   */
  public static Architecture named(String name) {
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
