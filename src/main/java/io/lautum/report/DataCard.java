package io.lautum.report;

import io.lautum.data.shard.Manifest;
import io.lautum.experiment.result.Inspection.ClassSamples;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The facts about the data, with sample images.
 *
 * @param manifest counts, classes and checksums
 */
public record DataCard(Manifest manifest, Domain source, Domain target) {

  /**
   * One dataset.
   *
   * @param role role of the dataset in the experiment
   * @param samples sample images by class; may be empty
   * @param findings sentences on what the preparation found out
   */
  public record Domain(
      String role, Manifest.Domain facts, List<Samples> samples, List<String> findings) {}

  /** Images of one class, as data URIs. */
  public record Samples(String name, List<String> images) {}

  static DataCard of(Manifest manifest, List<ClassSamples> source, List<ClassSamples> target) {
    return new DataCard(
        manifest,
        domain("Source", manifest.source(), source, manifest),
        domain("Target", manifest.target(), target, manifest));
  }

  private static Domain domain(
      String role, Manifest.Domain facts, List<ClassSamples> samples, Manifest manifest) {
    List<String> findings =
        manifest.findings().stream()
            .filter(found -> found.dataset().equals(facts.name()))
            .flatMap(found -> found.sentences().stream())
            .distinct()
            .toList();
    return new Domain(role, facts, samples(samples, facts.classes()), findings);
  }

  /** Returns what was found out about all datasets, each sentence with its dataset's name. */
  static List<String> findings(Manifest manifest) {
    return manifest.findings().stream()
        .flatMap(
            found -> found.sentences().stream().map(sentence -> found.dataset() + ": " + sentence))
        .distinct()
        .toList();
  }

  private static List<Samples> samples(List<ClassSamples> all, List<String> classes) {
    List<Samples> samples = new ArrayList<>();
    for (ClassSamples one : all) {
      if (one.label() >= 0 && one.label() < classes.size() && !one.pngs().isEmpty()) {
        samples.add(
            new Samples(
                classes.get(one.label()), one.pngs().stream().map(DataCard::dataUri).toList()));
      }
    }
    return samples;
  }

  /** Returns a PNG as a URI that contains it. */
  static String dataUri(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
