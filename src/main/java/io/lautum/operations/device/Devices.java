package io.lautum.operations.device;

import io.lautum.Text;
import org.nd4j.linalg.factory.Nd4j;

/** The devices of a backend, as seen by the threads of this process. */
public interface Devices {
  /** Returns the name of the backend, for messages. */
  String backend();

  /** Returns whether the devices are GPUs. */
  boolean areGpus();

  /** Returns the number of devices. */
  int count();

  /** Makes this thread compute on a device from now on. */
  void select(int ordinal);

  /**
   * Adds a few numbers on the thread's device. This fails on a GPU for which the backend has no
   * code.
   */
  void compute();

  /** Returns the devices of the backend that ND4J has loaded. */
  static Devices ofNd4j() {
    boolean gpus = CudaBackend.isLoaded();
    return new Devices() {
      @Override
      public String backend() {
        return Nd4j.getBackend().getClass().getSimpleName();
      }

      @Override
      public boolean areGpus() {
        return gpus;
      }

      @Override
      public int count() {
        return Nd4j.getAffinityManager().getNumberOfDevices();
      }

      @Override
      public void select(int ordinal) {
        // Otherwise ND4J distributes its threads over all devices that the process sees.
        Nd4j.getAffinityManager().unsafeSetDevice(ordinal);
      }

      @Override
      public void compute() {
        double sum = Nd4j.ones(4).addi(1).sumNumber().doubleValue();
        if (sum != 8) {
          throw new IllegalStateException(Text.format("4 times 1 + 1 is %s on this device", sum));
        }
      }
    };
  }
}
