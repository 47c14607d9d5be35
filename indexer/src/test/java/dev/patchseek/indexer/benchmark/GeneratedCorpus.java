package dev.patchseek.indexer.benchmark;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.kernel.RandomImages;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.util.Arrays;
import java.util.Random;

/**
 * Clustered images, as many as wanted: each shows 12 of 4,000 things, every patch one of them with
 * noise as long as 0.9 of it, one thing after the other. A query names 3 to 8 things.
 */
final class GeneratedCorpus implements Corpus {

  private static final int THINGS = 4000;
  private static final int SHOWN = 12;
  private static final float NOISE = 0.9f;
  private static final int NOISE_VECTORS = 1 << 14;

  private final float[] things;
  private final float[] noise;

  GeneratedCorpus() {
    Random random = new Random(17);
    this.things = RandomImages.unitVectors(random, THINGS, DIM);
    this.noise = RandomImages.unitVectors(random, NOISE_VECTORS, DIM);
  }

  @Override
  public int size() {
    return Integer.MAX_VALUE;
  }

  @Override
  public float globalWeight() {
    return 0;
  }

  @Override
  public PatchEmbeddings image(int number) {
    Random random = new Random(number);
    int[] shown = random.ints(SHOWN, 0, THINGS).toArray();
    float[] patches = new float[PATCHES * DIM];
    for (int patch = 0; patch < PATCHES; patch++) {
      int thing = shown[patch * SHOWN / PATCHES];
      noisy(thing, random, NOISE, patches, patch * DIM);
    }
    return new PatchEmbeddings(ROWS, COLUMNS, DIM, patches, Arrays.copyOfRange(patches, 0, DIM));
  }

  @Override
  public MaxSimQuery query(int number) {
    Random random = new Random(-1 - number);
    int tokens = 3 + random.nextInt(6);
    float[] vectors = new float[tokens * DIM];
    for (int token = 0; token < tokens; token++) {
      noisy(random.nextInt(THINGS), random, NOISE / 2, vectors, token * DIM);
    }
    float[] weights = new float[tokens];
    Arrays.fill(weights, 1f / tokens);
    return new MaxSimQuery(DIM, vectors, weights, new float[DIM]);
  }

  private void noisy(int thing, Random random, float length, float[] out, int at) {
    // the sum of two of many noises is another noise; it takes no random number for each component
    int a = random.nextInt(NOISE_VECTORS) * DIM;
    int b = random.nextInt(NOISE_VECTORS) * DIM;
    float each = length / (float) Math.sqrt(2);
    float squares = 0;
    for (int k = 0; k < DIM; k++) {
      float component = things[thing * DIM + k] + each * (noise[a + k] + noise[b + k]);
      out[at + k] = component;
      squares += component * component;
    }
    float scale = 1 / (float) Math.sqrt(squares);
    for (int k = 0; k < DIM; k++) {
      out[at + k] *= scale;
    }
  }
}
