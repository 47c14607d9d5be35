package dev.patchseek.trainer.eval;

import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.encoder.bundle.CaptionBank;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import java.util.List;

/** Makes the bank of captions that a bundle tells hubs by. */
public final class BankedCaptions {

  private static final int BATCH = 64;

  private BankedCaptions() {}

  /**
   * Embeds up to {@link CaptionBank#MOST} captions, evenly spaced over the training set.
   *
   * @return null where there are fewer than {@link CaptionBank#LEAST}
   */
  public static CaptionBank of(Embedder embedder, List<ImageText> items) {
    List<String> captions =
        items.stream()
            .flatMap(item -> item.captions().stream())
            .map(Caption::text)
            .filter(text -> !embedder.tokenizer().encode(text).spans().isEmpty())
            .toList();
    if (captions.size() < CaptionBank.LEAST) {
      return null;
    }
    List<String> sample = EvenlySpaced.of(captions, CaptionBank.MOST);
    int count = sample.size();
    int dim = embedder.dim();
    float[] vectors = new float[count * dim];
    for (int from = 0; from < count; from += BATCH) {
      List<TokenEmbeddings> embedded =
          embedder.embedTexts(sample.subList(from, Math.min(from + BATCH, count)));
      for (int i = 0; i < embedded.size(); i++) {
        System.arraycopy(embedded.get(i).global(), 0, vectors, (from + i) * dim, dim);
      }
    }
    return new CaptionBank(embedder.manager().create(vectors, new Shape(count, dim)));
  }
}
