package io.lautum.training.finetune;

import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.network.model.TransferNetwork;
import io.lautum.training.NetworkBlueprint;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The identity of a fine-tuning: trainings with equal digests give models with the same bits. */
final class TrainingDigest {
  private TrainingDigest() {}

  /**
   * Returns the SHA-256 of what determines a fine-tuning.
   *
   * @param origin text that determines the methods' keys and the unlabelled images, which are too
   *     many to read
   * @param weights initial weights
   * @param count number of steps
   */
  static String of(
      String origin,
      FineTuneConfig config,
      TransferNetwork network,
      NetworkBlueprint blueprint,
      float[] weights,
      TargetExamples examples,
      int count,
      long seed) {
    // Without the heads and the terms, which follow from the origin.
    List<Object> values =
        List.of(
            origin,
            network,
            blueprint.engine(),
            blueprint.precision(),
            blueprint.groups(),
            blueprint.optimizer(),
            blueprint.regularization(),
            blueprint.shadowDecay(),
            blueprint.choices().devices(),
            config.steps(),
            count,
            config.earlyStopping(),
            config.layers(),
            config.labelSmoothing(),
            config.balancesClasses(),
            config.augmentation(),
            config.mixup(),
            config.unaugmentedFraction(),
            config.strongAugmentation(),
            config.statistics(),
            examples.unlabelled().count(),
            seed);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DataOutputStream out =
          new DataOutputStream(new DigestOutputStream(OutputStream.nullOutputStream(), digest))) {
        for (Object value : values) {
          byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
          out.writeInt(text.length);
          out.write(text);
        }
        for (float weight : weights) {
          out.writeFloat(weight);
        }
        for (int i = 0; i < examples.labels().length; i++) {
          out.writeInt(examples.labels()[i]);
          out.write(examples.labelled()[i]);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform has SHA-256.
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
