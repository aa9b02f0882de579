package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.data.file.Container;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.FolderFiles;
import io.lautum.data.file.ImageFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The folders and images of a container. Files with the suffix of an image are images, even if
 * damaged or too large; others are images if their first bytes are those of one, or if they cannot
 * be read. Files of operating systems are left out.
 */
final class ImageWalk implements Closeable {
  private static final Set<String> IMAGES =
      Set.of(
          "png", "jpg", "jpeg", "jpe", "jfif", "jif", "webp", "bmp", "dib", "gif", "tif", "tiff");

  /** Common suffixes of files whose content is not inspected. */
  private static final Set<String> OTHERS =
      Set.of(
          "txt", "csv", "tsv", "json", "jsonl", "ndjson", "parquet", "xml", "md", "html", "htm",
          "yaml", "yml", "pdf", "zip", "tar", "gz", "tgz", "xz", "bz2", "npy", "npz", "mat", "pkl",
          "py", "ipynb", "mp4");

  private static final Set<String> TABLES =
      Set.of("csv", "tsv", "json", "jsonl", "ndjson", "parquet");

  /** Files without rows that Spark writes next to the parts of a table. */
  private static final Set<String> TABLE_MARKERS =
      Set.of("_SUCCESS", "_metadata", "_common_metadata");

  private static final List<byte[]> MAGIC =
      List.of(
          new byte[] {(byte) 0x89, 'P', 'N', 'G'},
          new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff},
          ascii("GIF8"),
          ascii("BM"),
          new byte[] {'I', 'I', 42, 0},
          new byte[] {'M', 'M', 0, 42});

  /** Suffixes of images in formats that are not read. */
  private static final Set<String> UNREAD =
      Set.of(
          "heic", "heif", "avif", "jp2", "j2k", "jxl", "jxr", "svg", "eps", "ico", "psd", "tga",
          "pcx", "ppm", "pgm", "pbm", "pnm", "exr", "hdr", "dng", "cr2", "cr3", "nef", "arw", "orf",
          "rw2", "dcm", "nii", "fits");

  private static final int HEAD_BYTES = 12;
  private static final int SHOWN_OTHERS = 6;

  private final Container container;
  private byte[] inspected;
  private long others;
  private final List<String> firstOthers = new ArrayList<>();
  private final TreeMap<String, Long> unread = new TreeMap<>();

  ImageWalk(Container container) {
    this.container = container;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns the next folder or file that may belong to the dataset, or null at the end. */
  ContainerEntry next() throws IOException {
    for (ContainerEntry entry = container.next(); entry != null; entry = container.next()) {
      inspected = null;
      if (!entry.systemFile() && !TABLE_MARKERS.contains(name(entry.path()))) {
        if (entry.folder() || isImage(entry)) {
          return entry;
        }
        others++;
        if (firstOthers.size() < SHOWN_OTHERS) {
          firstOthers.add(entry.path());
        }
        if (UNREAD.contains(suffix(entry.path()))) {
          unread.merge("." + suffix(entry.path()), 1L, Long::sum);
        }
        if (isTable(entry.path())) {
          return entry;
        }
      }
    }
    return null;
  }

  /** Returns whether a file may be a table of labels, which {@link #next} returns too. */
  static boolean isTable(String path) {
    return TABLES.contains(suffix(path)) || path.endsWith("val_annotations.txt");
  }

  /**
   * Returns whether a file that may be a table is one only if its content is an array. Spark writes
   * JSON lines to files {@code part-….json}.
   */
  static boolean isDocument(String path) {
    return suffix(path).equals("json") && !name(path).startsWith("part-");
  }

  private boolean isImage(ContainerEntry entry) throws IOException {
    String suffix = suffix(entry.path());
    boolean nowhere = entry.size() == ContainerEntry.NOWHERE && !OTHERS.contains(suffix);
    if (nowhere || IMAGES.contains(suffix)) {
      return true;
    }
    if (OTHERS.contains(suffix) || entry.size() < 1 || entry.size() > ImageFile.MAX_BYTES) {
      return false;
    }
    byte[] head;
    try {
      byte[] start = container.head(HEAD_BYTES);
      inspected = start.length == entry.size() ? start : null;
      head = Arrays.copyOf(start, HEAD_BYTES);
    } catch (DataException e) {
      // It may be an image. Its reader meets the same fault again.
      return true;
    }
    boolean webp = new String(head, StandardCharsets.ISO_8859_1).matches("(?s)RIFF....WEBP");
    return webp
        || MAGIC.stream()
            .anyMatch(magic -> Arrays.equals(magic, Arrays.copyOf(head, magic.length)));
  }

  private static String suffix(String path) {
    String name = name(path);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns whether a file has the suffix of an image. */
  static boolean hasImageSuffix(String path) {
    return IMAGES.contains(suffix(path));
  }

  /** Returns the files of a folder; empty for an archive. */
  Optional<FolderFiles> files() {
    return container.files();
  }

  /** Returns the path of an entry for messages. */
  String path(ContainerEntry entry) {
    return container.name() + "/" + entry.path();
  }

  String name() {
    return container.name();
  }

  /** Reads the file that {@link #next} returned last. */
  byte[] content() throws IOException {
    return inspected == null ? container.content() : inspected;
  }

  /** Returns the number of files that are no images. */
  long others() {
    return others;
  }

  /** Returns the paths of the first files that are no images. */
  List<String> firstOthers() {
    return List.copyOf(firstOthers);
  }

  /** Returns the number of files with the suffix of images that are not read, by suffix. */
  Map<String, Long> unread() {
    return unread;
  }

  @Override
  public void close() throws IOException {
    container.close();
  }
}
