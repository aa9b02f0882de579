package io.lautum.operations.cluster;

import io.lautum.Text;

/**
 * A living worker of a standalone cluster, with all that it has, used or not.
 *
 * @param memory memory for the heaps of executors in MiB
 */
record StandaloneWorker(int cores, int memory, int gpus) {
  @Override
  public String toString() {
    return Text.format("%d cores and %d MiB", cores, memory);
  }
}
