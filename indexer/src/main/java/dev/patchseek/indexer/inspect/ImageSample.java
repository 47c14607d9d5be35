package dev.patchseek.indexer.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Keeps a few of many images, each as likely as any other; the same ones for the same index. */
final class ImageSample {

  private final int size;
  private final Random random = new Random(1);
  private final List<StoredImage> images = new ArrayList<>();
  private int seen;

  ImageSample(int size) {
    this.size = size;
  }

  /** Vitter's algorithm R. */
  void offer(StoredImage image) {
    seen++;
    if (images.size() < size) {
      images.add(image);
      return;
    }
    int place = random.nextInt(seen);
    if (place < size) {
      images.set(place, image);
    }
  }

  List<StoredImage> images() {
    return images;
  }
}
