package io.lautum.experiment.config;

import java.util.Set;

/**
 * Other formats in which fine-tuned models are written in addition.
 *
 * @param onnx whether {@code model.onnx} stands next to every fine-tuned model
 */
public record ExportConfig(boolean onnx) {
  private static final Key<Boolean> ONNX =
      Key.of("onnx", KeyType.flag(), false)
          .doc(
              "Whether every fine-tuned model is also written as model.onnx, after ONNX Runtime has"
                  + " computed the same outputs with it.");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "export",
          "Formats for other programs, next to the fine-tuned models; docs/serving.md describes"
              + " them.",
          Set.of(),
          ONNX);

  static ExportConfig read(Section section) {
    return new ExportConfig(section.get(ONNX));
  }
}
