package io.lautum.experiment.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;

/**
 * The version of the form of the JSON files that this program writes, their field {@code format}. A
 * file without the field has version 1, because earlier versions of the program did not write it.
 * Fields that readers may ignore can be added without a new version; every other change of a file
 * needs one.
 */
public final class FormatVersion {
  /** The field's name. */
  public static final String FIELD = "format";

  /** The version that this program writes; it also reads earlier ones. */
  public static final int CURRENT = 1;

  private static final JsonFactory JSON = new JsonFactory();

  private FormatVersion() {}

  /** Returns an object with the version as its first field. */
  static ObjectNode addTo(ObjectNode object) {
    ObjectNode versioned = object.objectNode().put(FIELD, CURRENT);
    return versioned.setAll(object);
  }

  /** Returns an object as indented JSON with the version as its first field. */
  public static byte[] write(ObjectMapper mapper, Object value) throws IOException {
    ObjectNode versioned = addTo(mapper.<ObjectNode>valueToTree(value));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(versioned);
  }

  /** Returns the JSON value with the version if it is an object. */
  static JsonNode addTo(JsonNode value) {
    return value instanceof ObjectNode object ? addTo(object) : value;
  }

  /**
   * Checks that this program can read a file.
   *
   * @param json content of the file; if it is malformed, its reader reports that
   * @param name name of the file, for the message
   * @throws DataException if a newer program wrote the file
   */
  public static void requireReadable(byte[] json, String name) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean isVersion = parser.currentName().equals(FIELD);
        JsonToken value = parser.nextToken();
        if (isVersion && (value.isNumeric() || value == JsonToken.VALUE_STRING)) {
          requireReadable(parser.getText(), name);
          return;
        }
        parser.skipChildren();
      }
    } catch (IOException e) {
      // Malformed: the reader of the values reports where.
    }
  }

  /**
   * Checks that this program can read a file.
   *
   * @param version value of the field; null if the file does not have it
   * @param name name of the file, for the message
   * @throws DataException if a newer program wrote the file
   */
  static void requireReadable(String version, String name) {
    if (version == null) {
      return;
    }
    boolean known = version.matches("[1-9]\\d{0,8}");
    if (!known || Integer.parseInt(version) > CURRENT) {
      throw new DataException(
          Text.format(
              "%s has format version %s, and this version of the program reads format version %d;"
                  + " use the version of the program that wrote the file, or a newer one",
              name, version, CURRENT));
    }
  }
}
