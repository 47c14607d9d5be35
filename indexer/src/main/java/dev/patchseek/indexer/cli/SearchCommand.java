package dev.patchseek.indexer.cli;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.compose.ComposedQuery;
import dev.patchseek.indexer.compose.QueryComposer;
import dev.patchseek.indexer.compose.QueryText;
import dev.patchseek.indexer.filter.Filter;
import dev.patchseek.indexer.format.IndexManifest;
import dev.patchseek.indexer.query.Facet;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.indexer.query.SearchResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchseek search}: ranks the images of an index. */
@Command(
    name = "search",
    description = {
      "Find images by words, by images, or by both.",
      "Write the query in quotes: \"a dog^2 -leash\" counts the dog twice and images with a leash"
          + " less; -\"red ball\" is a phrase.",
      "Prints rank, score and path, and for each word its best patch, as row and column from 0,"
          + " that patch's score, and the word's weight in the score; then what the picture as a whole"
          + " adds to it, for a model that compares wholes too."
    })
public final class SearchCommand implements Callable<Integer> {

  @Parameters(paramLabel = "WORDS", description = "What the image should show", arity = "0..*")
  private List<String> words = new ArrayList<>();

  @Mixin private IndexOption index;

  @Option(
      names = "--model",
      paramLabel = "BUNDLE",
      description = "The model of the index, if it has moved since")
  private Path model;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      description = "An image to search by; repeat it for images like all of them")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--like",
      paramLabel = "PATH",
      description = "An image of the index to search by, its path or its id; may be repeated")
  private List<String> liked = new ArrayList<>();

  @Option(
      names = "--region",
      split = ",",
      paramLabel = "PIXELS",
      description = "LEFT,TOP,RIGHT,BOTTOM: search by this part of the image alone")
  private float[] region;

  @Option(
      names = "--image-share",
      paramLabel = "A",
      description = "Of the images beside words, 0..1 (default: ${DEFAULT-VALUE})")
  private float imageShare = 0.5f;

  @Option(
      names = "--filter",
      paramLabel = "CONDITIONS",
      description = "Only images with this metadata: \"tag:beach year>=2020 -path:2021/*\"")
  private String filter = "";

  @Option(names = "--min-score", paramLabel = "S", description = "No image of a lower score")
  private float minScore = Float.NEGATIVE_INFINITY;

  @Option(names = "--limit", description = "The most images to show (default: ${DEFAULT-VALUE})")
  private int limit = 10;

  @Option(names = "--offset", description = "Images to leave out at the top of the ranking")
  private int offset;

  @Option(names = "--exact", description = "Score every image that the filter admits")
  private boolean exact;

  @Option(
      names = "--candidates",
      description = "Most images to compare by their codes, of many (default: ${DEFAULT-VALUE})")
  private int candidates = Effort.DEFAULT.candidates();

  @Option(
      names = "--rescore",
      description = "Most images to score by their stored vectors (default: ${DEFAULT-VALUE})")
  private int rescore = Effort.DEFAULT.rescore();

  @Option(names = "--explain", description = "Print plan, counts and time of each stage")
  private boolean explain;

  @Option(names = "--facets", description = "Print how many images have which metadata instead")
  private boolean facets;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Filter conditions = Filter.parse(filter);
    QueryText text = QueryText.parse(String.join(" ", words));
    if (offset < 0 || limit < 1 || offset > SearchRequest.WIDEST - limit) {
      throw new InvalidInputException(
          "expected a limit from 1 and an offset from 0, together at most %d, got %d and %d"
              .formatted(SearchRequest.WIDEST, limit, offset));
    }
    try (Bundle bundle = Bundle.load(IndexManifest.bundle(index.directory(), model));
        PatchIndex opened = PatchIndex.open(index.directory(), bundle)) {
      if (facets) {
        printFacets(opened.facets(conditions, limit));
      } else {
        search(bundle, opened, text, conditions);
      }
    }
    return 0;
  }

  private void search(Bundle bundle, PatchIndex opened, QueryText text, Filter conditions)
      throws IOException {
    List<MaxSimQuery> images = new QueryImages(bundle, opened, region).queries(files, liked);
    ComposedQuery query = new QueryComposer(bundle::embedText).compose(text, images, imageShare);
    SearchRequest request =
        SearchRequest.of(query.query(), offset + limit)
            .among(conditions)
            .atLeast(minScore)
            .with(new Effort(candidates, rescore));
    SearchResult result = opened.search(exact ? request.exactly() : request);
    HitPrinter printer = new HitPrinter(spec.commandLine().getOut(), query, bundle.gridColumns());
    List<Hit> hits = result.hits();
    for (int rank = offset + 1; rank <= hits.size(); rank++) {
      printer.print(rank, hits.get(rank - 1));
    }
    if (explain) {
      printer.print(result.explanation());
    }
    if (result.explanation().admitted() == 0) {
      spec.commandLine()
          .getErr()
          .println("no image matches the filter; --facets shows which values there are");
    }
  }

  private void printFacets(List<Facet> counted) {
    PrintWriter out = spec.commandLine().getOut();
    for (Facet facet : counted) {
      out.printf("%s (%d values)%n", facet.key(), facet.distinct());
      facet.counts().forEach(count -> out.printf("  %7d  %s%n", count.images(), count.value()));
    }
  }
}
