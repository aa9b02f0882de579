package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.lautum.Text;
import io.lautum.UserException;
import java.io.Serializable;

/**
 * One block of the configuration, read with its limits. Every failure names the whole key, the
 * value found, where it was set, and what is allowed.
 */
public final class Section implements Serializable {
  private final Config root;
  private final String prefix;

  Section(Config root, String prefix) {
    this.root = root;
    this.prefix = prefix.isEmpty() ? "" : prefix + ".";
  }

  /** Returns the block {@code name} inside this one. */
  public Section at(String name) {
    return new Section(root, prefix + name);
  }

  /**
   * Returns the value of a key of this block.
   *
   * @throws UserException if it is missing or not allowed
   */
  public <T> T get(Key<T> key) {
    return get(key, key.type());
  }

  /** Returns the value of a key of this block, which must be of another type. */
  <T> T get(Key<?> key, KeyType<T> type) {
    String path = prefix + key.path();
    T value;
    try {
      value = type.reader().apply(root, path);
    } catch (ConfigException.WrongType
        | ConfigException.BadValue
        | NumberFormatException
        | ArithmeticException e) {
      throw invalid(key, type.allowed());
    } catch (ConfigException.Missing e) {
      throw new UserException(Text.format("%s is not set: expected %s", path, type.allowed()), e);
    }
    if (!type.isAllowed().test(value)) {
      throw invalid(key, type.allowed());
    }
    return value;
  }

  /**
   * Returns the failure of a key of this block.
   *
   * @param allowed allowed values; the message continues "expected …"
   */
  public UserException invalid(Key<?> key, String allowed) {
    String path = prefix + key.path();
    return invalid(path, root.getValue(path), allowed);
  }

  /** Returns the failure of the value at a whole path. */
  static UserException invalid(String path, ConfigValue value, String allowed) {
    return new UserException(
        Text.format(
            "%s = %s (%s): expected %s",
            path, shown(value), value.origin().description(), allowed));
  }

  /** Returns a value as HOCON on one line. */
  static String shown(ConfigValue value) {
    return value.render(ConfigRenderOptions.concise());
  }
}
