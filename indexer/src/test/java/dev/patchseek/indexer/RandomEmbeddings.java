package dev.patchseek.indexer;

import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.kernel.RandomImages;
import dev.patchseek.indexer.metadata.Metadata;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Images and queries without a model: random unit vectors on a grid of 5 x 7 patches. */
public final class RandomEmbeddings {

  public static final ModelIdentity MODEL =
      new ModelIdentity("random", "ab".repeat(32), 24, 5, 7, 0);

  /** Of an index that keeps every bit of the vectors, so that scores can be predicted. */
  public static final IndexManifest MANIFEST =
      new IndexManifest(MODEL, Path.of("/no/bundle"), Precision.FLOAT32);

  private final Random random;

  public RandomEmbeddings(long seed) {
    this.random = new Random(seed);
  }

  public PatchEmbeddings image() {
    return new PatchEmbeddings(
        MODEL.rows(),
        MODEL.columns(),
        MODEL.dim(),
        RandomImages.unitVectors(random, MODEL.patchCount(), MODEL.dim()),
        RandomImages.unitVectors(random, 1, MODEL.dim()),
        random.nextFloat());
  }

  public TokenEmbeddings query(int tokens) {
    return query(RandomImages.unitVectors(random, tokens, MODEL.dim()));
  }

  /** A query of these token vectors. */
  public static TokenEmbeddings query(float[] vectors) {
    List<TokenEmbeddings.Token> tokens = new ArrayList<>();
    for (int token = 0; token < vectors.length / MODEL.dim(); token++) {
      tokens.add(new TokenEmbeddings.Token(2 * token, 2 * token + 1, token));
    }
    return new TokenEmbeddings(
        "x ".repeat(tokens.size()), tokens, MODEL.dim(), vectors, new float[MODEL.dim()]);
  }

  /** A query whose tokens weigh differently, the first not at all. */
  public TokenEmbeddings weighedQuery(int tokens) {
    TokenEmbeddings even = query(tokens);
    float[] weights = new float[tokens];
    for (int token = 1; token < tokens; token++) {
      weights[token] = 2f * token / (tokens * (tokens - 1));
    }
    return new TokenEmbeddings(
        even.text(),
        even.tokens(),
        even.dim(),
        even.vectors(),
        weights,
        RandomImages.unitVectors(random, 1, MODEL.dim()));
  }

  /** The record of an image that lies nowhere. */
  public static ImageRecord record(String path) {
    return record(path, Metadata.NONE);
  }

  /** The same with what people know of it. */
  public static ImageRecord record(String path, Metadata metadata) {
    FileStamp stamp = new FileStamp(1234, Instant.EPOCH);
    return new ImageRecord(
        path, Path.of("/no/photos"), 640, 480, "00", stamp, Instant.EPOCH, metadata);
  }
}
