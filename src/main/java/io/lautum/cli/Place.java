package io.lautum.cli;

import io.lautum.UserException;
import io.lautum.experiment.storage.Places;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option whose value is a file or a folder. */
final class Place implements ITypeConverter<String> {
  @Override
  public String convert(String value) {
    if (value.isEmpty()) {
      throw new TypeConversionException("expected a file or a folder, found nothing");
    }
    try {
      return Places.expand(value, SparkRuntime::hadoop);
    } catch (UserException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
