package io.lautum.network.engine;

import io.lautum.Text;
import io.lautum.UserException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What engines have chosen by measurement for a training, such as the fastest algorithm for each
 * convolution. Measurements differ from run to run, and other choices compute other bits, so the
 * choices are part of the training's state. They mean something only to the engine that made them.
 *
 * @param devices choices for each {@link Engine#device}: the value chosen, by what it was chosen
 *     for; for an engine that chooses nothing, an empty map under its name
 */
public record EngineChoices(SortedMap<String, SortedMap<String, String>> devices)
    implements Serializable {
  /** No choices yet: each process makes its own. */
  public static final EngineChoices NONE = new EngineChoices(new TreeMap<>());

  public EngineChoices {
    if (devices == null) {
      throw new IllegalArgumentException("expected devices, found none");
    }
    SortedMap<String, SortedMap<String, String>> copy = new TreeMap<>();
    devices.forEach((device, choices) -> copy.put(device, copy(device, choices)));
    devices = Collections.unmodifiableSortedMap(copy);
  }

  private static SortedMap<String, String> copy(String device, Map<String, String> choices) {
    if (choices == null || choices.containsValue(null)) {
      throw new IllegalArgumentException(
          Text.format("expected choices for [%s], found null", device));
    }
    return Collections.unmodifiableSortedMap(new TreeMap<>(choices));
  }

  /** Returns the choices for one device. */
  public static EngineChoices of(String device, SortedMap<String, String> choices) {
    return new EngineChoices(new TreeMap<>(Map.of(device, choices)));
  }

  /** Returns whether there are no choices yet. */
  public boolean areNone() {
    return devices.isEmpty();
  }

  /** Returns these choices, and those of another process for devices that are missing here. */
  public EngineChoices and(EngineChoices other) {
    SortedMap<String, SortedMap<String, String>> all = new TreeMap<>(other.devices);
    all.putAll(devices);
    return new EngineChoices(all);
  }

  /** Returns each device with the number and the SHA-256 of its choices, if it has any. */
  public String summary() {
    List<String> all = new ArrayList<>();
    devices.forEach((device, choices) -> all.add(device + summary(choices)));
    return String.join("; ", all);
  }

  private static String summary(SortedMap<String, String> choices) {
    return choices.isEmpty()
        ? ""
        : Text.format(": %d choices, SHA-256 %s", choices.size(), hash(choices));
  }

  private static String hash(SortedMap<String, String> choices) {
    try {
      byte[] text = choices.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform has SHA-256.
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns the choices for a device.
   *
   * @throws UserException if there are none for it
   */
  public SortedMap<String, String> on(String device) {
    SortedMap<String, String> choices = devices.get(device);
    if (choices == null) {
      throw new UserException(
          Text.format(
              "the training began on [%s], and this process has [%s], which would give other bits;"
                  + " continue on the device where it began, or use --overwrite to train again",
              String.join("; ", devices.keySet()), device));
    }
    return choices;
  }
}
