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
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads and writes the JSON files of an experiment. Files that are malformed, or longer than {@link
 * #MAX_BYTES}, cause a DataException. Values are bound to the fields of the requested types: a file
 * never names a type. Jackson itself rejects more than 1000 levels of nesting.
 */
public final class Json {
  /** Far more than any of these files needs. */
  public static final int MAX_BYTES = 64 << 20;

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
    try {
      byte[] json = new LimitedInput(in, name, MAX_BYTES).readAllBytes();
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
    JsonNode versioned = FormatVersion.addTo(MAPPER.<JsonNode>valueToTree(value));
    out.write(MAPPER.writeValueAsString(versioned).getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  /** Writes a whole file atomically. */
  public static void writeFile(FileSystem files, Path path, Object value) throws IOException {
    AtomicFile.write(files, path, out -> write(value, out));
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
