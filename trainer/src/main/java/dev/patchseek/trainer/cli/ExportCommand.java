package dev.patchseek.trainer.cli;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.Embedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code patchseek export}: a bundle's towers as plain Hugging Face checkpoints. */
@Command(
    name = "export",
    description = "Write a bundle's towers as plain Hugging Face checkpoints.")
public final class ExportCommand implements Callable<Integer> {

  @Option(names = "--model", required = true, description = "Bundle directory.")
  private Path model;

  @Option(
      names = {"--merged", "--vision"},
      paramLabel = "OUT",
      description =
          "Write the vision tower here, with ΔW folded into its weights: the checkpoint of a"
              + " ViTModel or a CLIPVisionModel.")
  private Path merged;

  @Option(names = "--text", paramLabel = "OUT", description = "Write the text tower here.")
  private Path text;

  @Option(names = "--half", description = "Store F16 instead of F32.")
  private boolean half;

  @Override
  public Integer call() throws IOException {
    if (merged == null && text == null) {
      throw new InvalidInputException("nothing to export: give --merged OUT, --text OUT or both");
    }
    try (Bundle bundle = Bundle.load(model)) {
      Embedder embedder = bundle.embedder();
      if (merged != null) {
        embedder.vision().save(merged, half);
        embedder.preprocessor().write(merged);
        System.out.println("wrote the vision tower to " + merged);
      }
      if (text != null) {
        embedder.text().save(text, half);
        embedder.tokenizer().write(text);
        System.out.println("wrote the text tower to " + text);
      }
    }
    return 0;
  }
}
