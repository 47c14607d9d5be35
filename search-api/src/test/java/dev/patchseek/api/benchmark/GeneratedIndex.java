package dev.patchseek.api.benchmark;

import dev.patchseek.data.dataset.FileStamp;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.Split;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An index of any size: pictures of the picture book, each many times with some noise. */
final class GeneratedIndex {

  private static final int PICTURES = 100;
  private static final float NOISE = 0.03f;

  private GeneratedIndex() {}

  static void write(Path bundle, Path index, int size) {
    Random random = new Random(1);
    try (Bundle model = Bundle.load(bundle);
        PatchIndexWriter writer =
            PatchIndexWriter.open(index, new IndexManifest(ModelIdentity.of(model), bundle))) {
      List<PatchEmbeddings> originals = new ArrayList<>();
      PictureBook book = new PictureBook(1);
      for (int i = 0; i < PICTURES; i++) {
        RgbImage picture = book.picture(Split.GALLERY, i).image();
        originals.addAll(model.embedImages(List.of(picture)));
      }
      FileStamp stamp = new FileStamp(1, Instant.EPOCH);
      for (int i = 0; i < size; i++) {
        ImageRecord record =
            new ImageRecord(i + ".jpg", index, 320, 320, "0".repeat(64), stamp, Instant.now());
        writer.put(record, noisy(originals.get(i % PICTURES), random));
      }
    }
  }

  private static PatchEmbeddings noisy(PatchEmbeddings original, Random random) {
    return new PatchEmbeddings(
        original.rows(),
        original.columns(),
        original.dim(),
        noisy(original.patches(), original.dim(), random),
        noisy(original.global(), original.dim(), random));
  }

  private static float[] noisy(float[] vectors, int dim, Random random) {
    float[] noisy = new float[vectors.length];
    for (int from = 0; from < vectors.length; from += dim) {
      double squares = 0;
      for (int k = from; k < from + dim; k++) {
        noisy[k] = vectors[k] + NOISE * (float) random.nextGaussian();
        squares += (double) noisy[k] * noisy[k];
      }
      for (int k = from; k < from + dim; k++) {
        noisy[k] /= (float) Math.sqrt(squares);
      }
    }
    return noisy;
  }
}
