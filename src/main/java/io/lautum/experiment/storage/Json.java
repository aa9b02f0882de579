package io.lautum.experiment.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads and writes the JSON files of an experiment. Files that are malformed or too long cause a
 * DataException. Values are bound to the fields of the requested types: a file never names a type.
 * Jackson itself rejects more than 1000 levels of nesting.
 */
public final class Json {
  /** Far more than files need that do not grow with images and classes. */
  public static final int MAX_BYTES = 64 << 20;

  /**
   * Limit for results. 20 bytes per class probability are 26,000 images of 1,000 classes, and a
   * confusion matrix of 1,000 classes has 3 MB.
   */
  public static final int MAX_RESULT_BYTES = 512 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // A diverged run's history contains NaN, but its report must still be readable.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .annotationIntrospector(new RequiredValues())
          .build();

  /** Rejects null for a required field, which Jackson only requires to be present. */
  private static final class RequiredValues extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public JsonSetter.Value findSetterInfo(Annotated field) {
      return field instanceof AnnotatedMember member
              && Boolean.TRUE.equals(hasRequiredMarker(member))
          ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
          : super.findSetterInfo(field);
    }
  }

  private Json() {}

  /** Reads one value from the whole stream; {@code name} and {@code expected} are for messages. */
  public static <T> T read(InputStream in, String name, String expected, Class<T> type) {
    return read(in, name, expected, type, MAX_BYTES);
  }

  /** Reads one value, of at most {@link #MAX_RESULT_BYTES}, from the whole stream. */
  public static <T> T readResult(InputStream in, String name, String expected, Class<T> type) {
    return read(in, name, expected, type, MAX_RESULT_BYTES);
  }

  private static <T> T read(
      InputStream in, String name, String expected, Class<T> type, int limit) {
    try {
      byte[] json = new LimitedInput(in, name, limit).readAllBytes();
      FormatVersion.requireReadable(json, name);
      return requireValue(MAPPER.readValue(json, type), name, expected);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? name : name + ", line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new DataException(message(where, expected, e), e);
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads one value from a whole file.
   *
   * @param reader converts the content; receives the file's name for messages
   */
  public static <T> T readFile(
      FileSystem files, Path path, BiFunction<InputStream, String, T> reader) throws IOException {
    try (InputStream in = files.open(path)) {
      return reader.apply(in, path.toString());
    }
  }

  /** Reads one value from one line of a file. */
  public static <T> T readLine(String line, String where, String expected, Class<T> type) {
    FormatVersion.requireReadable(line.getBytes(StandardCharsets.UTF_8), where);
    try {
      return requireValue(MAPPER.readValue(line, type), where, expected);
    } catch (JsonProcessingException e) {
      throw new DataException(message(where, expected, e), e);
    }
  }

  /**
   * Writes indented UTF-8 with the {@link FormatVersion} and a final line feed; leaves the stream
   * open.
   */
  public static void write(Object value, OutputStream out) throws IOException {
    out.write(bytes(value));
    out.write('\n');
  }

  private static byte[] bytes(Object value) throws IOException {
    JsonNode versioned = FormatVersion.addTo(MAPPER.<JsonNode>valueToTree(value));
    return MAPPER.writeValueAsBytes(versioned);
  }

  /**
   * Writes a whole file atomically.
   *
   * @throws DataException if it would be too long to be read again
   */
  public static void writeFile(FileSystem files, Path path, Object value) throws IOException {
    byte[] json = bytes(value);
    if (json.length >= MAX_RESULT_BYTES) {
      throw new DataException(
          Text.format(
              "%s: expected at most %d bytes, found %d; use fewer images, classes or methods",
              path, MAX_RESULT_BYTES, json.length));
    }
    AtomicFile.write(
        files,
        path,
        out -> {
          out.write(json);
          out.write('\n');
        });
  }

  /** Returns why JSON is malformed, without the place. */
  public static String reason(IOException e) {
    return e instanceof JsonProcessingException malformed
        ? malformed.getOriginalMessage()
        : e.getMessage();
  }

  private static <T> T requireValue(T value, String where, String expected) {
    if (value == null) {
      throw new DataException(where + ": expected " + expected + ", found null");
    }
    return value;
  }

  private static String message(String where, String expected, JsonProcessingException e) {
    // Immutable lists and maps of records reject null.
    String reason =
        e.getCause() instanceof NullPointerException
            ? "a list or map in it contains null"
            : e.getOriginalMessage();
    return where + ": expected " + expected + ": " + reason;
  }
}
