package dev.patchseek.indexer.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.dataset.ImageSource;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.dataset.PlainImagesReader;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.Golden;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.PatchIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealPhotosTest {

  @TempDir private Path folder;

  @Test
  void indexesPhotosOfAllSizesAndEachFindsItself() throws IOException {
    Path photos = Golden.path("real/photos/coco128.tar");
    List<ImageSource> images =
        PlainImagesReader.read(List.of(photos)).stream().map(ImageText::image).toList();
    Path model = TinyBundle.write(folder.resolve("tiny"), 1);
    Path index = folder.resolve("index");
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    try (Bundle bundle = Bundle.load(model)) {
      IndexingSummary summary =
          Indexing.run(
              new IndexingRequest(photos, model, index, IndexingOptions.defaults()),
              bundle,
              nowhere);
      assertThat(summary.skipped()).isZero();
      assertThat(summary.added()).isEqualTo(images.size()).isGreaterThanOrEqualTo(256);
      try (PatchIndex opened = PatchIndex.open(index, bundle)) {
        // its masks (PNG) may look alike after scaling
        for (ImageSource photo : images.stream().filter(i -> i.name().endsWith(".jpg")).toList()) {
          RgbImage pixels = ImageDecoder.decode(photo.read(), photo.name());
          PatchEmbeddings patches = bundle.embedImages(List.of(pixels)).getFirst();
          Hit best = opened.search(asQuery(patches), 1).getFirst();
          assertThat(best.image().path()).isEqualTo(photo.name());
        }
      }
    }
  }

  private static TokenEmbeddings asQuery(PatchEmbeddings image) {
    TokenEmbeddings.Token whole = new TokenEmbeddings.Token(0, 1, 0);
    return new TokenEmbeddings(
        "*",
        Collections.nCopies(image.count(), whole),
        image.dim(),
        image.patches(),
        image.global());
  }
}
