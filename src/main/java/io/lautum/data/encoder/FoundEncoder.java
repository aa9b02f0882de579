package io.lautum.data.encoder;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.EncoderDescription;
import io.lautum.data.image.FloatVector;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The file of the encoder that a model's images need. Sent to executors.
 *
 * @param file the file, of which all machines have the same
 */
public record FoundEncoder(String file, EncoderDescription description) implements Serializable {
  /**
   * Finds the encoder next to the model, or else where it was when the model was trained. Files of
   * models are untrusted: the latter place counts only on the model's file system, so that a model
   * cannot name another server.
   *
   * @param model file of the model; null for a model that this program has just trained, whose
   *     encoder may be on any file system
   * @throws DataException if there is no file, or it is another one
   */
  public static FoundEncoder find(EncoderDescription description, Path model, Configuration hadoop)
      throws IOException {
    Path trained = trained(description, model);
    FileSystem files = (model == null ? trained : model).getFileSystem(hadoop);
    Path file = null;
    Set<Path> places = places(trained, model, files);
    for (Path place : places) {
      if (file == null && files.exists(place)) {
        file = place;
      }
    }
    if (file == null) {
      throw new DataException(
          Text.format(
              "%s: needs the encoder with the SHA-256 %s, which is at none of %s; copy it %s",
              name(model),
              description.sha256(),
              places,
              model == null ? "there" : "next to the model"));
    }
    String path = files.makeQualified(file).toString();
    FoundEncoder found = new FoundEncoder(path, description);
    found.fetch(hadoop, name(model)).close();
    return found;
  }

  private EncoderFiles fetch(Configuration hadoop, String model) throws IOException {
    EncoderFiles copies = EncoderFiles.fetch(hadoop, file);
    if (!copies.digest().equals(description.sha256())) {
      copies.close();
      throw new DataException(
          Text.format(
              "%s: expected the encoder of %s, with the SHA-256 %s, found another, with %s",
              file, model, description.sha256(), copies.digest()));
    }
    return copies;
  }

  /**
   * Returns the content of the encoder's file.
   *
   * @throws DataException if the file is another one now, or its weights are in other files
   */
  public byte[] content(Configuration hadoop) throws IOException {
    try (EncoderFiles copies = fetch(hadoop, "the model")) {
      if (copies.hasWeightFiles()) {
        throw new DataException(
            Text.format(
                "%s: expected an encoder with its weights in one file, found weights in others;"
                    + " save it as one file and prepare again",
                file));
      }
      return Files.readAllBytes(copies.model());
    }
  }

  private static String name(Path model) {
    return model == null ? "the model" : model.toString();
  }

  private static Path trained(EncoderDescription description, Path model) {
    try {
      return new Path(description.encoder());
    } catch (IllegalArgumentException e) {
      throw new DataException(
          Text.format("%s: the name of its encoder is no path: %s", name(model), e.getMessage()),
          e);
    }
  }

  private static Set<Path> places(Path trained, Path model, FileSystem files) {
    Set<Path> places = new LinkedHashSet<>();
    if (model != null) {
      places.add(files.makeQualified(new Path(model.getParent(), trained.getName())));
    }
    URI place = trained.toUri();
    if (place.getScheme() == null
        || place.getScheme().equals(files.getUri().getScheme())
            && Objects.equals(place.getAuthority(), files.getUri().getAuthority())) {
      places.add(files.makeQualified(trained));
    }
    return places;
  }

  /** Opens the encoder for a task, which closes the result. */
  public Images open(Configuration hadoop, int threads) throws IOException {
    return new Images(
        SharedEncoders.lease(
            hadoop, file, description.sha256(), EncoderSettings.of(description), threads));
  }

  /** Encodes images for one thread. */
  public static final class Images implements AutoCloseable {
    private final SharedEncoders.Lease encoder;
    private final EncoderBatch batch;

    Images(SharedEncoders.Lease encoder) {
      this.encoder = encoder;
      boolean opened = false;
      try {
        batch = encoder.encoder().batch();
        opened = true;
      } finally {
        if (!opened) {
          encoder.close();
        }
      }
    }

    /** Returns the vectors of images of the encoder's shape as examples of a model. */
    public byte[][] examples(byte[][] images) {
      return vectors(Collections.nCopies(images.length, "image"), List.of(images)).stream()
          .map(FloatVector::bytes)
          .toArray(byte[][]::new);
    }

    /**
     * Returns the vectors of images of the encoder's shape.
     *
     * @param names names of the images for messages
     */
    public List<float[]> vectors(List<String> names, List<byte[]> images) {
      List<float[]> vectors = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        batch.add(names.get(i), images.get(i));
        if (batch.isFull() || i == images.size() - 1) {
          vectors.addAll(List.of(batch.encode()));
        }
      }
      return vectors;
    }

    @Override
    public void close() {
      encoder.close();
    }
  }
}
