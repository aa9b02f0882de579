package io.lautum.experiment.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configuration of one experiment, read and checked once, on the driver.
 *
 * @param name name of the experiment's folder in the work directory
 * @param seed seed of splits, initial weights, batch order and augmentation
 * @param workers number of training workers and of shards
 * @param methods names of methods, in table order
 * @param labels numbers of labelled target examples
 * @param draws number of labelled draws per number of labels
 * @param source the source dataset; null if there is none, which needs separate target sets
 * @param target the target dataset, or its labelled images if its sets are separate
 * @param targetSets places of the target's sets
 * @param image the common shape of the images
 * @param sampling the comparison of ways to train by sampling weights
 * @param evaluateBatch images per forward pass of evaluation
 * @param generalisation the experiment on generalisation
 * @param paper published accuracies (fractions) by method and label count
 * @param paperNote a sentence on how comparable they are; may be empty
 * @param adapt the command {@code adapt}
 * @param tune the search of {@code tune}
 * @param export other formats of the fine-tuned models
 * @param tracking additional record of finished runs
 * @param resolved the whole configuration with every default filled in
 */
public record ExperimentConfig(
    String name,
    long seed,
    int workers,
    List<String> methods,
    List<Integer> labels,
    int draws,
    DatasetConfig source,
    DatasetConfig target,
    TargetSets targetSets,
    ImageConfig image,
    PrepareConfig prepare,
    NetworkConfig network,
    PretrainConfig pretrain,
    FineTuneConfig finetune,
    SamplingConfig sampling,
    int evaluateBatch,
    GeneralisationConfig generalisation,
    Map<String, Map<Integer, Double>> paper,
    String paperNote,
    AdaptConfig adapt,
    TuneConfig tune,
    ExportConfig export,
    TrackingConfig tracking,
    Config resolved) {
  static final Key<String> DATA_ROOT =
      Key.of("data.root", KeyType.text(), "")
          .doc(
              "Folder of the raw datasets. An override with -D has priority over the environment"
                  + " variable LAUTUM_DATA, which has priority over an experiment file; empty means"
                  + " data/ next to the project.");
  private static final Key<String> NAME =
      Key.of("experiment", KeyType.required(), "")
          .doc("Name of the experiment and of its folder in the work directory.");
  private static final Key<Long> SEED =
      Key.of("seed", KeyType.whole(), 1)
          .doc("Seed of splits, initial weights, batch order and augmentation.");
  private static final Key<Integer> WORKERS =
      Key.of("workers", KeyType.atLeast(1), 2)
          .doc(
              "Number of training workers and of shards; another number gives a different, equally"
                  + " valid training.");
  private static final Key<List<String>> METHODS =
      Key.of("methods", KeyType.names(), List.of("scratch", "standard", "lautum"))
          .doc("Methods to compare, in the order of the tables.");
  private static final Key<List<Integer>> LABELS =
      Key.of("labels", KeyType.counts(), List.of(50, 100, 200))
          .doc("Numbers of labelled examples.")
          .unit("examples");
  private static final Key<Integer> DRAWS =
      Key.of("draws", KeyType.atLeast(1), 3).doc("Number of labelled draws per number of labels.");
  private static final Key<Integer> EVALUATE_BATCH =
      Key.of("batch-size", KeyType.atLeast(1), 256).doc("Images per forward pass.").unit("images");
  private static final Key<ConfigObject> PAPER =
      Key.of("paper", KeyType.block(), Map.of())
          .doc(
              "Published accuracies (fractions) to print next to ours, as paper.<method>.<labels> ="
                  + " 0.4796.");
  private static final Key<String> PAPER_NOTE =
      Key.of("paper-note", KeyType.text(), "")
          .doc("A sentence on how comparable the published accuracies are.");

  static final KeyGroup DATA =
      KeyGroup.of(
          "",
          "The random seed and the number of workers.",
          Set.of(ArtefactKind.SHARDS),
          SEED,
          WORKERS);
  static final KeyGroup COMPARISON =
      KeyGroup.of(
          "",
          "The comparison of methods x numbers of labels x draws.",
          Set.of(ArtefactKind.EVALUATION),
          METHODS,
          LABELS,
          DRAWS,
          PAPER,
          PAPER_NOTE);
  static final KeyGroup IDENTITY =
      KeyGroup.of(
          "",
          "The experiment.",
          Set.of(ArtefactKind.EVALUATION, ArtefactKind.GENERALISATION),
          NAME);
  static final KeyGroup RAW_DATA =
      KeyGroup.of("", "The location of the raw datasets.", Set.of(), DATA_ROOT);
  static final KeyGroup EVALUATE =
      KeyGroup.of(
          "evaluate",
          "The evaluation on test images.",
          Set.of(ArtefactKind.EVALUATION, ArtefactKind.GENERALISATION),
          EVALUATE_BATCH);

  static ExperimentConfig read(Config resolved, DataRoot root) {
    Section top = new Section(resolved, "");
    String name = top.get(NAME);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw top.invalid(NAME, "letters, digits, '.', '_' and '-', with a letter or digit first");
    }
    List<String> methods = top.get(METHODS);
    if (methods.isEmpty()) {
      throw top.invalid(METHODS, "at least one method");
    }
    StrongAugmentationConfig strong = StrongAugmentationConfig.read(top.at("strong-augmentation"));
    TargetSets sets = TargetSets.read(top.at("target"), root);
    Keys.groups().stream().filter(KeyGroup::ofSingleMethods).forEach(group -> group.check(top));
    return new ExperimentConfig(
        name,
        top.get(SEED),
        top.get(WORKERS),
        methods,
        top.get(LABELS),
        top.get(DRAWS),
        sets.areSeparate() && !DatasetConfig.isSet(top.at("source"))
            ? null
            : DatasetConfig.read(top.at("source"), root),
        sets.areSeparate()
            ? DatasetConfig.read(top.at("target"), sets.labelled())
            : DatasetConfig.read(top.at("target"), root),
        sets,
        ImageConfig.read(top.at("image"), root),
        PrepareConfig.read(top.at("prepare")),
        NetworkConfig.read(top.at("network")),
        PretrainConfig.read(top.at("pretrain"), strong),
        FineTuneConfig.read(top.at("finetune"), strong),
        SamplingConfig.read(top.at("sampling")),
        top.at("evaluate").get(EVALUATE_BATCH),
        GeneralisationConfig.read(top.at("generalisation")),
        PublishedAccuracies.read(top.get(PAPER)),
        top.get(PAPER_NOTE),
        AdaptConfig.read(top.at("adapt")),
        TuneConfig.read(top.at("tune")),
        ExportConfig.read(top.at("export")),
        TrackingConfig.read(top.at("tracking"), name),
        resolved);
  }

  /**
   * Returns the files or folders of the datasets and the file of the encoder by their keys, such as
   * {@code target.labelled}; keys without a place, as of generated datasets, are left out.
   */
  public Map<String, String> inputPlaces() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("source.path", source == null ? "" : source.path());
    places.put("target.path", targetSets.areSeparate() ? "" : target.path());
    places.put("target.labelled", targetSets.labelled());
    places.put("target.unlabelled", targetSets.unlabelled());
    places.put("target.test", targetSets.test());
    places.put("image.encoder.model", image.encoder().map(EncoderConfig::model).orElse(""));
    places.values().removeIf(String::isBlank);
    return places;
  }

  /** Returns whether a key has its default because neither file nor command line sets it. */
  public boolean isDefault(String key) {
    return Key.isDefault(resolved.getValue(key));
  }

  /**
   * Returns the keys below any of {@code paths} with their values as JSON, for the marker of an
   * artefact that depends on them. Equal values give equal strings, regardless of origin and
   * notation.
   */
  public SortedMap<String, String> values(String... paths) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String path : paths) {
      Config selected = resolved.withOnlyPath(path);
      // Concise rendering, because otherwise lists include the file and line of their origin.
      selected
          .entrySet()
          .forEach(e -> values.put(e.getKey(), e.getValue().render(ConfigRenderOptions.concise())));
    }
    return values;
  }
}
