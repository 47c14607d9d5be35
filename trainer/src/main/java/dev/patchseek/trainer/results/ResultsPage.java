package dev.patchseek.trainer.results;

import dev.patchseek.trainer.eval.EvaluationTables;
import dev.patchseek.trainer.results.JudgedSeeds.Judged;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a configuration achieves, as Markdown that says how to get the same again.
 *
 * @param name of the configuration
 * @param command that writes the page
 * @param seeds how each was judged
 * @param configuration the YAML file as it was read
 */
record ResultsPage(String name, String command, List<Judged> seeds, String configuration) {

  String markdown() {
    String revisions =
        seeds.stream().map(Judged::revision).distinct().collect(Collectors.joining(", "));
    String numbers =
        seeds.stream().map(it -> String.valueOf(it.seed())).collect(Collectors.joining(", "));
    String spread =
        seeds.size() == 1
            ? "seed " + numbers
            : "seeds %s, mean ± standard deviation of the sample".formatted(numbers);
    return """
    # %s

    Written by `%s` at revision %s: %s.

    %s
    ## Configuration

    ```yaml
    %s```
    """
        .formatted(
            name,
            command,
            revisions,
            spread,
            EvaluationTables.of(seeds.stream().map(Judged::evaluation).toList()),
            configuration.endsWith("\n") ? configuration : configuration + "\n");
  }
}
