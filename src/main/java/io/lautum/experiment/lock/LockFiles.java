package io.lautum.experiment.lock;

import io.lautum.DataException;
import io.lautum.ResourceException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.OutputFile;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;

/** The files {@code .lock-ID} of a folder: the owner's own file and those of other owners. */
final class LockFiles {
  static final String PREFIX = ".lock-";

  private final FileSystem files;
  private final Path folder;
  private final Path own;

  /**
   * @param id unique name of the owner
   */
  LockFiles(FileSystem files, Path folder, String id) {
    // Hadoop's checksum files are avoided: each beat would have to replace a second file.
    this.files = files instanceof LocalFileSystem local ? local.getRaw() : files;
    this.folder = folder;
    this.own = new Path(folder, PREFIX + id);
  }

  /**
   * Creates a folder unless it exists.
   *
   * @return whether it has been created
   * @throws UserException if it cannot be a folder, because it is below a file
   * @throws ResourceException if the file system refuses to create it
   */
  static boolean makeFolder(FileSystem files, Path folder) throws IOException {
    try {
      if (files.exists(folder) && files.getFileStatus(folder).isDirectory()) {
        return false;
      }
      if (!files.mkdirs(folder)) {
        throw new ResourceException(
            Text.format(
                "%s: cannot be created; check the permissions of the folder above it, and that its"
                    + " file system can be written",
                folder));
      }
      return true;
    } catch (ParentNotDirectoryException | FileAlreadyExistsException e) {
      throw new UserException(
          Text.format("%s: expected a folder or a new name: %s", folder, e.getMessage()), e);
    }
  }

  /** Returns the path of the owner's own file. */
  Path own() {
    return own;
  }

  /** Returns whether the owner's own file exists. */
  boolean isPresent() throws IOException {
    return files.exists(own);
  }

  /** Writes the owner's own file, or replaces it. */
  void write(LockOwner owner) throws IOException {
    try (OutputStream out = OutputFile.create(files, own)) {
      Json.write(owner, out);
    }
  }

  /** Deletes the owner's own file. */
  void delete() throws IOException {
    files.delete(own, false);
  }

  /** Deletes a file of another owner. */
  void delete(Path other) throws IOException {
    files.delete(other, false);
  }

  /** Deletes the folder if it contains no file. */
  void deleteFolderIfEmpty() throws IOException {
    if (files.exists(folder) && files.listStatus(folder).length == 0) {
      files.delete(folder, false);
    }
  }

  /** Returns the files of all other owners. */
  List<Path> others() throws IOException {
    List<Path> others = new ArrayList<>();
    for (FileStatus found : files.listStatus(folder)) {
      String name = found.getPath().getName();
      if (name.startsWith(PREFIX) && !name.equals(own.getName())) {
        others.add(found.getPath());
      }
    }
    return others;
  }

  /** Returns whether another owner has the lock. */
  boolean isHeldByAnother() throws IOException {
    for (Path other : others()) {
      byte[] content = read(other);
      if (content != null && owner(content).filter(LockOwner::holds).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the present content of a file, or null if it does not exist. */
  byte[] read(Path path) throws IOException {
    try (var in = files.open(path)) {
      return in.readNBytes(Json.MAX_BYTES);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  /** Returns the owner; empty if the content is incomplete, because the file is being written. */
  static Optional<LockOwner> owner(byte[] content) {
    try {
      LockOwner found =
          Json.read(new ByteArrayInputStream(content), PREFIX, "an owner", LockOwner.class);
      return Optional.of(found).filter(owner -> owner.id() != null && owner.machine() != null);
    } catch (DataException e) {
      return Optional.empty();
    }
  }
}
