package dev.patchseek.indexer.write;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.encoder.cli.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run over a source: embeds what is new or changed, reports and skips what is unusable. */
final class IndexingRun {

  private final PatchEmbedder embedder;
  private final PatchIndexWriter index;
  private final IndexingOptions options;
  private final List<PreparedImage.Decoded> batch = new ArrayList<>();
  private final List<SkippedImage> skipped = new ArrayList<>();
  private int added;
  private int updated;
  private int unchanged;
  private int sinceCommit;

  IndexingRun(PatchEmbedder embedder, PatchIndexWriter index, IndexingOptions options) {
    this.embedder = embedder;
    this.index = index;
    this.options = options;
  }

  /**
   * Indexes images; everything is committed when it returns.
   *
   * @param source the absolute folder or tar they come from
   * @throws InvalidInputException when none of them could be used
   */
  IndexingSummary run(Path source, List<ImageText> images, Progress progress) {
    long start = System.nanoTime();
    ImagePreparation preparation = new ImagePreparation(source, index);
    try (ReadAhead ahead =
        new ReadAhead(images, preparation, options.threads(), 2 * options.batch())) {
      while (ahead.hasNext()) {
        take(ahead.next());
        if (batch.size() == options.batch() || !ahead.hasNext()) {
          embedBatch();
        }
        progress.step(
            added + updated + unchanged + skipped.size(),
            skipped.isEmpty() ? "" : skipped.size() + " skipped");
      }
    }
    if (added + updated + unchanged == 0) {
      throw new InvalidInputException(
          "none of the %d images in %s could be indexed; the first, %s: %s"
              .formatted(
                  images.size(), source, skipped.getFirst().path(), skipped.getFirst().reason()));
    }
    index.commit();
    return new IndexingSummary(
        added, updated, unchanged, skipped, Duration.ofNanos(System.nanoTime() - start));
  }

  private void take(PreparedImage image) {
    if (image instanceof PreparedImage.Decoded decoded) {
      batch.add(decoded);
    } else if (image instanceof PreparedImage.Unusable unusable) {
      skipped.add(unusable.skipped());
    } else {
      unchanged++;
    }
  }

  private void embedBatch() {
    embed(List.copyOf(batch));
    batch.clear();
    if (sinceCommit >= options.commitEvery()) {
      index.commit();
      sinceCommit = 0;
    }
  }

  /** Embeds images together and, where that fails, each alone, to find out which one is bad. */
  private void embed(List<PreparedImage.Decoded> images) {
    if (images.isEmpty()) {
      return;
    }
    List<PatchEmbeddings> embeddings;
    try {
      List<RgbImage> pixels = images.stream().map(PreparedImage.Decoded::pixels).toList();
      embeddings = embedder.embed(pixels);
    } catch (RuntimeException e) {
      if (images.size() == 1) {
        skip(images.getFirst(), e);
      } else {
        images.forEach(image -> embed(List.of(image)));
      }
      return;
    }
    for (int i = 0; i < images.size(); i++) {
      write(images.get(i), embeddings.get(i));
    }
  }

  private void write(PreparedImage.Decoded image, PatchEmbeddings embeddings) {
    try {
      index.put(image.record(), embeddings);
    } catch (IllegalArgumentException e) {
      skip(image, e);
      return;
    }
    sinceCommit++;
    if (image.isNew()) {
      added++;
    } else {
      updated++;
    }
  }

  private void skip(PreparedImage.Decoded image, RuntimeException reason) {
    skipped.add(new SkippedImage(image.record().path(), String.valueOf(reason.getMessage())));
  }
}
