package io.lautum.cli.doctor;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Whether this process sees a file that the driver has written: a folder of a local disk is another
 * folder on each host.
 *
 * @param file the driver's file, qualified
 * @param hadoop settings of its file system
 */
record SharedFileCheck(String file, Configuration hadoop) implements Check {
  @Override
  public String name() {
    return "path " + new Path(file).getParent();
  }

  @Override
  public CheckResult run() throws IOException {
    Path path = new Path(file);
    if (!path.getFileSystem(hadoop).exists(path)) {
      return CheckResult.failed(
          name(),
          "the driver's file " + file + " is not there",
          "choose a --workdir on a file system that driver and executors share");
    }
    // Reading is not writing: executors write shards.
    return new PathCheck(path.getParent().toString(), hadoop).run();
  }
}
