package io.lautum.operations.cluster;

import io.lautum.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.deploy.DeployMessages;
import org.apache.spark.deploy.master.WorkerInfo;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.util.Utils;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * The master of a standalone cluster, which is asked in Spark's own protocol. Driver only.
 *
 * @param address Spark's master, {@code spark://HOST:PORT}, with several hosts if masters stand by
 */
record StandaloneMaster(String address) {
  private static final String SCHEME = "spark://";

  /**
   * An answer, or the reasons why there is none.
   *
   * @param workers the living workers; empty if no master is active
   * @param reasons one reason per master that is not active
   */
  record Answer(Optional<List<StandaloneWorker>> workers, List<String> reasons) {}

  /** Returns the master of a standalone cluster; empty for other cluster managers. */
  static Optional<StandaloneMaster> of(String master) {
    return Optional.of(master).filter(url -> url.startsWith(SCHEME)).map(StandaloneMaster::new);
  }

  /** Asks the masters, one after the other, until one is active. */
  Answer ask(RpcEnv rpc) {
    List<String> reasons = new ArrayList<>();
    for (String url : Utils.parseStandaloneMasterUrls(address)) {
      try {
        DeployMessages.MasterStateResponse state =
            rpc.setupEndpointRef(RpcAddress.fromSparkURL(url), "Master")
                .askSync(
                    DeployMessages.RequestMasterState$.MODULE$,
                    ClassTag$.MODULE$.apply(DeployMessages.MasterStateResponse.class));
        if (state.status().toString().equals("ALIVE")) {
          return new Answer(Optional.of(workers(state.workers())), reasons);
        }
        reasons.add(Text.format("%s is %s", url, state.status()));
      } catch (Exception e) {
        // A stand-by master may be down; Spark throws checked exceptions undeclared.
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while asking the master", e);
        }
        reasons.add(Text.format("%s: %s", url, reason(e)));
      }
    }
    return new Answer(Optional.empty(), reasons);
  }

  /** Returns the message of the first cause, such as a refused connection. */
  private static String reason(Exception failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    return message.lines().findFirst().orElse(cause.getClass().getSimpleName());
  }

  private static List<StandaloneWorker> workers(WorkerInfo[] workers) {
    return Arrays.stream(workers)
        .filter(WorkerInfo::isAlive)
        .map(worker -> new StandaloneWorker(worker.cores(), worker.memory(), gpus(worker)))
        .toList();
  }

  private static int gpus(WorkerInfo worker) {
    Option<ResourceInformation> gpus = worker.resourcesInfo().get(Gpus.RESOURCE);
    return gpus.isEmpty() ? 0 : gpus.get().addresses().length;
  }
}
