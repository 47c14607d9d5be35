package dev.patchseek.data.dataset;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a dataset lies, as configurations name it.
 *
 * @param format one of {@link DatasetReader#FORMATS}
 * @param images folders and tars; imagefolder takes one folder, webdataset its shards
 * @param captions flickr8k's token file or coco's annotations; null for the other formats
 * @param boxes flickr8k's entities; null where there are none
 */
public record DatasetSpec(String format, List<Path> images, Path captions, Path boxes) {

  public DatasetSpec {
    images = images == null ? List.of() : List.copyOf(images);
  }
}
