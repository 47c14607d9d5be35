package dev.patchseek.indexer.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.dataset.ImageSource;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.dataset.PlainImagesReader;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.Golden;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.TinyBundle;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every indexed image finds itself first, by its file and by what the index holds of it. */
class RealPhotosTest {

  /** All 1,000 with -Dpatchseek.photos=1000. */
  private static final int PHOTOS = Integer.getInteger("patchseek.photos", 100);

  /** Directory of a trained model, in place of a tiny random one. */
  private static final String MODEL = System.getProperty("patchseek.model");

  private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

  @TempDir private Path folder;

  @Test
  void indexesPhotosOfAllSizesAndEachFindsItself() throws IOException {
    Path photos = Golden.path("real/photos/coco128.tar");
    List<ImageSource> images = images(photos);
    assertThat(images).hasSizeGreaterThanOrEqualTo(256);
    // its masks (PNG) may look alike after scaling
    assertFindThemselves(photos, images.stream().filter(i -> i.name().endsWith(".jpg")).toList());
  }

  @Test
  void manyPhotosEachFindThemselves() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    for (ImageSource image : images(Golden.path("real/flickr8k/dev.tar")).subList(0, PHOTOS)) {
      Files.write(photos.resolve(Path.of(image.name()).getFileName()), image.read());
    }
    assertFindThemselves(photos, images(photos));
  }

  private void assertFindThemselves(Path photos, List<ImageSource> images) throws IOException {
    Path model = MODEL == null ? TinyBundle.write(folder.resolve("tiny"), 1) : Path.of(MODEL);
    Path directory = folder.resolve("index");
    IndexingRequest request =
        new IndexingRequest(photos, model, directory, IndexingOptions.defaults());
    try (Bundle bundle = Bundle.load(model)) {
      assertThat(Indexing.run(request, bundle, NOWHERE).skipped()).isZero();
      try (PatchIndex index = PatchIndex.open(directory, bundle)) {
        assertThat(index.size()).isGreaterThanOrEqualTo(images.size());
        for (ImageSource image : images) {
          RgbImage pixels = ImageDecoder.decode(image.read(), image.name());
          MaxSimQuery file = MaxSimQuery.of(bundle.embedImages(List.of(pixels)).getFirst());
          assertThat(best(index, file)).isEqualTo(image.name());
          MaxSimQuery stored = MaxSimQuery.of(index.embeddings(ImageRecord.idOf(image.name())));
          assertThat(best(index, stored)).isEqualTo(image.name());
        }
      }
    }
  }

  private static String best(PatchIndex index, MaxSimQuery query) {
    return index.search(SearchRequest.of(query, 1)).hits().getFirst().image().path();
  }

  private static List<ImageSource> images(Path place) {
    return PlainImagesReader.read(List.of(place)).stream().map(ImageText::image).toList();
  }
}
