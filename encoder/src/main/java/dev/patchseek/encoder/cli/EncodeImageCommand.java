package dev.patchseek.encoder.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.image.Preprocessor;
import dev.patchseek.encoder.lora.PeftFiles;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.encoder.weights.SafeTensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "image",
    description = "Write last_hidden_state [n, 1+P, D] of pictures as safetensors.")
final class EncodeImageCommand implements Callable<Integer> {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Picture files.")
  private List<Path> files;

  @Option(names = "--model", required = true, description = "Hugging Face checkpoint directory.")
  private Path model;

  @Option(names = "--adapter", description = "PEFT adapter directory.")
  private Path adapter;

  @Option(names = "-o", required = true, paramLabel = "OUT", description = "File to write.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, model);
      Preprocessor preprocessor = Preprocessor.load(model, tower.config().image());
      if (adapter != null) {
        PeftFiles.load(tower, adapter);
      }
      int size = tower.config().image();
      int perImage = 3 * size * size;
      float[] pixels = new float[files.size() * perImage];
      for (int i = 0; i < files.size(); i++) {
        RgbImage image = ImageDecoder.decode(read(i), files.get(i).toString());
        preprocessor.normalise(preprocessor.resized(image), pixels, i * perImage);
      }
      NDArray batch = manager.create(pixels, new Shape(files.size(), 3, size, size));
      NDArray hidden = tower.forward(batch); // [n, 1+P, D]
      new SafeTensorsWriter().add("last_hidden_state", hidden).write(out);
      System.out.println("wrote last_hidden_state " + hidden.getShape() + " to " + out);
    }
    return 0;
  }

  private byte[] read(int file) throws IOException {
    if (!Files.isRegularFile(files.get(file))) {
      throw new InvalidInputException("there is no picture file " + files.get(file));
    }
    return Files.readAllBytes(files.get(file));
  }
}
