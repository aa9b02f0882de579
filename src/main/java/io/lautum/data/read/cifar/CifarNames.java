package io.lautum.data.read.cifar;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.file.StoredFile;
import io.lautum.data.image.ClassNames;
import io.lautum.data.pickle.PickleCallable;
import io.lautum.data.pickle.PickleReader;
import io.lautum.data.pickle.PickleStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Reads the class names from the file that a version of CIFAR has for them. */
final class CifarNames {
  /** Upper bound for the size of a file of names. */
  private static final int NAMES_BYTES = 1 << 16;

  private CifarNames() {}

  /**
   * Returns the class names by label: those of the file, or the published ones if there is no file.
   *
   * @throws DataException if the file is malformed
   */
  static List<String> read(Configuration hadoop, CifarFiles files, CifarLayout format)
      throws IOException {
    StoredFile file = files.names(format).orElse(null);
    if (file == null) {
      return format.names();
    }
    int expected = format.names().size();
    List<String> names = files.python() ? pickledNames(hadoop, file, format) : lines(hadoop, file);
    if (names.stream().distinct().count() != expected || names.size() != expected) {
      throw new DataException(
          Text.format(
              "%s: expected %d different class names, one per line, found %d, %d of them different",
              file.path(), expected, names.size(), names.stream().distinct().count()));
    }
    for (String name : names) {
      if (!ClassNames.isAllowed(name)) {
        throw new DataException(
            Text.format(
                "%s: expected names of 1 to 255 printable characters, found \"%s\"",
                file.path(), name));
      }
    }
    return names;
  }

  private static List<String> lines(Configuration hadoop, StoredFile file) throws IOException {
    try (BinaryFile text = BinaryFile.open(hadoop, file)) {
      String content = new String(text.readUpTo(NAMES_BYTES), StandardCharsets.UTF_8);
      return content.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
  }

  private static List<String> pickledNames(
      Configuration hadoop, StoredFile file, CifarLayout format) throws IOException {
    try (BinaryFile pickle = BinaryFile.open(hadoop, file)) {
      Map<Object, Object> meta = PickleReader.read(pickle);
      List<Object> names = PickleStack.list(meta.get(format.namesKey()));
      if (names == null || names.stream().anyMatch(name -> PickleCallable.text(name) == null)) {
        throw new DataException(
            Text.format(
                "%s: expected a list \"%s\" of class names, found only the keys %s",
                file.path(), format.namesKey(), meta.keySet()));
      }
      return names.stream().map(PickleCallable::text).toList();
    }
  }
}
