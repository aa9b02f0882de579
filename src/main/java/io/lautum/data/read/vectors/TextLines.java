package io.lautum.data.read.vectors;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.DataStream;
import io.lautum.data.read.TextCharset;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
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

  /** Opens a file in UTF-8, or UTF-16 with a byte order mark, as characters without this mark. */
  static Reader reader(Configuration hadoop, String file) throws IOException {
    InputStream stream = new BufferedInputStream(DataStream.open(hadoop, new Path(file)));
    stream.mark(TextCharset.BYTES);
    byte[] start = stream.readNBytes(TextCharset.BYTES);
    stream.reset();
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, TextCharset.of(start)));
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
