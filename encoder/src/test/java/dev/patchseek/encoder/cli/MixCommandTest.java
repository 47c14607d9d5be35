package dev.patchseek.encoder.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.Reference;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.PeftFiles;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MixCommandTest {

  @TempDir Path folder;

  @Test
  void writesAnAdapterThatReadsBack() throws Exception {
    String first = Reference.path("vit-adapter") + "=0.5";
    String second = Reference.path("vit-ranks") + "=0.5";

    assertThat(command(first, second).call()).isZero();

    try (NDManager manager = NDManager.newBaseManager()) {
      VisionTransformer tower = VisionTransformer.load(manager, Reference.path("vit"));
      Adapter mix = PeftFiles.load(tower, folder.resolve("mix"));
      assertThat(mix.adaptedLayers().getFirst().linear().plain().rank()).isEqualTo(4);
    }
  }

  @Test
  void refusesAnAdapterWithoutAWeight() {
    assertThatThrownBy(() -> command("night").call())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'night' has no weight");
  }

  private MixCommand command(String... parts) {
    MixCommand command = new MixCommand();
    CommandLine line = new CommandLine(command);
    String[] all = new String[parts.length + 4];
    all[0] = "--vision";
    all[1] = Reference.path("vit").toString();
    all[2] = "--out";
    all[3] = folder.resolve("mix").toString();
    System.arraycopy(parts, 0, all, 4, parts.length);
    line.parseArgs(all);
    return command;
  }
}
