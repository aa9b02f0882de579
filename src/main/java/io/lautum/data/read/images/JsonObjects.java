package io.lautum.data.read.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.DataException;
import io.lautum.Text;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** Objects in JSON, one per line or in one array, which are parsed one after the other. */
final class JsonObjects implements Iterator<JsonNode>, Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Iterator<String> lines;
  private final MappingIterator<JsonNode> array;
  private int row;

  /**
   * Creates an iterator.
   *
   * @param name path of the table, for messages
   */
  JsonObjects(String name, String text) {
    this.name = name;
    boolean inArray = text.stripLeading().startsWith("[");
    lines = text.lines().filter(line -> !line.isBlank()).iterator();
    try {
      array = inArray ? JSON.readerFor(JsonNode.class).readValues(text) : null;
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      return array == null ? lines.hasNext() : array.hasNextValue();
    } catch (IOException e) {
      row++;
      throw malformed(e);
    }
  }

  /**
   * Returns the next object.
   *
   * @throws DataException if it is malformed or another value
   */
  @Override
  public JsonNode next() {
    row++;
    try {
      JsonNode node = array == null ? JSON.readTree(lines.next()) : array.nextValue();
      if (node.isObject()) {
        return node;
      }
    } catch (IOException e) {
      throw malformed(e);
    }
    throw new DataException(
        Text.format("%s: row %d: expected an object in JSON, found another value", name, row));
  }

  private DataException malformed(IOException e) {
    String fault =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return new DataException(
        Text.format("%s: row %d: expected an object in JSON, found: %s", name, row, fault), e);
  }

  @Override
  public void close() {
    try {
      if (array != null) {
        array.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
