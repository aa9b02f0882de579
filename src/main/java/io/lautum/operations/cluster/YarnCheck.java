package io.lautum.operations.cluster;

import io.lautum.ResourceException;
import io.lautum.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.net.NetUtils;

/**
 * Checks that a resource manager of YARN accepts connections, for which Hadoop's client tries a
 * quarter of an hour.
 */
final class YarnCheck {
  private static final String ADDRESS = "yarn.resourcemanager.address";
  private static final String HOST = "yarn.resourcemanager.hostname";
  private static final int PORT = 8032;

  private final Configuration settings;
  private final Duration patience;

  YarnCheck(Configuration hadoop, Duration patience) {
    settings = new Configuration(hadoop);
    settings.addResource("yarn-site.xml");
    this.patience = patience;
  }

  /**
   * Waits for a resource manager.
   *
   * @throws ResourceException if none accepts a connection
   */
  void require() {
    new ConnectionCheck(
            "YARN's resource manager",
            addresses().stream().map(address -> NetUtils.createSocketAddr(address, PORT)).toList(),
            "HADOOP_CONF_DIR",
            patience)
        .require();
  }

  /** Returns the addresses of all resource managers, of which one is active. */
  List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    for (String id : settings.getTrimmedStringCollection("yarn.resourcemanager.ha.rm-ids")) {
      addresses.add(address("." + id));
    }
    return addresses.isEmpty() ? List.of(address("")) : addresses;
  }

  private String address(String suffix) {
    String host = settings.get(HOST + suffix, "0.0.0.0");
    return settings.get(ADDRESS + suffix, Text.format("%s:%d", host, PORT));
  }
}
