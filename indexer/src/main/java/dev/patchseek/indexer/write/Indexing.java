package dev.patchseek.indexer.write;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.ImageListing;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.cli.Progress;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.format.ModelIdentity;
import dev.patchseek.indexer.metadata.MetadataFile;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * Brings an index up to date with a folder or tar: adds what is new, replaces what has changed,
 * leaves the rest, and on demand removes what has gone. A run that is cut off, however hard, keeps
 * what it had committed; the same call again does the rest.
 */
public final class Indexing {

  private Indexing() {}

  /**
   * Loads the model and indexes.
   *
   * @param out where progress is shown
   * @throws InvalidInputException when the images, the model or the index cannot be used; where no
   *     index was before, none is left behind
   */
  public static IndexingSummary run(IndexingRequest request, PrintStream out) {
    ImageListing images = ImageListing.open(request.images());
    images.count(); // fails before the model is loaded
    try (Bundle bundle = Bundle.load(request.bundle())) {
      return run(request, images, bundle, out);
    }
  }

  /**
   * Indexes with a model that is loaded already.
   *
   * @param bundle loaded from the request's directory
   */
  public static IndexingSummary run(IndexingRequest request, Bundle bundle, PrintStream out) {
    return run(request, ImageListing.open(request.images()), bundle, out);
  }

  /**
   * Indexes with a model that is loaded already, for who draws no line of progress.
   *
   * @param bundle loaded from the request's directory
   * @param watch told how far the run is
   */
  public static IndexingSummary run(IndexingRequest request, Bundle bundle, IndexingWatch watch) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return run(request, ImageListing.open(request.images()), bundle, nowhere, watch);
  }

  private static IndexingSummary run(
      IndexingRequest request, ImageListing images, Bundle bundle, PrintStream out) {
    try (Progress progress = new Progress(out, "Indexing", "images", images.count())) {
      return run(
          request,
          images,
          bundle,
          out,
          (done, total, skipped) -> progress.step(done, skipped == 0 ? "" : skipped + " skipped"));
    }
  }

  private static IndexingSummary run(
      IndexingRequest request,
      ImageListing images,
      Bundle bundle,
      PrintStream out,
      IndexingWatch watch) {
    MetadataFile metadata = metadata(request, images, out);
    IndexManifest manifest = request.options().manifest(ModelIdentity.of(bundle), request.bundle());
    try (SkipReport report = SkipReport.to(request.report());
        PatchIndexWriter index = PatchIndexWriter.open(request.index(), manifest)) {
      request.options().requireOf(index);
      return new IndexingRun(PatchEmbedder.of(bundle), index, metadata, request.options(), report)
          .run(request.images(), images, watch);
    }
  }

  private static MetadataFile metadata(
      IndexingRequest request, ImageListing images, PrintStream out) {
    if (request.metadata() == null) {
      return MetadataFile.beside(request.images());
    }
    MetadataFile metadata = MetadataFile.read(request.metadata());
    List<String> missing = metadata.byImage().keySet().stream().filter(images::lacks).toList();
    int lines = metadata.byImage().size();
    if (missing.size() == lines) {
      throw new InvalidInputException(
          "none of the %d images that %s names is in %s: expected paths below it in file_name"
              .formatted(lines, metadata.file(), request.images()));
    }
    if (!missing.isEmpty()) {
      out.printf(
          "%s: %d of %d images are not in %s, the first is %s%n",
          metadata.file(), missing.size(), lines, request.images(), missing.getFirst());
    }
    if (!metadata.unread().isEmpty()) {
      out.printf("%s: not taken over: %s%n", metadata.file(), String.join(", ", metadata.unread()));
    }
    return metadata;
  }
}
