package io.lautum.data.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;

/** Reads whole subsets of a reader, in slices, for tests. */
public final class Reading {
  public static final Configuration HADOOP = new Configuration();

  private Reading() {}

  /** Returns the examples of all slices, sorted by id. */
  public static List<Example> all(DatasetReader reader, Split subset, int slices)
      throws IOException {
    List<Example> examples = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      try (DatasetReader.Examples part = reader.read(HADOOP, subset, slice, slices)) {
        part.forEachRemaining(examples::add);
      }
    }
    examples.sort(Comparator.comparingLong(Example::id));
    return examples;
  }

  /** Returns a serialised and deserialised copy, as an executor receives it. */
  public static DatasetReader sent(DatasetReader reader) {
    return SerializationUtils.roundtrip(reader);
  }

  /** Returns each example as {@code id:label:pixels}, with pixels in hexadecimal. */
  public static List<String> text(List<Example> examples) {
    return examples.stream()
        .map(e -> e.id() + ":" + e.label() + ":" + HexFormat.of().formatHex(e.pixels()))
        .toList();
  }
}
