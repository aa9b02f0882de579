package io.lautum.data.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Kinds of files that people take for images or archives, recognised by their first bytes so that
 * messages can name them and what to do.
 */
public enum KnownContent {
  GIT_LFS("a pointer of Git LFS; get the file with git lfs pull", "version https://git-lfs"),
  HTML(
      "an HTML page, perhaps the error message of a download; download the file again",
      "(?i)(\ufeff|\u00ef\u00bb\u00bf)?\\s*(<!DOCTYPE html|<html)"),
  SVG("an SVG drawing; convert it to PNG", "(?s)\\s*(<\\?xml.*)?<svg"),
  HEIC("an HEIC image; convert it to JPEG or PNG", "(?s)....ftyp(hei|hev|mif1|msf1)"),
  AVIF("an AVIF image; convert it to JPEG or PNG", "(?s)....ftypavi"),
  JPEG_2000("a JPEG 2000 image; convert it to PNG", "(?s)\u0000{3}\u000cjP  |\u00ffO\u00ffQ"),
  JPEG_XL("a JPEG XL image; convert it to PNG", "\u0000{3}\u000cJXL |\u00ff\n"),
  BIG_TIFF("a BigTIFF image; convert it to TIFF or PNG", "II\\+\u0000|MM\u0000\\+"),
  PSD("a Photoshop document; convert it to PNG", "8BPS"),
  PNM("a PBM, PGM or PPM image; convert it to PNG", "P[1-6]\\s"),
  DICOM("a DICOM file; convert its image to PNG", "(?s).{128}DICM"),
  PDF("a PDF document; extract its images", "%PDF"),
  PNG("a PNG image; name its folder", "\u0089PNG"),
  JPEG("a JPEG image; name its folder", "\u00ff\u00d8\u00ff"),
  GIF("a GIF image; name its folder", "GIF8"),
  SEVEN_ZIP("a 7z archive; unpack it", "7z\u00bc\u00af"),
  RAR("a RAR archive; unpack it", "Rar!"),
  ZIP("a zip archive; unpack it", "PK\u0003\u0004"),
  ZSTANDARD("a file compressed with Zstandard; unpack it", "\\(\u00b5/\u00fd"),
  GZIP("a file compressed with gzip; unpack it", "\u001f\u008b"),
  HDF5("an HDF5 file; store its images as PNG files or in a .npz file", "\u0089HDF"),
  MATLAB("a MATLAB file; store its images as PNG files or in a .npz file", "MATLAB "),
  NUMPY("a numpy array; store images and labels in one .npz file", "\u0093NUMPY"),
  IDX("an IDX file; set path to its folder", "(?s)\u0000\u0000[\u0008-\u000e][\u0001-\u0004]"),
  ARROW("an Arrow file; store it as Parquet", "ARROW1"),
  PARQUET("a Parquet file", "PAR1"),
  SQLITE("an SQLite database; store its images as files", "SQLite format");

  private static final int SHOWN_BYTES = 8;
  private static final int HEAD_BYTES = 262;

  private final String description;
  private final Pattern start;

  /**
   * @param description what it is, and what to do
   * @param start regular expression of the first bytes, each as the character of its number
   */
  KnownContent(String description, String start) {
    this.description = description;
    this.start = Pattern.compile(start);
  }

  private static Optional<KnownContent> of(byte[] file) {
    String head =
        new String(file, 0, Math.min(file.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
    return Arrays.stream(values()).filter(kind -> kind.start.matcher(head).lookingAt()).findFirst();
  }

  /** Returns what a file is, for a message; empty if that is not known. */
  static Optional<String> described(byte[] file) {
    return file.length == 0 ? Optional.of("an empty file") : of(file).map(kind -> kind.description);
  }

  /** Returns what a file that should be another one is, or else its first bytes. */
  public static String found(byte[] file) {
    String bytes = HexFormat.of().formatHex(file, 0, Math.min(file.length, SHOWN_BYTES));
    return described(file).orElse(bytes);
  }

  /** Returns what a file that is no dataset is by its name, or else by its content. */
  static String foundAt(String name, byte[] file) {
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean table = suffix.equals("csv") || suffix.equals("tsv") || suffix.equals("jsonl");
    return table
        ? "a table; set path to the folder with the table and the images"
        : described(file).orElse("another file");
  }
}
