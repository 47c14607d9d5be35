package dev.patchseek.encoder.hub;

import dev.patchseek.data.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A repository at one commit.
 *
 * @param repo owner/name
 * @param revision branch, tag or commit that was asked for
 * @param commit that the revision stands for, 40 hexadecimal digits
 * @param files by name
 */
record Snapshot(String repo, String revision, String commit, Map<String, HubFile> files) {

  private static final String WEIGHTS = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final String SHARD = "model-\\d+-of-\\d+\\.safetensors";

  /** Reads the hub's answer about a revision. */
  static Snapshot of(String repo, String revision, JsonNode answer) {
    String commit = answer.path("sha").asString("");
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new InvalidInputException(
          "the hub names no commit for %s at %s; is HF_ENDPOINT a Hugging Face hub?"
              .formatted(repo, revision));
    }
    Map<String, HubFile> files = new LinkedHashMap<>();
    for (JsonNode sibling : answer.path("siblings")) {
      String name = sibling.path("rfilename").asString("");
      if (isOfACheckpoint(name)) {
        files.put(name, HubFile.of(sibling));
      }
    }
    return new Snapshot(repo, revision, commit, files);
  }

  private static boolean isOfACheckpoint(String name) {
    return Stream.of(
                "config.json",
                "preprocessor_config.json",
                "tokenizer.json",
                "vocab.json",
                "merges.txt",
                WEIGHTS,
                INDEX)
            .anyMatch(name::equals)
        || name.matches(SHARD);
  }

  boolean hasWeights() {
    return files.containsKey(WEIGHTS) || files.containsKey(INDEX);
  }

  /** The files that both towers, their preprocessing and their tokenizer are read from. */
  List<HubFile> needed() {
    List<HubFile> needed = new ArrayList<>();
    add(needed, "config.json");
    add(needed, "preprocessor_config.json");
    if (files.containsKey("tokenizer.json")) {
      add(needed, "tokenizer.json");
    } else {
      add(needed, "vocab.json");
      add(needed, "merges.txt");
    }
    if (files.containsKey(WEIGHTS)) {
      add(needed, WEIGHTS);
    } else {
      add(needed, INDEX);
      files.keySet().stream().filter(name -> name.matches(SHARD)).forEach(n -> add(needed, n));
    }
    return needed;
  }

  private void add(List<HubFile> needed, String name) {
    if (files.containsKey(name)) {
      needed.add(files.get(name));
    }
  }
}
