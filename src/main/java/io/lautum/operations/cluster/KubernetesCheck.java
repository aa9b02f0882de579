package io.lautum.operations.cluster;

import io.lautum.ResourceException;
import io.lautum.Text;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;

/**
 * Checks that the API server of Kubernetes accepts connections, for which Spark's client tries for
 * minutes and then shows a stack trace.
 */
final class KubernetesCheck {
  /** The start of such a master's address. */
  static final String SCHEME = "k8s://";

  /** Setting of Spark: set in the driver's pod of cluster mode. */
  private static final String IN_DRIVER = "spark.kubernetes.submitInDriver";

  private static final Set<String> PROXIES = Set.of("https_proxy", "http_proxy", "all_proxy");

  private final URI address;
  private final Duration patience;
  private final boolean behindProxy;

  /**
   * @param environment variables of the process
   */
  KubernetesCheck(SparkConf conf, Map<String, String> environment) {
    String server = conf.get("spark.master").substring(SCHEME.length());
    if (conf.getBoolean(IN_DRIVER, false)) {
      server = conf.get("spark.kubernetes.driver.master", "https://kubernetes.default.svc");
    }
    address = URI.create(server.contains("://") ? server : "https://" + server);
    patience = CheckSettings.masterWait(conf);
    behindProxy =
        environment.keySet().stream()
            .anyMatch(name -> PROXIES.contains(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Waits for the API server. Does nothing if a proxy may stand between, because the client then
   * does not connect to the server itself.
   *
   * @throws ResourceException if the server accepts no connection
   */
  void require() {
    // Java has no host for a name with an underscore.
    if (!behindProxy && address.getHost() != null) {
      new ConnectionCheck(
              Text.format("the API server %s of Kubernetes", address),
              List.of(InetSocketAddress.createUnresolved(address.getHost(), port())),
              "--master",
              patience)
          .require();
    }
  }

  private int port() {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return address.getScheme().equals("http") ? 80 : 443;
  }
}
