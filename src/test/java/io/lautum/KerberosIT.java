package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the whole program on YARN and HDFS that ask for Kerberos tickets, for longer than the
 * delegation tokens of its executors are valid.
 */
@Tag("long")
class KerberosIT {
  /** Long enough for a container to start with a token, also on a busy machine. */
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(120);

  private static final Pattern NEW_TOKENS =
      Pattern.compile("HadoopDelegationTokenManager: Updating delegation tokens");
  private static final int MINUTES = 12;

  @TempDir static Path folder;
  private static MiniKdc kdc;
  private static MiniDFSCluster hdfs;
  private static YarnCluster yarn;
  private static Path keytab;
  private static String root;

  @BeforeAll
  static void start() throws Exception {
    Properties settings = MiniKdc.createConf();
    settings.setProperty(MiniKdc.KDC_BIND_ADDRESS, "localhost");
    kdc = new MiniKdc(settings, Files.createDirectory(folder.resolve("kdc")).toFile());
    kdc.start();
    Path servers = folder.resolve("servers.keytab");
    kdc.createPrincipal(servers.toFile(), "hdfs/localhost", "HTTP/localhost");
    keytab = folder.resolve("lautum.keytab");
    kdc.createPrincipal(keytab.toFile(), "lautum");
    Configuration secure = secure(servers.toString());
    UserGroupInformation.setConfiguration(secure);
    UserGroupInformation.loginUserFromKeytab(principal("hdfs/localhost"), servers.toString());
    hdfs = new MiniDFSCluster.Builder(secure).numDataNodes(1).build();
    hdfs.waitActive();
    root = hdfs.getURI().toString();
    FileSystem files = hdfs.getFileSystem();
    for (String path : List.of("/runs", "/user/lautum")) {
      files.mkdirs(new org.apache.hadoop.fs.Path(path));
      files.setOwner(new org.apache.hadoop.fs.Path(path), "lautum", "lautum");
    }
    Configuration base = new Configuration(hdfs.getConfiguration(0));
    base.set("fs.defaultFS", root);
    yarn = new YarnCluster(folder, 1, 4096, base, "-Djava.security.krb5.conf=" + kdc.getKrb5conf());
  }

  private static Configuration secure(String servers) {
    Configuration secure = new Configuration();
    secure.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    secure.set("hadoop.security.authentication", "kerberos");
    secure.setBoolean("hadoop.security.authorization", true);
    for (String server : List.of("dfs.namenode", "dfs.datanode")) {
      secure.set(server + ".kerberos.principal", principal("hdfs/localhost"));
      secure.set(server + ".keytab.file", servers);
    }
    secure.set("dfs.web.authentication.kerberos.principal", principal("HTTP/localhost"));
    secure.set("dfs.web.authentication.kerberos.keytab", servers);
    secure.setBoolean("dfs.block.access.token.enable", true);
    // Real data nodes have ports below 1024 or encrypted transfers.
    secure.setBoolean("ignore.secure.ports.for.testing", true);
    for (String server : List.of("yarn.resourcemanager", "yarn.nodemanager")) {
      secure.set(server + ".principal", principal("hdfs/localhost"));
      secure.set(server + ".keytab", servers);
    }
    secure.setBoolean("yarn.resourcemanager.webapp.delegation-token-auth-filter.enabled", false);
    secure.setLong("dfs.namenode.delegation.token.max-lifetime", TOKEN_LIFE.toMillis());
    secure.setLong("dfs.namenode.delegation.token.renew-interval", TOKEN_LIFE.toMillis());
    // A connection is not authenticated again, so it must end before its token.
    secure.setInt("ipc.client.connection.maxidletime", 1000);
    return secure;
  }

  private static String principal(String name) {
    return name + "@" + kdc.getRealm();
  }

  @AfterAll
  static void stop() throws Exception {
    if (yarn != null) {
      yarn.close();
    }
    if (hdfs != null) {
      hdfs.shutdown();
    }
    if (kdc != null) {
      kdc.stop();
    }
    UserGroupInformation.reset();
  }

  /**
   * The executors are paused until the tokens that they have are no longer valid, as in a training
   * of days.
   */
  @Test
  void runOutlivesTheTokensOfItsExecutors() throws Exception {
    Path experiment = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    Path log = folder.resolve("job.log");
    Process job =
        yarn.begin(
            List.of(
                "--deploy-mode",
                "client",
                "--conf",
                "spark.executor.instances=2",
                "--conf",
                "spark.network.timeout=10m",
                "--conf",
                "spark.kerberos.principal=" + principal("lautum"),
                "--conf",
                "spark.kerberos.keytab=" + keytab),
            SmallExperiment.runArguments(
                experiment.toUri().toString(),
                root + "/runs",
                "scratch,standard",
                "--labels=10",
                "-D",
                "finetune.on=executors"),
            log);
    while (!exists("/runs/small/pretrain/standard/history.jsonl")) {
      assertThat(job.waitFor(50, TimeUnit.MILLISECONDS)).as(() -> WrittenFiles.text(log)).isFalse();
    }
    List<ProcessHandle> executors = YarnCluster.containers("YarnCoarseGrainedExecutorBackend");
    signal("STOP", executors);
    Thread.sleep(TOKEN_LIFE.plusSeconds(5).toMillis());
    assertThat(exists("/runs/small/finetune/standard/labels-10/draw-1/_SUCCESS")).isFalse();
    signal("CONT", executors);

    assertThat(job.waitFor(MINUTES, TimeUnit.MINUTES)).as(() -> WrittenFiles.text(log)).isTrue();
    assertThat(job.exitValue()).as(() -> WrittenFiles.text(log)).isZero();
    assertThat(exists("/runs/small/finetune/standard/labels-10/draw-1/_SUCCESS")).isTrue();
    assertThat(NEW_TOKENS.matcher(Files.readString(log)).results().count()).isGreaterThan(1);
  }

  private static boolean exists(String path) throws IOException {
    return hdfs.getFileSystem().exists(new org.apache.hadoop.fs.Path(path));
  }

  private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
    assertThat(processes).isNotEmpty();
    for (ProcessHandle process : processes) {
      Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
      assertThat(kill.waitFor()).isZero();
    }
  }
}
