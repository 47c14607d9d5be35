package dev.patchseek;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.dataset.ImageFolderWriter;
import dev.patchseek.data.picturebook.PictureBook;
import dev.patchseek.data.picturebook.PictureBookFolders;
import dev.patchseek.data.picturebook.Split;
import dev.patchseek.encoder.bundle.TinyBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user can get wrong: each is refused with one clear line and leaves nothing behind. */
class BadInputTest {

  private static final int UNUSABLE = 2;
  private static final int DONE_WITH_SKIPS = 3;

  @TempDir Path folder;
  private Path pictures;
  private Path index;
  private String err;

  @BeforeEach
  void drawTwoPictures() throws IOException {
    pictures = folder.resolve("pictures");
    index = folder.resolve("index");
    PictureBookFolders.write(new PictureBook(1), Split.TRAIN, pictures, 2, done -> {});
  }

  @Test
  void aMissingFolderIsRefused() throws IOException {
    assertThat(index(folder.resolve("nowhere"), bundle(1))).isEqualTo(UNUSABLE);
    assertThat(err).contains("nowhere");
    assertThat(index).doesNotExist();
  }

  @Test
  void anEmptyFolderIsRefused() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(index(empty, bundle(1))).isEqualTo(UNUSABLE);
    assertThat(err).contains("empty");
    assertThat(index).doesNotExist();
  }

  @Test
  void badPicturesAreNamedAndSkippedAndTheOthersIndexed() throws IOException {
    byte[] good = Files.readAllBytes(pictures.resolve("00000.jpg"));
    Files.writeString(pictures.resolve("text.jpg"), "this is no picture");
    Files.write(pictures.resolve("truncated.jpg"), Arrays.copyOf(good, good.length / 2));
    Files.write(pictures.resolve("nothing.jpg"), new byte[0]);

    Path bundle = bundle(1);
    assertThat(index(pictures, bundle)).isEqualTo(DONE_WITH_SKIPS);

    assertThat(run("search", "a red dog", "--index", index.toString())).isZero();
  }

  @Test
  void aFolderOfBadPicturesAloneLeavesNoIndex() throws IOException {
    Path bad = Files.createDirectory(folder.resolve("bad"));
    Files.writeString(bad.resolve("text.jpg"), "this is no picture");
    assertThat(index(bad, bundle(1))).isNotZero();
    assertThat(index).doesNotExist();
  }

  @Test
  void anAdapterForAnotherViTIsRefused() throws IOException {
    Path adapter = bundle(1).resolve("adapter");
    Path config = adapter.resolve("adapter_config.json");
    Files.writeString(config, Files.readString(config).replace("\"r\" : 2", "\"r\" : 3"));
    Path out = folder.resolve("out.safetensors");

    int status =
        run(
            "encode",
            "image",
            pictures.resolve("00000.jpg").toString(),
            "--model",
            folder.resolve("bundle-1/vision").toString(),
            "--adapter",
            adapter.toString(),
            "-o",
            out.toString());

    assertThat(status).isEqualTo(UNUSABLE);
    assertThat(err).contains("does not fit this ViT", "lora_A", "expected");
    assertThat(out).doesNotExist();
  }

  @Test
  void anIndexMadeByAnotherModelIsRefused() throws IOException {
    assertThat(index(pictures, bundle(1))).isZero();
    Path other = bundle(2);

    int status = run("search", "a dog", "--index", index.toString(), "--model", other.toString());

    assertThat(status).isEqualTo(UNUSABLE);
    assertThat(err).contains("was made by");
  }

  @Test
  void aQueryOfNoWordsIsRefused() throws IOException {
    assertThat(index(pictures, bundle(1))).isZero();
    assertThat(run("search", "  ", "--index", index.toString())).isEqualTo(UNUSABLE);
    assertThat(err).contains("no words");
  }

  @Test
  void anUnknownConfigurationKeyIsRefused() throws IOException {
    assertThat(train("learningRat: 1")).isEqualTo(UNUSABLE);
    assertThat(err).contains("unknown key 'learningRat'", "line", "name");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aCaptionForAMissingImageIsRefused() throws IOException {
    Path metadata = pictures.resolve(ImageFolderWriter.METADATA);
    String line = "{\"file_name\":\"gone.jpg\",\"text\":\"a dog\"}\n";
    Files.writeString(metadata, Files.readString(metadata) + line, StandardCharsets.UTF_8);

    assertThat(train("")).isEqualTo(UNUSABLE);

    assertThat(err).contains("gone.jpg");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aRunDirectoryOfAnotherConfigurationIsRefused() throws IOException {
    assertThat(train("")).isZero();
    assertThat(train("seed: 9")).isEqualTo(UNUSABLE);
    assertThat(err).contains("another configuration", "seed (0, now 9)", "--fresh");
  }

  @Test
  void aRunDirectoryThatCannotBeWrittenIsRefused() throws IOException {
    Files.writeString(folder.resolve("run"), "a file in the way");
    assertThat(train("")).isEqualTo(UNUSABLE);
    assertThat(err).contains("cannot write the run directory", "--out");
  }

  private int train(String extra) throws IOException {
    TinyBundle.writeVision(folder.resolve("vision"), 1);
    TinyBundle.writeText(folder.resolve("text"), 2);
    Path config = folder.resolve("config.yaml");
    Files.writeString(
        config,
        """
        name: tiny
        vision: vision
        text: {checkpoint: text}
        lora: {rank: 2, alpha: 4, targets: [query]}
        dim: 8
        train: {format: imagefolder, images: [pictures]}
        stages:
          - {name: align, train: [adapter, heads], epochs: 1, batch: 2, learningRate: 0.001}
        """
            + extra);
    Path out = folder.resolve("run");
    return run("train", "--config", config.toString(), "--out", out.toString());
  }

  private Path bundle(long seed) throws IOException {
    return TinyBundle.write(folder.resolve("bundle-" + seed), seed);
  }

  private int index(Path images, Path bundle) {
    return run(
        "index", images.toString(), "--model", bundle.toString(), "--index", index.toString());
  }

  private int run(String... arguments) {
    StringWriter errors = new StringWriter();
    int status =
        PatchSeek.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(errors, true))
            .execute(arguments);
    err = errors.toString();
    return status;
  }
}
