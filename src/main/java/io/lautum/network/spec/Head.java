package io.lautum.network.spec;

import io.lautum.Text;
import java.io.Serializable;
import java.util.List;

/**
 * An auxiliary head: layers behind an output that are trained, averaged and saved in checkpoints,
 * and that the model file leaves out.
 *
 * @param name name of the head's output, under which a term requests it
 * @param input output of the network that the head reads
 * @param layers layers in order
 */
public record Head(String name, String input, List<Layer> layers) implements Serializable {
  /**
   * @throws IllegalArgumentException if there are no layers
   */
  public Head {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(Text.format("head [%s] has no layers", name));
    }
  }
}
