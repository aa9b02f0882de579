package io.lautum.pipeline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * The models that are there after a stage.
 *
 * @param files model file by name: the method of a pre-trained model; method, labels and draw of a
 *     fine-tuned one
 */
public record Models(Map<String, Path> files) {
  public Models {
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }
}
