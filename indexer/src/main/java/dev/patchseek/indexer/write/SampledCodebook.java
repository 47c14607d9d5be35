package dev.patchseek.indexer.write;

import dev.patchseek.indexer.codebook.Codebook;
import dev.patchseek.indexer.codebook.CodebookTraining;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.StoredVectors;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;

/** Trains a codebook on patches of an index. The same index gives the same codebook. */
public final class SampledCodebook {

  /** Above so many images comparing all codes takes longer than looking up centroids. */
  public static final int WORTHWHILE = 4096;

  private SampledCodebook() {}

  /**
   * A codebook for as many images as there are.
   *
   * @param images at least one
   * @param manifest of their index
   */
  public static Codebook of(IndexReader images, IndexManifest manifest) throws IOException {
    int count = CodebookTraining.centroids((long) images.numDocs() * manifest.vectorCount());
    float[] sample = sample(images, manifest, CodebookTraining.sampleSize(count));
    return CodebookTraining.train(sample, manifest.model().dim(), count);
  }

  /** Patch vectors of random images, a few of each, in random order. */
  private static float[] sample(IndexReader images, IndexManifest manifest, int size)
      throws IOException {
    Random random = new Random(size);
    int dim = manifest.model().dim();
    int count = manifest.vectorCount();
    int each = Math.min(count, Math.max(16, size / images.numDocs() + 1));
    float[] sample = new float[size * dim];
    int filled = 0;
    while (filled < size) {
      int document = random.nextInt(images.maxDoc());
      LeafReaderContext segment =
          images.leaves().get(ReaderUtil.subIndex(document, images.leaves()));
      LeafReader reader = segment.reader();
      if (reader.getLiveDocs() != null && !reader.getLiveDocs().get(document - segment.docBase)) {
        continue;
      }
      StoredVectors patches = StoredVectors.patches(reader);
      patches.advance(document - segment.docBase);
      float[] vectors = patches.vectors(count, dim);
      for (int taken = 0; taken < each && filled < size; taken++, filled++) {
        int patch = random.nextInt(count);
        System.arraycopy(vectors, patch * dim, sample, filled * dim, dim);
      }
    }
    shuffle(sample, dim, random);
    return sample;
  }

  private static void shuffle(float[] rows, int dim, Random random) {
    for (int last = rows.length / dim - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      float[] row = Arrays.copyOfRange(rows, last * dim, (last + 1) * dim);
      System.arraycopy(rows, other * dim, rows, last * dim, dim);
      System.arraycopy(row, 0, rows, other * dim, dim);
    }
  }
}
