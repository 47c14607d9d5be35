package dev.patchseek.indexer.inspect;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.Sha256;
import dev.patchseek.data.dataset.ImageListing;
import dev.patchseek.data.dataset.ListedImage;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What embedding some images again has shown.
 *
 * @param compared images whose original is still the one that was indexed
 * @param goneOrChanged images whose original is not
 * @param leastCosine the least likeness of a stored vector to the one that the model gives now; 1
 *     where none was compared
 */
public record SampleCheck(
    int compared, int goneOrChanged, double leastCosine, List<String> faults) {

  static final SampleCheck NONE = new SampleCheck(0, 0, 1, List.of());

  /** Below it a vector is another one; int8 keeps 0.9998 and another batch size all but 10⁻⁶. */
  private static final double SAME = 0.999;

  static SampleCheck of(List<StoredImage> images, Bundle bundle) {
    Map<Path, Optional<ImageListing>> sources = new HashMap<>();
    List<String> faults = new ArrayList<>();
    int compared = 0;
    double least = 1;
    for (StoredImage image : images) {
      ImageRecord record = image.record();
      Optional<byte[]> original =
          sources
              .computeIfAbsent(record.source(), SampleCheck::open)
              .flatMap(source -> source.find(record.path()))
              .flatMap(SampleCheck::read)
              .filter(file -> Sha256.hex(file).equals(record.contentHash()));
      if (original.isPresent() && image.patches() != null && image.global() != null) {
        PatchEmbeddings now =
            bundle
                .embedImages(List.of(ImageDecoder.decode(original.get(), record.path())))
                .getFirst();
        double cosine =
            Math.min(
                leastCosine(image.patches(), image.asStored(now.patches(), now.dim()), now.dim()),
                leastCosine(image.global(), now.global(), now.dim()));
        if (!(cosine >= SAME)) {
          faults.add(
              "%s: the model gives other vectors than those stored: cosine %.4f"
                  .formatted(record.path(), cosine));
        }
        compared++;
        least = Math.min(least, cosine);
      }
    }
    return new SampleCheck(compared, images.size() - compared, least, faults);
  }

  private static Optional<ImageListing> open(Path source) {
    try {
      return Optional.of(ImageListing.open(source));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> read(ListedImage image) {
    try {
      return Optional.of(image.read());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static double leastCosine(float[] stored, float[] now, int dim) {
    double least = 1;
    for (int from = 0; from < stored.length; from += dim) {
      double product = 0;
      double first = 0;
      double second = 0;
      for (int k = from; k < from + dim; k++) {
        product += (double) stored[k] * now[k];
        first += (double) stored[k] * stored[k];
        second += (double) now[k] * now[k];
      }
      least = Math.min(least, product / Math.sqrt(first * second));
    }
    return least;
  }
}
