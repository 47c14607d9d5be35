package dev.patchseek.trainer.domains;

import ai.djl.ndarray.NDArray;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.eval.Evaluation;
import dev.patchseek.trainer.eval.Recall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Captioned pictures in memory, as any domain shows them.
 *
 * @param embedder whose preprocessing they went through
 * @param resized [side, side, 3] each
 * @param captions of each picture, one or more
 */
record DomainPictures(Embedder embedder, List<byte[]> resized, List<List<String>> captions) {

  private static final int BATCH = 32;

  /** Decodes pictures; all of them must be readable, as those of the picture book are. */
  static DomainPictures of(Embedder embedder, List<ImageText> items) throws IOException {
    List<byte[]> resized = new ArrayList<>();
    List<List<String>> captions = new ArrayList<>();
    for (ImageText item : items) {
      resized.add(
          embedder
              .preprocessor()
              .resized(ImageDecoder.decode(item.image().read(), item.image().name())));
      captions.add(item.captions().stream().map(Caption::text).toList());
    }
    return new DomainPictures(embedder, resized, captions);
  }

  int size() {
    return resized.size();
  }

  /**
   * Some pictures as the tower takes them.
   *
   * @return [n, 3, H, W]
   */
  NDArray pixels(List<Integer> which, Domain domain) {
    return embedder.pixels(shown(which, domain));
  }

  private List<byte[]> shown(List<Integer> which, Domain domain) {
    int side = embedder.vision().config().image();
    return which.stream().map(i -> domain.of(resized.get(i), side)).toList();
  }

  /** What every caption embeds to; no domain changes it. */
  List<TokenEmbeddings> texts() {
    List<TokenEmbeddings> texts = new ArrayList<>();
    captions.forEach(of -> texts.addAll(embedder.embedTexts(of)));
    return texts;
  }

  /**
   * Text to image by MaxSim, with the tower as it is.
   *
   * @param texts from {@link #texts}
   */
  Recall recall(Domain domain, List<TokenEmbeddings> texts) {
    int side = embedder.vision().config().image();
    List<EmbeddedSet.Image> images = new ArrayList<>();
    List<EmbeddedSet.Text> asked = new ArrayList<>();
    for (int i = 0; i < size(); i += BATCH) {
      List<Integer> batch = new ArrayList<>();
      for (int j = i; j < Math.min(i + BATCH, size()); j++) {
        batch.add(j);
      }
      for (PatchEmbeddings patches : embedder.embedResized(shown(batch, domain))) {
        int number = images.size();
        images.add(
            new EmbeddedSet.Image(
                String.valueOf(number), side, side, new Box(0, 0, side, side), patches));
        for (String caption : captions.get(number)) {
          asked.add(new EmbeddedSet.Text(number, Caption.of(caption), texts.get(asked.size())));
        }
      }
    }
    return Evaluation.maxSim(new EmbeddedSet(images, asked)).textToImage();
  }
}
