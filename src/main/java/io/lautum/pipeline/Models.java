package io.lautum.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * The models that exist after a stage.
 *
 * @param files model files by name; the name is the method of a pre-trained model, or method,
 *     labels and draw of a fine-tuned one
 */
public record Models(Map<String, Path> files) {
  public Models {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }
}
