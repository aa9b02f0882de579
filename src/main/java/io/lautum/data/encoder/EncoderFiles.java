package io.lautum.data.encoder;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.ImageFile;
import io.lautum.experiment.storage.LimitedInput;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedSet;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Private copies of an encoder's file and of the files with weights next to it, checked before ONNX
 * Runtime opens them: their size, their place, and that all operators are ONNX's own.
 */
final class EncoderFiles implements Closeable {
  /** The largest message that protocol buffers and ONNX Runtime read. */
  static final long LARGEST_FILE = Integer.MAX_VALUE;

  /** Far more than encoders of images have. */
  static final long LARGEST_WEIGHTS = 16L << 30;

  private static final int MOST_WEIGHT_FILES = 10_000;

  /** Beginning of the name of the folder, before the number of the process. */
  static final String PREFIX = "lautum-encoder-";

  private static final int BUFFER = 1 << 16;

  private final java.nio.file.Path folder;
  private final java.nio.file.Path model;
  private String digest;
  private boolean hasWeightFiles;

  private EncoderFiles(java.nio.file.Path folder, String name) {
    this.folder = folder;
    this.model = folder.resolve(name);
  }

  /**
   * Copies the files to a new folder that only this user may read.
   *
   * @throws DataException if a file is missing, too large, damaged or outside of the encoder's
   *     folder, or there are operators that are not ONNX's own
   */
  static EncoderFiles fetch(Configuration hadoop, String location) throws IOException {
    Path file = new Path(location);
    FileSystem files = file.getFileSystem(hadoop);
    EncoderFiles copies =
        new EncoderFiles(
            Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-"),
            file.getName());
    try {
      copies.copy(files, file);
      return copies;
    } catch (IOException | RuntimeException e) {
      copies.close();
      throw e;
    }
  }

  private void copy(FileSystem files, Path file) throws IOException {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    copy(files, file, model, LARGEST_FILE, sha256);
    OnnxStructure structure;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(model), BUFFER)) {
      structure = OnnxStructure.read(in, file.toString());
    }
    SortedSet<String> custom = structure.customOperators();
    if (!custom.isEmpty()) {
      throw new DataException(
          Text.format(
              "%s: expected only operators of ONNX, found %d others, such as %s",
              file, custom.size(), custom.first()));
    }
    if (structure.weightFiles().size() > MOST_WEIGHT_FILES) {
      throw new DataException(
          Text.format(
              "%s: expected at most %d files with weights, found %d",
              file, MOST_WEIGHT_FILES, structure.weightFiles().size()));
    }
    hasWeightFiles = !structure.weightFiles().isEmpty();
    long left = LARGEST_WEIGHTS;
    for (String name : structure.weightFiles()) {
      requireNextTo(file, name);
      sha256.update(name.getBytes(StandardCharsets.UTF_8));
      Path folderOfFile = files.makeQualified(file).getParent();
      ImageFile.requireInside(files, folderOfFile, name);
      left -= copy(files, new Path(folderOfFile, name), folder.resolve(name), left, sha256);
    }
    digest = HexFormat.of().formatHex(sha256.digest());
  }

  private void requireNextTo(Path file, String name) {
    boolean simple =
        !name.isEmpty()
            && !name.equals(".")
            && !name.equals("..")
            && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c == 0)
            && !name.equals(model.getFileName().toString());
    if (!simple) {
      throw new DataException(
          Text.format(
              "%s: expected weights in the file itself or in files next to it, found the location"
                  + " \"%s\"",
              file, name));
    }
  }

  private static long copy(
      FileSystem files, Path from, java.nio.file.Path to, long limit, MessageDigest sha256)
      throws IOException {
    long size = size(files, from);
    if (size > limit) {
      throw new DataException(
          Text.format("%s: expected an encoder of at most %d bytes, found %d", from, limit, size));
    }
    byte[] buffer = new byte[BUFFER];
    long copied = 0;
    // The limit also holds for a file that grows.
    try (InputStream in = new LimitedInput(files.open(from), from.toString(), limit);
        OutputStream out = Files.newOutputStream(to)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
        out.write(buffer, 0, read);
        copied += read;
      }
    }
    return copied;
  }

  private static long size(FileSystem files, Path file) throws IOException {
    try {
      if (files.getFileStatus(file).isFile()) {
        return files.getFileStatus(file).getLen();
      }
    } catch (FileNotFoundException | AccessControlException e) {
      throw new DataException(file + ": expected a readable file of an encoder, found none", e);
    }
    throw new DataException(file + ": expected a file of an encoder, found a folder");
  }

  /** Returns the encoder's file. */
  java.nio.file.Path model() {
    return model;
  }

  /** Returns whether weights are in other files than the encoder's. */
  boolean hasWeightFiles() {
    return hasWeightFiles;
  }

  /** Returns the SHA-256 of all files, in hexadecimal digits. */
  String digest() {
    return digest;
  }

  /** Deletes the copies. */
  @Override
  public void close() throws IOException {
    try (DirectoryStream<java.nio.file.Path> copies = Files.newDirectoryStream(folder)) {
      for (java.nio.file.Path copy : copies) {
        Files.delete(copy);
      }
    }
    Files.delete(folder);
  }
}
