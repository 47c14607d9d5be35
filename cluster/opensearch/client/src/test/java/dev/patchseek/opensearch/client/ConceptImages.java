package dev.patchseek.opensearch.client;

import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Images and queries without a model: every patch shows one of some concepts, every token asks for
 * one, both not quite.
 */
public final class ConceptImages {

  /** Wholes count, so that hubs do. */
  public static final ModelIdentity MODEL =
      new ModelIdentity("concepts", "ab".repeat(32), 32, 6, 8, 0.25f);

  private static final int CONCEPTS = 400;
  private static final float BLUR = 0.8f;

  private final float[][] concepts = new float[CONCEPTS][];
  private final ModelIdentity model;
  private final Random random;

  /** Small images; the same images and queries for the same seed. */
  public ConceptImages(long seed) {
    this(MODEL, seed);
  }

  /** Images of any size. */
  public ConceptImages(ModelIdentity model, long seed) {
    this.model = model;
    Random ofConcepts = new Random(1);
    for (int i = 0; i < CONCEPTS; i++) {
      concepts[i] = unit(gaussian(ofConcepts));
    }
    this.random = new Random(seed);
  }

  /** Writes an index of images {@code 0.jpg}, {@code 1.jpg} and so on, every tenth with a tag. */
  public static void write(Path index, Precision precision, int count, long seed) {
    new ConceptImages(seed).write(index, precision, count);
  }

  /** Writes the next images. */
  public void write(Path index, Precision precision, int count) {
    IndexManifest manifest = new IndexManifest(model, Path.of("/no/bundle"), precision);
    try (PatchIndexWriter writer = PatchIndexWriter.open(index, manifest)) {
      for (int i = 0; i < count; i++) {
        writer.put(record(i), image());
      }
      writer.commit();
    }
  }

  /** What is known of an image. */
  public static ImageRecord record(int number) {
    Metadata metadata =
        number % 10 == 0 ? Metadata.of(Map.of("tag", List.of("Tenth"))) : Metadata.NONE;
    return new ImageRecord(
        number + ".jpg",
        Path.of("/no/photos"),
        640,
        480,
        "00",
        new FileStamp(1234, Instant.EPOCH),
        Instant.EPOCH,
        metadata);
  }

  /** The next image. */
  public PatchEmbeddings image() {
    return new PatchEmbeddings(
        model.rows(),
        model.columns(),
        model.dim(),
        vectors(model.patchCount()),
        vectors(1),
        random.nextFloat());
  }

  /** The next query. */
  public MaxSimQuery query(int tokens) {
    float[] weights = new float[tokens];
    for (int token = 0; token < tokens; token++) {
      weights[token] = random.nextFloat() / tokens;
    }
    return new MaxSimQuery(model.dim(), vectors(tokens), weights, vectors(1), 1);
  }

  private float[] vectors(int count) {
    float[] vectors = new float[count * model.dim()];
    for (int i = 0; i < count; i++) {
      float[] blurred = unit(gaussian(random));
      float[] concept = concepts[random.nextInt(CONCEPTS)];
      for (int k = 0; k < blurred.length; k++) {
        blurred[k] = concept[k] + BLUR * blurred[k];
      }
      System.arraycopy(unit(blurred), 0, vectors, i * model.dim(), model.dim());
    }
    return vectors;
  }

  private float[] gaussian(Random random) {
    float[] vector = new float[model.dim()];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += component * component;
    }
    for (int k = 0; k < vector.length; k++) {
      vector[k] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
