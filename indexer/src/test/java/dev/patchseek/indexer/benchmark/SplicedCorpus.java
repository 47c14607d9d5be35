package dev.patchseek.indexer.benchmark;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.util.Random;

/**
 * As many images as wanted from the embeddings of real photos: first the photos themselves, then
 * images whose left half is that of one photo and whose right half that of another, drawn at
 * random; as a whole they lie in the middle of both. The queries are the photos'.
 */
record SplicedCorpus(Corpus photos) implements Corpus {

  private static final int LEFT = COLUMNS / 2;

  @Override
  public float globalWeight() {
    return photos.globalWeight();
  }

  @Override
  public int size() {
    return Integer.MAX_VALUE;
  }

  @Override
  public PatchEmbeddings image(int number) {
    if (number < photos.size()) {
      return photos.image(number);
    }
    Random random = new Random(number);
    PatchEmbeddings left = photos.image(random.nextInt(photos.size()));
    PatchEmbeddings right = photos.image(random.nextInt(photos.size()));
    float[] patches = right.patches();
    for (int row = 0; row < ROWS; row++) {
      int at = row * COLUMNS * DIM;
      System.arraycopy(left.patches(), at, patches, at, LEFT * DIM);
    }
    float[] whole = middle(left.global(), right.global());
    return new PatchEmbeddings(ROWS, COLUMNS, DIM, patches, whole);
  }

  /** The unit vector between two. */
  private static float[] middle(float[] a, float[] b) {
    float[] sum = new float[DIM];
    double squares = 0;
    for (int k = 0; k < DIM; k++) {
      sum[k] = a[k] + b[k];
      squares += sum[k] * sum[k];
    }
    for (int k = 0; k < DIM; k++) {
      sum[k] /= (float) Math.sqrt(squares);
    }
    return sum;
  }

  @Override
  public MaxSimQuery query(int number) {
    return photos.query(number);
  }
}
