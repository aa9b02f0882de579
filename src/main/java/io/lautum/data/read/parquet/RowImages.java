package io.lautum.data.read.parquet;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.ImageFile;
import io.lautum.data.image.Background;
import io.lautum.data.image.DecodedImage;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.OpenCvImage;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;

/** Decodes the images of rows. */
final class RowImages implements Closeable {
  private final ImageColumn column;
  private final LinkedImages links;
  private final Configuration hadoop;
  private final Background background;
  private final ImageDecoder decoder;

  /**
   * @param links where the files are if the column has paths
   */
  RowImages(ImageColumn column, LinkedImages links, Configuration hadoop, Background background) {
    this.column = column;
    this.links = links;
    this.hadoop = hadoop;
    this.background = background;
    this.decoder = new ImageDecoder(background);
  }

  /**
   * A row and what its image is called.
   *
   * @param name path of the image, or else the place of the row relative to the dataset
   * @param where path of the image's file, or else of the table's with the number of the row, and
   *     the row's path if it has one
   */
  record Named(Group row, String name, String where) {}

  /**
   * Returns a row's image by its names.
   *
   * @param number position of the row in the file, from 0
   * @throws DataException if the row has a path that leads out of the images' folder
   */
  Named named(TablePart part, long number, Group row) throws IOException {
    String where = part.file() + "#" + number;
    if (column.kind() != ImageColumn.Kind.PATH) {
      String path = path(row);
      return path == null || path.isBlank()
          ? new Named(row, part.rowName(number), where)
          : new Named(row, path, Text.format("%s (%s)", where, path));
    }
    String text = text(row, column.name());
    if (text == null || text.isBlank()) {
      return new Named(row, part.rowName(number), where);
    }
    String inside = links.inside(where, text);
    links.requireInside(hadoop, inside);
    return new Named(row, inside, links.folder() + "/" + inside);
  }

  /** Returns the path that a row has next to or in the image; null or blank if it has none. */
  private String path(Group row) {
    String path = column.paths() == null ? null : text(row, column.paths());
    boolean named = path != null && !path.isBlank();
    return !named && column.kind() == ImageColumn.Kind.OPENCV && has(row, column.name())
        ? text(row.getGroup(column.name(), 0), ImageColumn.ORIGIN)
        : path;
  }

  private static boolean has(Group row, String field) {
    return row.getFieldRepetitionCount(field) > 0;
  }

  private static String text(Group row, String field) {
    return has(row, field) ? row.getBinary(field, 0).toStringUsingUTF8() : null;
  }

  /**
   * Decodes an image.
   *
   * @throws DataException if it is bad
   */
  DecodedImage decode(Named image) throws IOException {
    return column.kind() == ImageColumn.Kind.OPENCV
        ? openCv(image).decode(image.where(), background)
        : decoder.decode(image.where(), content(image));
  }

  /**
   * Returns an image's shape without decoding it where the format allows that.
   *
   * @throws DataException if the image is bad
   */
  ImageShape shape(Named image) throws IOException {
    return column.kind() == ImageColumn.Kind.OPENCV
        ? openCv(image).shape(image.where())
        : decoder.shape(image.where(), content(image));
  }

  private byte[] content(Named image) throws IOException {
    Group row = image.row();
    String field = column.name();
    if (has(row, field) && column.kind() == ImageColumn.Kind.PATH) {
      if (image.name().isBlank() || text(row, field).isBlank()) {
        throw missing(image);
      }
      return links.read(hadoop, image.name());
    }
    if (has(row, field) && column.kind() == ImageColumn.Kind.STRUCT) {
      row = row.getGroup(field, 0);
      field = ImageColumn.BYTES;
    }
    if (!has(row, field)) {
      throw missing(image);
    }
    byte[] content = row.getBinary(field, 0).getBytes();
    ImageFile.checkedSize(image.where(), content.length);
    return content;
  }

  private DataException missing(Named image) {
    return new DataException(
        Text.format(
            "%s: expected %s, found null",
            image.where(),
            column.kind() == ImageColumn.Kind.PATH ? "a path" : "the bytes of an image"));
  }

  private OpenCvImage openCv(Named image) {
    if (!has(image.row(), column.name())) {
      throw missing(image);
    }
    Group struct = image.row().getGroup(column.name(), 0);
    return new OpenCvImage(
        number(struct, ImageColumn.HEIGHT),
        number(struct, ImageColumn.WIDTH),
        number(struct, ImageColumn.CHANNELS),
        number(struct, ImageColumn.MODE),
        has(struct, ImageColumn.DATA) ? struct.getBinary(ImageColumn.DATA, 0).getBytes() : null);
  }

  private static int number(Group struct, String field) {
    return has(struct, field) ? struct.getInteger(field, 0) : -1;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
