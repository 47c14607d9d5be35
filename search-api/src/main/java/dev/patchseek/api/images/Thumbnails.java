package dev.patchseek.api.images;

import dev.patchseek.api.engine.LruCache;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.ImageWriter;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.data.image.Thumbnail;
import dev.patchseek.indexer.query.IndexedImage;
import java.util.zip.CRC32C;
import org.springframework.stereotype.Component;

/** Small JPEGs of the indexed pictures, made when first asked for. */
@Component
class Thumbnails {

  /** Pixels of the longer side: sharp on a phone, some 15 kB. */
  private static final int SIDE = 320;

  private static final int QUALITY = 85;

  /** About 60 MB. */
  private static final int KEPT = 4096;

  private final LruCache<String, SmallJpeg> made = new LruCache<>(KEPT);

  /**
   * A small JPEG.
   *
   * @param tag changes with the content, quoted as an ETag
   */
  record SmallJpeg(byte[] jpeg, String tag) {}

  SmallJpeg of(IndexedImage image) {
    return made.get(image.id(), () -> make(image));
  }

  private static SmallJpeg make(IndexedImage image) {
    RgbImage picture = ImageDecoder.decode(ImageController.read(image), image.path());
    byte[] jpeg = ImageWriter.jpeg(Thumbnail.of(picture, SIDE), QUALITY);
    CRC32C checksum = new CRC32C();
    checksum.update(jpeg);
    return new SmallJpeg(jpeg, "\"%08x\"".formatted(checksum.getValue()));
  }
}
