package io.lautum.data.prepare;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ValueType;
import io.lautum.data.read.DatasetInfo;
import io.lautum.experiment.config.PrepareConfig;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.clustering.KMeans;
import org.apache.spark.mllib.clustering.KMeansModel;
import org.apache.spark.mllib.linalg.Vector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns a dictionary of patches from images without labels: patches at random places of a sample
 * of the images are normalised and whitened, and MLlib's k-means finds the dictionary. Driver only.
 *
 * @param side height and width of a patch
 * @param count K, number of patches in the dictionary
 * @param seed seed of the places and of k-means
 */
record PatchDictionaryFit(int side, int count, long seed) implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(PatchDictionaryFit.class);

  /** Number of images that the sample has at most. */
  private static final int IMAGES = 5000;

  private static final int PATCHES_PER_IMAGE = 8;

  /**
   * Number of principal components of a patch. The rest is mostly noise, which whitening would
   * enlarge.
   */
  private static final int COMPONENTS = 24;

  /** Largest number of values of a patch whose components are exact. */
  private static final int EXACT = 1024;

  private static final int ITERATIONS = 30;

  /**
   * Checks that images have patches, if the configuration needs any.
   *
   * @throws UserException if the images are vectors or smaller than a patch
   */
  static void require(PrepareConfig config, DatasetInfo images) {
    if (config.components() == 0 || config.features() == PrepareConfig.Features.PIXELS) {
      return;
    }
    if (images.values() == ValueType.FLOAT) {
      throw new UserException(
          "prepare.features = patches: the target has vectors, which have no patches; set it to"
              + " pixels");
    }
    ImageShape shape = images.shape();
    int least = Math.min(shape.height(), shape.width());
    if (config.patchSide() > least) {
      throw new UserException(
          Text.format(
              "prepare.patch-side = %d: the target's images have %dx%d pixels; set it to %d or"
                  + " less",
              config.patchSide(), shape.height(), shape.width(), least));
    }
  }

  /**
   * Learns a dictionary.
   *
   * @param rows normalised images, not smaller than a patch
   * @param images number of images
   * @throws io.lautum.DataException if the patches do not differ
   */
  PatchDictionary fit(JavaRDD<float[]> rows, long images, ImageShape shape) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(rows.context());
    long distance = (images - 1) / IMAGES + 1;
    List<float[]> sample =
        rows.mapPartitionsWithIndex(
                (part, some) -> patches(part, some, distance, shape).iterator(), true)
            .collect();
    // One partition, so that sums and random numbers do not depend on the cluster.
    JavaRDD<float[]> patches = spark.parallelize(sample, 1);
    Whitening whitening = Whitening.fit(patches, COMPONENTS, EXACT, seed);
    JavaRDD<Vector> whitened =
        patches.map(patch -> WhiteningFit.dense(whitening.apply(patch))).cache();
    try {
      KMeansModel found =
          KMeans.train(whitened.rdd(), count, ITERATIONS, KMeans.K_MEANS_PARALLEL(), seed);
      double[] centres = new double[whitening.components() * found.k()];
      for (int k = 0; k < found.k(); k++) {
        double[] centre = found.clusterCenters()[k].toArray();
        for (int i = 0; i < centre.length; i++) {
          centres[i * found.k() + k] = centre[i];
        }
      }
      LOG.info(
          "prepare.features = patches: {} patches of {}x{} learned from {}",
          found.k(),
          side,
          side,
          sample.size());
      return new PatchDictionary(shape, side, whitening, centres);
    } finally {
      whitened.unpersist();
    }
  }

  /** Returns patches of every {@code distance}-th image of a partition. */
  private List<float[]> patches(
      int part, Iterator<float[]> images, long distance, ImageShape shape) {
    SplittableRandom random = new SplittableRandom(seed + part);
    List<float[]> patches = new ArrayList<>();
    for (long i = 0; images.hasNext(); i++) {
      float[] image = images.next();
      if (i % distance == 0) {
        for (int j = 0; j < PATCHES_PER_IMAGE; j++) {
          int y = random.nextInt(shape.height() - side + 1);
          int x = random.nextInt(shape.width() - side + 1);
          patches.add(PatchDictionary.patch(shape, image, side, y, x));
        }
      }
    }
    return patches;
  }
}
