package io.lautum.data.read.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.parquet.ParquetFile;
import io.lautum.data.read.images.LabelTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The columns of a table that have class and subset of each image.
 *
 * @param label column of the files, or of the names of their folders
 * @param subset column of the subsets; null if there is none
 * @param names class names by label, as Hugging Face stores them in the files; empty if the labels
 *     are the names
 */
record LabelColumns(String label, String subset, List<String> names) implements Serializable {
  private static final String DEFAULT = "label";

  /** Property of a file that has the features of a Hugging Face dataset. */
  private static final String FEATURES = "huggingface";

  private static final ObjectMapper JSON = new ObjectMapper();

  LabelColumns {
    names = List.copyOf(names);
  }

  /**
   * Finds the columns.
   *
   * @param image column of images
   * @param wanted name of the column of labels; empty for the only one with class names, or else
   *     {@code label}
   * @throws DataException if there is no such column
   */
  static LabelColumns find(ParquetFile file, TablePart part, ImageColumn image, String wanted) {
    Set<String> columns = new LinkedHashSet<>();
    for (Type type : file.schema().getFields()) {
      if (type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED)) {
        columns.add(type.getName());
      }
    }
    columns.addAll(part.partitions().keySet());
    columns.remove(image.name());
    Map<String, List<String>> classes = classNames(file);
    String label = wanted;
    if (label.isEmpty()) {
      label = classes.size() == 1 ? classes.keySet().iterator().next() : DEFAULT;
    }
    if (!columns.contains(label)) {
      throw new DataException(
          Text.format(
              "%s: expected a column \"%s\" of labels (key label-column), found the columns %s%s",
              file.name(),
              label,
              ImageColumn.shown(file.schema()),
              part.partitions().isEmpty()
                  ? ""
                  : " and the partitions " + part.partitions().keySet()));
    }
    String subset = LabelTable.subsetColumn(new ArrayList<>(columns), image.name(), label);
    boolean stored = !part.partitions().containsKey(label);
    return new LabelColumns(
        label, subset, stored ? classes.getOrDefault(label, List.of()) : List.of());
  }

  /** Returns the class names of each column that has some. */
  private static Map<String, List<String>> classNames(ParquetFile file) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    String text = file.properties().get(FEATURES);
    if (text == null) {
      return found;
    }
    try {
      JsonNode features = JSON.readTree(text).path("info").path("features");
      features
          .fields()
          .forEachRemaining(
              feature -> {
                List<String> names = new ArrayList<>();
                feature.getValue().path("names").forEach(name -> names.add(name.asText()));
                if (!names.isEmpty() && file.schema().containsField(feature.getKey())) {
                  found.put(feature.getKey(), names);
                }
              });
      return found;
    } catch (JsonProcessingException e) {
      throw new DataException(
          Text.format(
              "%s: property %s: expected JSON, found: %s",
              file.name(), FEATURES, e.getOriginalMessage()),
          e);
    }
  }

  /**
   * Returns the part of a file's schema that has labels and subsets.
   *
   * @throws DataException if neither the file nor its folders have these columns
   */
  MessageType projection(ParquetFile file, TablePart part) {
    List<Type> types = new ArrayList<>();
    for (String column : subset == null ? List.of(label) : List.of(label, subset)) {
      if (part.partitions().containsKey(column)) {
        continue;
      }
      if (!file.schema().containsField(column)) {
        throw new DataException(
            Text.format(
                "%s: expected the column \"%s\" as in the first file, found the columns %s",
                file.name(), column, ImageColumn.shown(file.schema())));
      }
      types.add(file.schema().getType(column));
    }
    return new MessageType(file.schema().getName(), types);
  }

  /**
   * Returns the class of a label; null if it is missing or blank.
   *
   * @param file path of the file; with row group and row for the message
   * @throws DataException if there are class names, but none of this number
   */
  String className(String file, int group, int row, String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    if (names.isEmpty()) {
      return text.strip();
    }
    // Hugging Face marks images without label by −1.
    if (text.equals("-1")) {
      return null;
    }
    int label = number(text);
    if (label < 0 || label >= names.size()) {
      throw new DataException(
          Text.format(
              "%s: row %d of row group %d: expected a label from 0 to %d, found %s",
              file, row, group, names.size() - 1, text));
    }
    return names.get(label);
  }

  /** Returns a whole number, or −1 for any other text; called for each row. */
  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
