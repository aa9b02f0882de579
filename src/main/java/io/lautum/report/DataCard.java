package io.lautum.report;

import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.result.Inspection.ClassSamples;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;

/**
 * The facts about the data, with sample images.
 *
 * @param manifest counts, classes and checksums
 * @param source null without a source
 */
public record DataCard(Manifest manifest, Domain source, Domain target) {
  private static final String DOUBT = "Doubt: ";

  /**
   * One dataset.
   *
   * @param role role of the dataset in the experiment
   * @param samples sample images by class; may be empty
   * @param findings sentences on what the preparation found out
   */
  public record Domain(
      String role, DatasetSummary facts, List<Samples> samples, List<String> findings) {}

  /** Images of one class, as data URIs. */
  public record Samples(String name, List<String> images) {}

  static DataCard of(
      Manifest manifest, List<ClassSamples> sourceSamples, List<ClassSamples> targetSamples) {
    DatasetSummary source = manifest.source();
    DatasetSummary target = manifest.target();
    return new DataCard(
        manifest,
        source == null
            ? null
            : domain("Source", source, sourceSamples, findings(manifest, source.name()::equals)),
        domain(
            "Target",
            target,
            targetSamples,
            findings(
                manifest,
                dataset ->
                    dataset.equals(target.name())
                        || source == null
                        || !dataset.equals(source.name()))));
  }

  private static Domain domain(
      String role, DatasetSummary facts, List<ClassSamples> samples, List<String> findings) {
    return new Domain(role, facts, samples(samples, facts.classes()), findings);
  }

  /** Returns what was found out about all datasets, without doubts, with the datasets' names. */
  static List<String> findings(Manifest manifest) {
    return findings(manifest, dataset -> true);
  }

  /**
   * Returns what was found out about some datasets. The sets of a target that are in separate
   * places are datasets with separate names.
   */
  private static List<String> findings(Manifest manifest, Predicate<String> datasets) {
    return manifest.findings().stream()
        .filter(found -> datasets.test(found.dataset()))
        .flatMap(
            found ->
                found.sentences().stream()
                    .filter(sentence -> !sentence.startsWith(DOUBT))
                    .map(sentence -> found.dataset() + ": " + sentence))
        .distinct()
        .toList();
  }

  /** Returns the probable mistakes in all datasets, with the datasets' names. */
  static List<String> doubts(Manifest manifest) {
    return manifest.findings().stream()
        .flatMap(
            found ->
                found.sentences().stream()
                    .filter(sentence -> sentence.startsWith(DOUBT))
                    .map(sentence -> found.dataset() + ": " + sentence.substring(DOUBT.length())))
        .distinct()
        .toList();
  }

  /** Returns the same for this card's manifest. */
  public List<String> doubts() {
    return doubts(manifest);
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

  /** Returns a PNG as a URI that contains it; an empty text without a picture. */
  static String dataUri(byte[] png) {
    return png.length == 0
        ? ""
        : "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
