package dev.patchseek.api.images;

import dev.patchseek.indexer.query.IndexedImage;
import java.util.List;
import java.util.Map;

/**
 * A picture's facts.
 *
 * @param path inside the folder or tar that was indexed
 * @param width in pixels
 * @param height in pixels
 * @param metadata what people know of it: values by key
 */
record ImageFacts(
    String id,
    String path,
    int width,
    int height,
    Map<String, List<String>> metadata,
    String thumbnail,
    String file,
    String similar) {

  static ImageFacts of(IndexedImage image) {
    String address = "/api/v1/images/" + image.id();
    return new ImageFacts(
        image.id(),
        image.path(),
        image.width(),
        image.height(),
        image.metadata().values(),
        address + "/thumbnail",
        address + "/file",
        address + "/similar");
  }
}
