package dev.patchseek.encoder.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.encoder.bundle.TextBatch;
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
          + " as safetensors, padded to the longest."
    })
final class EncodeTextCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "TEXT", description = "Texts, each in quotes.")
  private List<String> texts;

  @Option(names = "--model", required = true, description = "Hugging Face checkpoint directory.")
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
    Path tokenizerFiles = tokenizer == null ? model : tokenizer;
    try (NDManager manager = NDManager.newBaseManager()) {
      ClipTextTower tower = ClipTextTower.load(manager, model);
      try (Tokenizer loaded = Tokenizer.load(tokenizerFiles, tower.config().context())) {
        List<TokenizedText> tokenized = texts.stream().map(loaded::encode).toList();
        TextBatch batch = TextBatch.of(manager, tower, tokenized);
        long[] lengths = tokenized.stream().mapToLong(text -> text.ids().length).toArray();
        NDArray tokens = tower.forward(batch.ids()); // [n, L, S]
        new SafeTensorsWriter()
            .add("input_ids", batch.ids())
            .add("lengths", manager.create(lengths))
            .add("token_embeds", tokens)
            .add("text_embeds", tower.pooled(tokens, batch.ends()))
            .write(out);
        System.out.println("wrote " + texts.size() + " texts " + tokens.getShape() + " to " + out);
      }
    }
    return 0;
  }
}
