package dev.patchseek.trainer.results;

import dev.patchseek.trainer.eval.Evaluation;
import dev.patchseek.trainer.eval.EvaluationTables;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a configuration achieves, as Markdown that says how to get the same again.
 *
 * @param name of the configuration
 * @param command that writes the page
 * @param revision of the code
 * @param seeds of the runs
 * @param evaluations one for each seed
 * @param configuration the YAML file as it was read
 */
record ResultsPage(
    String name,
    String command,
    String revision,
    List<Long> seeds,
    List<Evaluation> evaluations,
    String configuration) {

  String markdown() {
    String numbers = seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
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
            revision,
            spread,
            EvaluationTables.of(evaluations),
            configuration.endsWith("\n") ? configuration : configuration + "\n");
  }
}
