package io.lautum.experiment.config;

import java.util.List;

/** The keys of this package. */
public final class ExperimentKeys implements KeyDeclarations {
  @Override
  public List<KeyGroup> groups() {
    return List.of(
        ExperimentConfig.IDENTITY,
        ExperimentConfig.DATA,
        ExperimentConfig.COMPARISON,
        ExperimentConfig.RAW_DATA,
        DatasetConfig.keys("source", "The labelled source dataset."),
        DatasetConfig.keys("target", "The target dataset.")
            .withDefault(DatasetConfig.TRAIN_COUNT, 10000)
            .withDefault(DatasetConfig.SEED, 2),
        TargetSets.KEYS,
        ImageConfig.KEYS,
        EncoderConfig.KEYS,
        PrepareConfig.KEYS,
        NetworkConfig.KEYS,
        PretrainConfig.KEYS,
        PretrainConfig.CHECKPOINTS,
        OptimizerConfig.keys("pretrain", PretrainConfig.ARTEFACTS),
        AugmentationConfig.keys(
            "pretrain.augmentation",
            "Random changes to every source image and, independently, to the unlabelled target"
                + " images, the same for every method.",
            PretrainConfig.ARTEFACTS),
        EarlyStoppingConfig.PRETRAIN,
        RegularizationConfig.keys("pretrain.regularization", PretrainConfig.ARTEFACTS),
        FineTuneConfig.KEYS,
        FineTuneConfig.PLACE,
        FineTuneConfig.CHECKPOINTS,
        OptimizerConfig.keys("finetune", FineTuneConfig.ARTEFACTS),
        AugmentationConfig.keys(
                "finetune.augmentation",
                "Random changes to every training image, different ones each time.",
                FineTuneConfig.ARTEFACTS)
            .withDefault(AugmentationConfig.SHIFT, 2)
            .withDefault(AugmentationConfig.NOISE, 0.1),
        EarlyStoppingConfig.FINETUNE,
        RegularizationConfig.keys("finetune.regularization", FineTuneConfig.ARTEFACTS),
        SamplingConfig.KEYS,
        SamplingConfig.RUNS,
        ExperimentConfig.EVALUATE,
        AdaptConfig.KEYS,
        TuneConfig.KEYS,
        GeneralisationConfig.KEYS,
        ExportConfig.KEYS,
        TrackingConfig.KEYS);
  }
}
