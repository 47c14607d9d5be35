package dev.patchseek.api.images;

import dev.patchseek.api.engine.LruCache;
import dev.patchseek.api.engine.WorkPool;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.ImageWriter;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.data.image.Thumbnail;
import dev.patchseek.indexer.query.IndexedImage;
import java.util.zip.CRC32C;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Small JPEGs of the indexed pictures, made when first asked for. */
@Component
final class Thumbnails implements AutoCloseable {

  /** Pixels of the longer side: sharp on a phone, some 15 kB. */
  private static final int SIDE = 320;

  private static final int QUALITY = 85;

  /** About 60 MB. */
  private static final int KEPT = 4096;

  /** Apart from the searches', so that a page of large photographs delays no search. */
  private final WorkPool pool = WorkPool.ofCores("patchseek-thumbnail");

  private final LruCache<String, SmallJpeg> made = new LruCache<>(KEPT);

  /**
   * A small JPEG.
   *
   * @param tag changes with the content, quoted as an ETag
   */
  record SmallJpeg(byte[] jpeg, String tag) {}

  /** Loads OpenCV, which takes a second, before the first page asks for many thumbnails at once. */
  @EventListener(ApplicationReadyEvent.class)
  void warmUp() {
    ImageWriter.jpeg(new RgbImage(1, 1, new byte[3]), QUALITY);
  }

  SmallJpeg of(IndexedImage image) {
    return made.get(image.id(), () -> pool.run(() -> make(image)));
  }

  /** After a picture has changed. */
  void forget(String id) {
    made.remove(id);
  }

  private static SmallJpeg make(IndexedImage image) {
    RgbImage picture = ImageDecoder.decode(ImageController.read(image), image.path());
    byte[] jpeg = ImageWriter.jpeg(Thumbnail.of(picture, SIDE), QUALITY);
    CRC32C checksum = new CRC32C();
    checksum.update(jpeg);
    return new SmallJpeg(jpeg, "\"%08x\"".formatted(checksum.getValue()));
  }

  @Override
  public void close() {
    pool.close();
  }
}
