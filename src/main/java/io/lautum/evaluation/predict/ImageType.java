package io.lautum.evaluation.predict;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How a column has images: as files in binary values, as Spark's source {@code binaryFile} reads
 * them; as files in a struct's field {@code bytes}, as Hugging Face stores them; or as pixels in
 * the struct of Spark's source {@code image}. The components are indices of a struct's fields.
 *
 * @param content field of the files or pixels; -1 for binary values
 * @param origin field of the images' names; -1 if there is none
 * @param height field of heights, or -1 if the images are not decoded; likewise the others
 */
record ImageType(int content, int origin, int height, int width, int channels, int mode)
    implements Serializable {
  /** The accepted types, for messages. */
  static final String EXPECTED =
      "binary, struct<bytes:binary,…>, Spark's struct<origin,height,width,nChannels,mode,data>";

  private static final List<String> NUMBERS = List.of("height", "width", "nChannels", "mode");

  /** Returns the type of a column; empty if it has no images. */
  static Optional<ImageType> of(DataType column) {
    if (column.equals(DataTypes.BinaryType)) {
      return Optional.of(new ImageType(-1, -1, -1, -1, -1, -1));
    }
    if (!(column instanceof StructType struct)) {
      return Optional.empty();
    }
    int origin = field(struct, "origin", DataTypes.StringType);
    int[] numbers =
        NUMBERS.stream().mapToInt(name -> field(struct, name, DataTypes.IntegerType)).toArray();
    int data = field(struct, "data", DataTypes.BinaryType);
    if (data >= 0 && Arrays.stream(numbers).allMatch(number -> number >= 0)) {
      return Optional.of(
          new ImageType(data, origin, numbers[0], numbers[1], numbers[2], numbers[3]));
    }
    int bytes = field(struct, "bytes", DataTypes.BinaryType);
    int path = field(struct, "path", DataTypes.StringType);
    return bytes < 0 ? Optional.empty() : Optional.of(new ImageType(bytes, path, -1, -1, -1, -1));
  }

  private static int field(StructType struct, String name, DataType type) {
    int index = Arrays.asList(struct.fieldNames()).indexOf(name);
    return index >= 0 && struct.fields()[index].dataType().equals(type) ? index : -1;
  }

  boolean isStruct() {
    return content >= 0;
  }

  /** Returns whether the column has pixels instead of files. */
  boolean isDecoded() {
    return height >= 0;
  }
}
