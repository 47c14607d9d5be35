package dev.patchseek.indexer.cli;

import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.TokenEmbeddings;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.PatchIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchseek search}: ranks the images of an index. */
@Command(
    name = "search",
    description = {
      "Find images by words.",
      "Prints rank, score and path, and for each word its best patch, as row and column from 0,"
          + " that patch's score, and the word's weight in the score; then what the picture as a whole"
          + " adds to it, for a model that compares wholes too."
    })
public final class SearchCommand implements Callable<Integer> {

  @Parameters(paramLabel = "WORDS", description = "What the image should show", arity = "1..*")
  private List<String> words;

  @Option(
      names = "--index",
      required = true,
      paramLabel = "DIR",
      description = "Directory that 'patchseek index' wrote")
  private Path index;

  @Option(
      names = "--model",
      paramLabel = "BUNDLE",
      description = "The model of the index, if it has moved since")
  private Path model;

  @Option(names = "--limit", description = "The most images to show (default: ${DEFAULT-VALUE})")
  private int limit = 10;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (Bundle bundle = Bundle.load(RememberedModel.of(index, model));
        PatchIndex opened = PatchIndex.open(index, bundle)) {
      TokenEmbeddings query = bundle.embedText(String.join(" ", words));
      print(query, opened.search(query, limit), bundle.gridColumns());
    }
    return 0;
  }

  private void print(TokenEmbeddings query, List<Hit> hits, int columns) {
    PrintWriter out = spec.commandLine().getOut();
    for (int rank = 1; rank <= hits.size(); rank++) {
      Hit hit = hits.get(rank - 1);
      out.printf(Locale.ROOT, "%3d  %.4f  %s%n", rank, hit.score(), hit.image().path());
      for (WordMatch word : WordMatch.of(query, hit.matches())) {
        out.printf(
            Locale.ROOT,
            "             %-16s row %2d  column %2d  %.4f  weight %.2f%n",
            word.text(),
            word.patch() / columns,
            word.patch() % columns,
            word.score(),
            word.weight());
      }
      if (hit.global() != 0) {
        out.printf(Locale.ROOT, "             the whole picture adds      %.4f%n", hit.global());
      }
    }
  }
}
