package dev.patchseek.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.patchseek.encoder.weights.SafeTensors;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** Tiny checkpoints and their outputs as transformers and PEFT computed them; see make.py there. */
public final class Reference {

  private Reference() {}

  public static Path path(String relative) {
    try {
      return Path.of(Reference.class.getResource("/reference").toURI()).resolve(relative);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static NDArray tensor(NDManager manager, String model, String name) {
    try (SafeTensors tensors = SafeTensors.open(path(model + "/expected.safetensors"))) {
      return tensors.read(manager, name);
    }
  }
}
