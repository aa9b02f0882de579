package io.lautum.evaluation.predict;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.Background;
import io.lautum.data.image.DecodedImage;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.OpenCvImage;
import org.apache.spark.sql.Row;

/**
 * The columns of a row that contain an image and the image's name.
 *
 * @param image index of the column of images
 * @param type how the column has them
 * @param path index of the column of names, or -1 if there is none
 * @param fault index of the column of faults that kept images from being read, or -1 if there is
 *     none
 */
record ImageColumns(int image, ImageType type, int path, int fault) implements ExampleColumns {
  @Override
  public String name(Row row, long number) {
    int origin = type.origin();
    boolean named = path >= 0 && !row.isNullAt(path);
    if (!named && origin >= 0 && !row.isNullAt(image) && !row.getStruct(image).isNullAt(origin)) {
      return row.getStruct(image).getString(origin);
    }
    return ExampleColumns.super.name(row, number);
  }

  @Override
  public long size(Row row) {
    Row holder = holder(row);
    int content = content(holder, row);
    return holder.isNullAt(content) ? 0 : ((byte[]) holder.get(content)).length;
  }

  /** Returns the struct with the image; the row if there is none. */
  private Row holder(Row row) {
    return type.isStruct() && !row.isNullAt(image) ? row.getStruct(image) : row;
  }

  private int content(Row holder, Row row) {
    return holder == row ? image : type.content();
  }

  /**
   * @throws DataException if the row contains a fault, null instead of an image, or an image that
   *     is damaged
   */
  @Override
  public byte[] example(Row row, String name, ImageDecoder decoder, ImageFit fit) {
    DecodedImage decoded = decode(row, name, decoder, fit.background());
    return fit.apply(decoded.pixels(), decoded.shape());
  }

  private DecodedImage decode(Row row, String name, ImageDecoder decoder, Background background) {
    if (fault >= 0 && !row.isNullAt(fault)) {
      throw new DataException(row.getString(fault));
    }
    Row holder = holder(row);
    int content = content(holder, row);
    if (holder.isNullAt(content)) {
      throw new DataException(Text.format("%s: expected the bytes of an image, found null", name));
    }
    byte[] bytes = (byte[]) holder.get(content);
    return type.isDecoded()
        ? new OpenCvImage(
                number(holder, type.height()),
                number(holder, type.width()),
                number(holder, type.channels()),
                number(holder, type.mode()),
                bytes)
            .decode(name, background)
        : decoder.decode(name, bytes);
  }

  private static int number(Row row, int field) {
    return row.isNullAt(field) ? -1 : row.getInt(field);
  }
}
