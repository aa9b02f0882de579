package io.lautum.operations.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.apache.commons.io.FileUtils;
import org.slf4j.LoggerFactory;

/**
 * The folder into which JavaCPP unpacks native libraries before it loads them. If it cannot write
 * to the home folder, as for service accounts, JavaCPP uses a folder in {@code /tmp} whose name is
 * predictable, so another account could put libraries there.
 */
final class NativeCache {
  /** JavaCPP's system property. */
  static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  private NativeCache() {}

  /** Sets {@link #PROPERTY}, unless the launcher or the user has. */
  static void choose() {
    if (System.getProperty(PROPERTY) != null) {
      return;
    }
    try {
      Path home = Path.of(System.getProperty("user.home"), ".javacpp");
      Path folder = isPrivate(home) ? home.resolve("cache") : temporary();
      System.setProperty(PROPERTY, folder.toString());
    } catch (IOException e) {
      // Commands without native libraries still work. A field for the log would start the logging
      // with every --help.
      LoggerFactory.getLogger(NativeCache.class)
          .warn("no private folder for native libraries: {}; set -D{}", e.getMessage(), PROPERTY);
    }
  }

  /**
   * Creates the folder if there is none, and returns whether only this process's user can write to
   * it.
   */
  static boolean isPrivate(Path folder) {
    try {
      if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(folder);
      }
      UserPrincipal user = Files.getOwner(Path.of("/proc/self"));
      if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)) {
        return false;
      }
      // An earlier version, or JavaCPP with a generous umask, may have created it.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      return Files.isWritable(folder);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Returns a new folder with the permissions 0700, which is deleted when the process ends. */
  private static Path temporary() throws IOException {
    Path folder = Files.createTempDirectory("lautum-natives-");
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
    return folder;
  }
}
