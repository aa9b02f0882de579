package io.lautum.experiment.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.lautum.DataException;
import io.lautum.Text;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The file of a marker: a JSON object of strings, with the {@link FormatVersion}. */
record MarkerFile(FileSystem files, Path path) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  boolean exists() throws IOException {
    return files.exists(path);
  }

  /**
   * Reads the content.
   *
   * @throws DataException if it is malformed
   */
  SortedMap<String, String> read() throws IOException {
    byte[] json;
    try {
      json = SmallFile.read(files, path, Json.MAX_BYTES);
    } catch (ChecksumException e) {
      throw unreadable(e.getMessage(), e);
    }
    try {
      SortedMap<String, String> found =
          JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {});
      if (found == null) {
        throw unreadable("found null", null);
      }
      FormatVersion.requireReadable(found.remove(FormatVersion.FIELD), path.toString());
      return found;
    } catch (JsonProcessingException | CharConversionException e) {
      throw unreadable(Json.reason(e), e);
    }
  }

  private DataException unreadable(String reason, IOException cause) {
    return new DataException(
        Text.format(
            "%s: expected a JSON object of configuration values: %s; use --overwrite to recreate"
                + " it",
            path, reason),
        cause);
  }

  void write(SortedMap<String, String> content) throws IOException {
    SortedMap<String, String> versioned = new TreeMap<>(content);
    versioned.put(FormatVersion.FIELD, Integer.toString(FormatVersion.CURRENT));
    byte[] json = JSON.writeValueAsBytes(versioned);
    AtomicFile.write(files, path, out -> out.write(json));
  }

  void delete() throws IOException {
    files.delete(path, false);
  }
}
