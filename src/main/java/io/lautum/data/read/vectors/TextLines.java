package io.lautum.data.read.vectors;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.DataStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The lines of a text file, compressed or not, each at most {@value #MOST_CHARACTERS} long. */
final class TextLines implements Closeable {
  private static final int MOST_CHARACTERS = 1 << 26;

  private final String file;
  private final Reader reader;
  private long number;

  private TextLines(String file, Reader reader) {
    this.file = file;
    this.reader = reader;
  }

  static TextLines open(Configuration hadoop, String file) throws IOException {
    return new TextLines(file, reader(hadoop, file));
  }

  /** Opens a file as characters, without a byte order mark. */
  static Reader reader(Configuration hadoop, String file) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(DataStream.open(hadoop, new Path(file)), StandardCharsets.UTF_8));
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
    return reader;
  }

  /** Returns the next line; null at the end. */
  String next() throws IOException {
    StringBuilder line = new StringBuilder();
    int character = reader.read();
    if (character < 0) {
      return null;
    }
    number++;
    while (character >= 0 && character != '\n') {
      if (line.length() == MOST_CHARACTERS) {
        throw new DataException(
            Text.format(
                "%s: line %d: expected at most %d characters, found more",
                file, number, MOST_CHARACTERS));
      }
      line.append((char) character);
      character = reader.read();
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
