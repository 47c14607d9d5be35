package dev.patchseek.encoder.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.AdapterMix;
import dev.patchseek.encoder.lora.PeftFiles;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code patchseek mix}: several adapters of one tower as one. */
@Command(
    name = "mix",
    description = {
      "Add up several LoRA adapters of one vision tower, each with a weight, into one adapter;",
      "its ranks are the sums of theirs."
    })
public final class MixCommand implements Callable<Integer> {

  @Option(
      names = "--vision",
      required = true,
      description = "Checkpoint directory of the tower that the adapters are for.")
  private Path vision;

  @Option(names = "--out", required = true, description = "Directory of the new adapter.")
  private Path out;

  @Parameters(
      arity = "1..*",
      paramLabel = "ADAPTER=WEIGHT",
      description = "PEFT adapter directories with their weights, such as night=0.5 fog=0.5.")
  private List<String> parts;

  @Override
  public Integer call() throws IOException {
    List<AdapterMix.Part> mix = parts.stream().map(MixCommand::part).toList();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      VisionTransformer tower = VisionTransformer.load(manager, vision);
      PeftFiles.save(AdapterMix.attach(tower, mix), out, false);
    }
    System.out.println("wrote the adapter to " + out);
    return 0;
  }

  private static AdapterMix.Part part(String text) {
    int sign = text.lastIndexOf('=');
    try {
      if (sign > 0) {
        return new AdapterMix.Part(
            Path.of(text.substring(0, sign)), Float.parseFloat(text.substring(sign + 1)));
      }
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "'%s' gives no number as its weight; write it like night=0.5".formatted(text), e);
    }
    throw new InvalidInputException(
        "'%s' has no weight; write an adapter and its weight like night=0.5".formatted(text));
  }
}
