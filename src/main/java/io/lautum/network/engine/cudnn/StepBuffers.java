package io.lautum.network.engine.cudnn;

import io.lautum.Text;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Node;
import io.lautum.network.step.StepSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values that cross between the host and the device in a step, for all rows. */
final class StepBuffers {
  private final int rows;
  private final Map<String, Integer> widths = new LinkedHashMap<>();
  private final List<String> heads;

  private final Buffer images;
  private final Buffer imageGradient;
  private final Buffer outputs;

  /** The outputs' gradients, then the heads' factors, so that one copy brings all. */
  private final Buffer gradients;

  StepBuffers(NetworkGraph network, StepSpec step, Device device) {
    rows = step.rows();
    step.outputs().forEach(name -> widths.put(name, network.width(name)));
    heads = network.nodes().stream().filter(Node::auxiliary).map(Node::head).distinct().toList();
    int width = widths.values().stream().mapToInt(Integer::intValue).sum();
    long imageBytes = (long) rows * network.input().size() * Float.BYTES;
    images = device.allocate(imageBytes);
    imageGradient = step.imageGradient() ? device.allocate(imageBytes) : null;
    outputs = device.allocate((long) rows * width * Float.BYTES);
    gradients = device.allocate(((long) rows * width + heads.size()) * Float.BYTES);
  }

  /** Returns the images of all rows. */
  Buffer images() {
    return images;
  }

  /** Returns the gradient with respect to the images; null if it is not needed. */
  Buffer imageGradient() {
    return imageGradient;
  }

  /** Returns the values of an output. */
  Buffer output(String name) {
    return part(outputs, name);
  }

  /** Returns the gradient with respect to an output. */
  Buffer gradient(String name) {
    return part(gradients, name);
  }

  /** Returns the factor on the gradient that leaves a head. */
  Buffer factor(String head) {
    return gradients.part(outputs.length() + heads.indexOf(head), 1);
  }

  private Buffer part(Buffer all, String name) {
    long at = 0;
    for (Map.Entry<String, Integer> output : widths.entrySet()) {
      long length = (long) rows * output.getValue();
      if (output.getKey().equals(name)) {
        return all.part(at, length);
      }
      at += length;
    }
    throw new IllegalArgumentException(
        Text.format("expected an output of %s, got [%s]", widths.keySet(), name));
  }

  /** Waits for the outputs and returns them by name. */
  Map<String, float[]> download(Device device) {
    float[] all = new float[outputs.length()];
    device.download(outputs, all);
    Map<String, float[]> values = new HashMap<>();
    int at = 0;
    for (Map.Entry<String, Integer> output : widths.entrySet()) {
      float[] own = new float[rows * output.getValue()];
      System.arraycopy(all, at, own, 0, own.length);
      values.put(output.getKey(), own);
      at += own.length;
    }
    return values;
  }

  /**
   * Copies gradients to the device.
   *
   * @param byOutput gradients by output; zero if absent
   * @param factors factors by head; 1 if absent
   */
  void upload(Map<String, float[]> byOutput, Map<String, Double> factors, Device device) {
    float[] all = new float[gradients.length()];
    int at = 0;
    for (Map.Entry<String, Integer> output : widths.entrySet()) {
      int length = rows * output.getValue();
      float[] own = byOutput.get(output.getKey());
      if (own != null) {
        System.arraycopy(own, 0, all, at, length);
      }
      at += length;
    }
    for (String head : heads) {
      all[at++] = factors.getOrDefault(head, 1.0).floatValue();
    }
    device.upload(all, gradients);
  }
}
