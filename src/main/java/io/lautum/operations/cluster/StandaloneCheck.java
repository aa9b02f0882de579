package io.lautum.operations.cluster;

import io.lautum.ResourceException;
import io.lautum.Text;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.internal.config.package$;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.util.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Checks before Spark starts that the master of a standalone cluster answers and that its workers
 * can start the executors. Spark itself stops after a minute with a stack trace if the master does
 * not answer, or waits indefinitely, and never reports that no worker is large enough.
 */
final class StandaloneCheck {
  private static final Logger LOG = LoggerFactory.getLogger(StandaloneCheck.class);
  private static final long POLL_MILLIS = 500;

  private final StandaloneMaster master;
  private final SparkConf conf;
  private final ExecutorSize size;

  StandaloneCheck(StandaloneMaster master, SparkConf conf) {
    this.master = master;
    this.conf = conf;
    this.size = ExecutorSize.of(conf);
  }

  /**
   * Waits for a master, then for workers with enough slots.
   *
   * @param slots number of tasks that must run simultaneously; 0 if only the master is needed
   * @throws ResourceException if one of them is missing after the wait, or immediately if there are
   *     too few GPUs
   */
  void require(int slots) {
    RpcEnv rpc = connection();
    try {
      long start = System.nanoTime();
      boolean logged = false;
      while (true) {
        StandaloneMaster.Answer answer = master.ask(rpc);
        answer.workers().ifPresent(workers -> requireGpus(workers, slots));
        if (answer.workers().filter(workers -> size.slots(workers) >= slots).isPresent()) {
          return;
        }
        Duration patience =
            answer.workers().isPresent()
                ? CheckSettings.slotsWait(conf)
                : CheckSettings.masterWait(conf);
        ResourceException finding = finding(answer, slots);
        if (System.nanoTime() - start >= patience.toNanos()) {
          throw finding;
        }
        if (!logged) {
          LOG.warn("waiting up to {} s: {}", patience.toSeconds(), finding.getMessage());
          logged = true;
        }
        CheckSettings.sleep(POLL_MILLIS);
      }
    } finally {
      rpc.shutdown();
    }
  }

  private void requireGpus(List<StandaloneWorker> workers, int slots) {
    int perExecutor = conf.getInt(Gpus.PER_EXECUTOR, 0);
    if (slots > 0 && perExecutor > 0) {
      Gpus.requireAttainable(StandaloneGpus.of(workers), perExecutor, slots, master.address());
    }
  }

  private ResourceException finding(StandaloneMaster.Answer answer, int slots) {
    Optional<List<StandaloneWorker>> workers = answer.workers();
    if (workers.isEmpty()) {
      return new ResourceException(
          Text.format(
              "the master %s does not answer (%s); start it, correct --master, or wait longer:"
                  + " --spark-conf %s=10m",
              master.address(), String.join("; ", answer.reasons()), CheckSettings.MASTER_WAIT));
    }
    int found = size.slots(workers.get());
    if (found > 0) {
      return (ResourceException) Slots.tooFew(master.address(), false, found, slots, false);
    }
    if (workers.get().isEmpty()) {
      return new ResourceException(
          Text.format(
              "%s has no workers; start some, or wait longer: --spark-conf %s=10m",
              master.address(), CheckSettings.SLOTS_WAIT));
    }
    return new ResourceException(
        Text.format(
            "%s: no worker of %s can start such an executor: %d workers, the largest with %s;"
                + " request less, or start larger workers",
            size, master.address(), workers.get().size(), largest(workers.get())));
  }

  private static StandaloneWorker largest(List<StandaloneWorker> workers) {
    return new StandaloneWorker(
        workers.stream().mapToInt(StandaloneWorker::cores).max().orElse(0),
        workers.stream().mapToInt(StandaloneWorker::memory).max().orElse(0),
        0);
  }

  /** Returns a connection with the settings that Spark would use, and with short deadlines. */
  private RpcEnv connection() {
    SparkConf own = conf.clone();
    String deadline = Math.max(1, Math.min(5, CheckSettings.masterWait(conf).toSeconds())) + "s";
    own.set("spark.rpc.lookupTimeout", deadline).set("spark.rpc.askTimeout", deadline);
    SecurityManager security =
        new SecurityManager(own, Option.empty(), package$.MODULE$.AUTH_SECRET_FILE_DRIVER());
    return RpcEnv.create("lautumCheck", Utils.localCanonicalHostName(), 0, own, security, true);
  }
}
