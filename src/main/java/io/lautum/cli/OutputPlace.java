package io.lautum.cli;

import io.lautum.Text;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an option whose value is a file or a folder to write. Hadoop's local file system cannot
 * write a name with a colon, because it forms the names of temporary and checksum files from it.
 */
final class OutputPlace implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    String place = new Place().convert(value);
    String whole = place.replaceAll("/+$", "");
    if (whole.substring(whole.lastIndexOf('/') + 1).contains(":") && !place.endsWith("://")) {
      throw new TypeConversionException(
          Text.format(
              "\"%s\": Hadoop cannot write a file or folder with a colon in its name; choose"
                  + " another name",
              value));
    }
    return place;
  }
}
