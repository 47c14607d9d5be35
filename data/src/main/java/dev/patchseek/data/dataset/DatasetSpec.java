package dev.patchseek.data.dataset;

import dev.patchseek.data.InvalidInputException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a dataset lies, as configurations name it.
 *
 * @param format one of {@link DatasetReader#FORMATS}
 * @param images folders and tars; imagefolder takes one folder, webdataset its shards
 * @param captions flickr8k's token file or coco's annotations; null for the other formats
 * @param boxes flickr8k's entities; null where there are none
 * @param limit pictures that are taken, evenly spaced over all; 0 for all
 */
public record DatasetSpec(String format, List<Path> images, Path captions, Path boxes, int limit) {

  public DatasetSpec {
    images = images == null ? List.of() : List.copyOf(images);
    if (limit < 0) {
      throw new InvalidInputException(
          "a dataset's limit is 0 for all pictures or more, got " + limit);
    }
  }

  /** All of its pictures. */
  public DatasetSpec(String format, List<Path> images, Path captions, Path boxes) {
    this(format, images, captions, boxes, 0);
  }
}
