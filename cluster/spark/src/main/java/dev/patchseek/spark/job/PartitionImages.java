package dev.patchseek.spark.job;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.Sha256;
import dev.patchseek.indexer.metadata.MetadataFile;
import dev.patchseek.indexer.write.SkipKind;
import dev.patchseek.indexer.write.SkippedImage;
import dev.patchseek.spark.listing.ImageReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pictures of a shard.
 *
 * @param images each name once, in the order of their names, with their metadata
 * @param refused pictures whose name another one has
 * @param unmatched lines of metadata that name none of them
 */
record PartitionImages(List<ImageReference> images, List<SkippedImage> refused, long unmatched) {

  /** Puts pictures and lines of metadata together, in whatever order they come. */
  static PartitionImages of(Iterator<ImageReference> listed) {
    List<ImageReference> pictures = new ArrayList<>();
    Map<String, String> metadata = new HashMap<>();
    while (listed.hasNext()) {
      ImageReference reference = listed.next();
      if (!reference.isMetadata()) {
        pictures.add(reference);
      } else if (metadata.put(reference.name(), reference.metadata()) != null) {
        throw new InvalidInputException(
            "%s has two lines of metadata: remove one".formatted(reference.name()));
      }
    }
    pictures.sort(ImageReference.IN_ORDER);
    return of(pictures, metadata);
  }

  private static PartitionImages of(List<ImageReference> sorted, Map<String, String> metadata) {
    List<ImageReference> images = new ArrayList<>();
    List<SkippedImage> refused = new ArrayList<>();
    for (ImageReference picture : sorted) {
      if (!images.isEmpty() && images.getLast().name().equals(picture.name())) {
        refused.add(
            new SkippedImage(
                picture.name(),
                SkipKind.OTHER_SOURCE,
                "%s is of the same name as %s: index one of them into a directory of its own"
                    .formatted(picture.source(), images.getLast().source())));
      } else {
        String line = metadata.remove(picture.name());
        images.add(line == null ? picture : picture.describedBy(line));
      }
    }
    return new PartitionImages(images, refused, metadata.size());
  }

  Set<String> names() {
    return images.stream().map(ImageReference::name).collect(Collectors.toCollection(HashSet::new));
  }

  /** What people know of the pictures. */
  MetadataFile metadata() {
    String lines =
        images.stream()
            .map(ImageReference::metadata)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("\n"));
    return MetadataFile.ofJson(Path.of("metadata"), lines);
  }

  /**
   * SHA-256 in hexadecimal over all that makes a shard what it is.
   *
   * @param settings of the job
   */
  String digest(JobSettings settings) {
    MessageDigest digest = Sha256.digest();
    digest.update(("shard 1\n" + settings.toJson()).getBytes(StandardCharsets.UTF_8));
    for (ImageReference image : images) {
      digest.update((image + "\n").getBytes(StandardCharsets.UTF_8));
    }
    for (SkippedImage image : refused) {
      digest.update((image + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
