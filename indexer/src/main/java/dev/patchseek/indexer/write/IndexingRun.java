package dev.patchseek.indexer.write;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.ImageListing;
import dev.patchseek.data.dataset.ListedImage;
import dev.patchseek.data.dataset.ListedImages;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.metadata.MetadataFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One run over a source: embeds what is new or changed, reports and skips what is unusable. Three
 * stages work side by side, each a bounded number of images ahead of the next: reading and decoding
 * (threads of its own), embedding (the caller's thread), writing (one thread).
 */
final class IndexingRun {

  private static final String NONE_REMOVED = "nothing is removed from the index";

  private final PatchEmbedder embedder;
  private final PatchIndexWriter index;
  private final MetadataFile metadata;
  private final IndexingOptions options;
  private final Tally tally;
  private final List<PreparedImage.Decoded> batch = new ArrayList<>();
  private boolean unlisted;

  /** For the thread that writes. */
  private final CommitClock clock;

  IndexingRun(
      PatchEmbedder embedder,
      PatchIndexWriter index,
      MetadataFile metadata,
      IndexingOptions options,
      SkipReport report) {
    this.embedder = embedder;
    this.index = index;
    this.metadata = metadata;
    this.options = options;
    this.tally = new Tally(report);
    this.clock = new CommitClock(options.commitEvery(), System::nanoTime);
  }

  /**
   * Indexes images; everything is committed when it returns.
   *
   * @param source the absolute folder or tar they come from
   * @throws InvalidInputException when none of them could be used
   */
  IndexingSummary run(Path source, ImageListing listing, IndexingWatch watch) {
    long start = System.nanoTime();
    embedAll(listing, watch);
    if (tally.usable() == 0) {
      throw noneUsable(source);
    }
    if (options.removal() != Removal.NOTHING) {
      removeVanished(source, listing);
    }
    index.commit();
    return tally.summary(Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Makes the index hold some images and no others; everything is committed when it returns.
   *
   * @param names of all the images
   * @param refused reported beside those that cannot be used
   */
  IndexingSummary runExactly(
      ListedImages images, Set<String> names, List<SkippedImage> refused, IndexingWatch watch) {
    long start = System.nanoTime();
    refused.forEach(tally::skipped);
    embedAll(images, watch);
    index.deleteIf(image -> !names.contains(image.path()), tally::removed);
    index.commit();
    return tally.summary(Duration.ofNanos(System.nanoTime() - start));
  }

  private void embedAll(ListedImages listing, IndexingWatch watch) {
    long total = listing.count();
    ImagePreparation preparation =
        new ImagePreparation(listing, index, embedder, metadata, options.rehash());
    try (Stream<ListedImage> images = listing.images(this::skipFolder);
        WriteBehind writing = new WriteBehind();
        ReadAhead ahead =
            new ReadAhead(images.iterator(), preparation, options.threads(), 2 * options.batch())) {
      while (ahead.hasNext()) {
        take(ahead.next(), writing);
        if (batch.size() == options.batch() || !ahead.hasNext()) {
          embedBatch(writing);
        }
        show(watch, total);
      }
    }
    show(watch, total);
  }

  private void show(IndexingWatch watch, long total) {
    watch.progress(tally.done(), total, tally.skipped());
  }

  private InvalidInputException noneUsable(Path source) {
    SkippedImage first = tally.firstSkipped();
    return new InvalidInputException(
        "none of the %d images in %s could be indexed; the first, %s: %s"
            .formatted(tally.skipped(), source, first.path(), first.reason()));
  }

  private void skipFolder(String folder, IOException reason) {
    unlisted = true;
    String consequence = options.removal() == Removal.NOTHING ? "" : "; therefore " + NONE_REMOVED;
    skipFolder(folder, "the folder cannot be listed (%s)%s".formatted(reason, consequence));
  }

  private void skipFolder(String folder, String reason) {
    tally.skipped(new SkippedImage(folder, SkipKind.UNREADABLE, reason));
  }

  /** Nothing goes where a missing file may be there after all. */
  private void removeVanished(Path source, ImageListing listing) {
    if (!unlisted) {
      listing.count(); // refuses a source that has become empty meanwhile, such as a pulled disk
      Vanished vanished = Vanished.of(index, source, listing);
      if (options.removal() == Removal.FOLDERS || vanished.emptied().isEmpty()) {
        vanished.images().forEach(this::remove);
      } else {
        vanished
            .emptied()
            .forEach(
                folder ->
                    skipFolder(
                        folder,
                        "the folder has no image any more, as when its disk is not mounted;"
                            + " therefore %s unless --sync-folders asks for it"
                                .formatted(NONE_REMOVED)));
      }
    }
  }

  private void remove(String path) {
    index.delete(ImageRecord.idOf(path));
    tally.removed(path);
  }

  private void take(PreparedImage image, WriteBehind writing) {
    if (image instanceof PreparedImage.Decoded decoded) {
      batch.add(decoded);
    } else if (image instanceof PreparedImage.Touched touched) {
      writing.submit(() -> index.touch(touched.record()));
      tally.unchanged();
    } else if (image instanceof PreparedImage.Described described) {
      writing.submit(() -> index.describe(described.record()));
      tally.written(false);
    } else if (image instanceof PreparedImage.Unusable unusable) {
      tally.skipped(unusable.skipped());
    } else {
      tally.unchanged();
    }
  }

  private void embedBatch(WriteBehind writing) {
    List<PreparedImage.Decoded> images = List.copyOf(batch);
    batch.clear();
    embed(images, writing);
  }

  /** Embeds images together and, where that fails, each alone, to find out which one is bad. */
  private void embed(List<PreparedImage.Decoded> images, WriteBehind writing) {
    if (images.isEmpty()) {
      return;
    }
    List<PatchEmbeddings> embeddings;
    try {
      embeddings = embedder.embed(images.stream().map(PreparedImage.Decoded::pixels).toList());
    } catch (RuntimeException e) {
      if (images.size() == 1) {
        skip(images.getFirst(), e);
      } else {
        images.forEach(image -> embed(List.of(image), writing));
      }
      return;
    }
    writing.submit(() -> write(images, embeddings));
  }

  private void write(List<PreparedImage.Decoded> images, List<PatchEmbeddings> embeddings) {
    for (int i = 0; i < images.size(); i++) {
      PreparedImage.Decoded image = images.get(i);
      try {
        index.put(image.record(), embeddings.get(i));
      } catch (IllegalArgumentException e) {
        skip(image, e);
        continue;
      }
      tally.written(image.isNew());
    }
    if (clock.isDue(images.size())) {
      index.commit();
    }
  }

  private void skip(PreparedImage.Decoded image, RuntimeException reason) {
    tally.skipped(
        new SkippedImage(
            image.record().path(), SkipKind.NOT_EMBEDDED, String.valueOf(reason.getMessage())));
  }
}
