package dev.patchseek.encoder.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.encoder.bundle.Projections;
import dev.patchseek.encoder.bundle.TextBatch;
import dev.patchseek.encoder.bundle.TokenWeights;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.text.TokenizedText;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.encoder.weights.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "text",
    description = {
      "Write input_ids [n, L], lengths [n], token_embeds [n, L, S] and text_embeds [n, S] of texts"
          + " as safetensors, padded to the longest. A bundle that learnt how much each token counts"
          + " adds token_weights [n, L]: 0 where there is no real token, each text's sum is 1."
    })
final class EncodeTextCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "TEXT", description = "Texts, each in quotes.")
  private List<String> texts;

  @Option(
      names = "--model",
      required = true,
      description = "Hugging Face checkpoint directory, or a bundle.")
  private Path model;

  @Option(
      names = "--tokenizer",
      description =
          "Directory with tokenizer.json, or vocab.json and merges.txt; the model's own"
              + " by default.")
  private Path tokenizer;

  @Option(names = "-o", required = true, paramLabel = "OUT", description = "File to write.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    if (Bundle.isBundle(model)) {
      if (tokenizer != null) {
        throw new InvalidInputException("--tokenizer is not for bundles: they have their own");
      }
      try (Bundle bundle = Bundle.load(model)) {
        Embedder embedder = bundle.embedder();
        Projections heads = embedder.projections();
        encode(embedder.manager(), embedder.text(), embedder.tokenizer(), heads);
      }
      return 0;
    }
    Path tokenizerFiles = tokenizer == null ? model : tokenizer;
    try (NDManager manager = NDManager.newBaseManager()) {
      ClipTextTower tower = ClipTextTower.load(manager, model);
      try (Tokenizer loaded = Tokenizer.load(tokenizerFiles, tower.config().context())) {
        encode(manager, tower, loaded, null);
      }
    }
    return 0;
  }

  private void encode(NDManager manager, ClipTextTower tower, Tokenizer tokens, Projections heads)
      throws IOException {
    List<TokenizedText> tokenized = texts.stream().map(tokens::encode).toList();
    TextBatch batch = TextBatch.of(manager, tower, tokenized);
    long[] lengths = tokenized.stream().mapToLong(text -> text.ids().length).toArray();
    NDArray projected = tower.forward(batch.ids()); // [n, L, S]
    SafeTensorsWriter writer =
        new SafeTensorsWriter()
            .add("input_ids", batch.ids())
            .add("lengths", manager.create(lengths))
            .add("token_embeds", projected)
            .add("text_embeds", tower.pooled(projected, batch.ends()));
    if (heads != null && heads.weights() == TokenWeights.LEARNED) {
      requireWords(tokenized);
      writer.add("token_weights", heads.tokenWeights(projected, batch.words()));
    }
    writer.write(out);
    System.out.println("wrote " + texts.size() + " texts " + projected.getShape() + " to " + out);
  }

  private void requireWords(List<TokenizedText> tokenized) {
    for (int i = 0; i < tokenized.size(); i++) {
      if (tokenized.get(i).spans().isEmpty()) {
        throw new InvalidInputException(
            "text %d has no words to weigh: got \"%s\"".formatted(i + 1, texts.get(i)));
      }
    }
  }
}
