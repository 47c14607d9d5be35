package dev.patchseek.indexer.write;

import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model that costs nothing: patch p of a picture is the mean colour of its p-th quarter, over and
 * over.
 */
class MeanColours implements PatchEmbedder {

  private static final int DIM = 48;

  static final ModelIdentity MODEL = new ModelIdentity("colours", "ef".repeat(32), DIM, 2, 2, 0);
  static final IndexManifest MANIFEST = new IndexManifest(MODEL, Path.of("/no/bundle"));

  /** Pictures embedded so far. */
  final AtomicInteger embedded = new AtomicInteger();

  @Override
  public byte[] resized(RgbImage image) {
    long[] sums = new long[12];
    long[] counts = new long[12];
    byte[] rgb = image.rgb();
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % image.width();
      int y = i / 3 / image.width();
      int quarter = 2 * (y * 2 / image.height()) + x * 2 / image.width();
      sums[3 * quarter + i % 3] += rgb[i] & 0xff;
      counts[3 * quarter + i % 3]++;
    }
    byte[] means = new byte[12];
    for (int i = 0; i < 12; i++) {
      means[i] = (byte) (counts[i] == 0 ? 0 : sums[i] / counts[i]);
    }
    return means;
  }

  @Override
  public List<PatchEmbeddings> embed(List<byte[]> resized) {
    embedded.addAndGet(resized.size());
    List<PatchEmbeddings> embeddings = new ArrayList<>();
    for (byte[] means : resized) {
      float[] patches = new float[4 * DIM];
      for (int patch = 0; patch < 4; patch++) {
        double squares = 0;
        for (int channel = 0; channel < 3; channel++) {
          int level = 1 + (means[3 * patch + channel] & 0xff);
          squares += level * level * DIM / 3.0;
        }
        for (int k = 0; k < DIM; k++) {
          int level = 1 + (means[3 * patch + k % 3] & 0xff);
          patches[patch * DIM + k] = (float) (level / Math.sqrt(squares));
        }
      }
      float[] global = new float[DIM];
      global[0] = 1;
      embeddings.add(new PatchEmbeddings(2, 2, DIM, patches, global));
    }
    return embeddings;
  }
}
