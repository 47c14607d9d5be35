package dev.patchseek.trainer.geometry;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.DatasetReader;
import dev.patchseek.data.dataset.ImageText;
import dev.patchseek.data.image.ImageDecoder;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.bundle.Bundle;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.PeftFiles;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.trainer.config.Configs;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.eval.EmbeddedSet;
import dev.patchseek.trainer.figure.Page;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an adapter did to a tower, as one page: attention, rotations, spectra, sizes, words against
 * patches, and advice.
 */
public final class GeometryReport {

  private final Path run;
  private final int pictures;
  private final Set<Integer> layers;
  private final int sample;
  private final PrintStream out;

  /**
   * Prepares a report.
   *
   * @param run directory of a finished run
   * @param pictures whose attention can be looked at; also those that rotations are measured on
   * @param layers numbers of the blocks whose attention can be looked at; empty for the first, the
   *     middle and the last
   * @param sample held-out pictures that words are compared with
   * @param out for progress
   */
  public GeometryReport(Path run, int pictures, Set<Integer> layers, int sample, PrintStream out) {
    if (pictures < 1 || sample < 2) {
      throw new InvalidInputException(
          "a report needs pictures >= 1 and sample >= 2, got %d and %d"
              .formatted(pictures, sample));
    }
    this.run = run;
    this.pictures = pictures;
    this.layers = layers;
    this.sample = sample;
    this.out = out;
  }

  /**
   * Measures and writes.
   *
   * @param directory of the page
   * @throws InvalidInputException when the run is not finished, has no adapter or no pictures
   */
  public void write(Path directory) throws IOException {
    Path bundle = run.resolve("bundle");
    if (!Bundle.isBundle(bundle) || !Files.isDirectory(bundle.resolve("adapter"))) {
      throw new InvalidInputException(
          "%s holds no finished run with an adapter: there is nothing to compare; train first"
              .formatted(run));
    }
    TrainConfig config = Configs.read(run.resolve("config.yaml"), TrainConfig.class);
    List<ImageText> items =
        DatasetReader.read(config.heldOut() == null ? config.train() : config.heldOut());
    items = items.subList(0, Math.min(sample, items.size()));
    Page page = new Page(config.name() + ": what the adapter did");
    try (Bundle before = Bundle.loadUnadapted(bundle);
        Bundle after = Bundle.load(bundle)) {
      out.println("spectra");
      Spectra spectra = spectra(bundle);
      EmbeddedSet was = EmbeddedSet.of(before.embedder(), items, "without adapter", out);
      EmbeddedSet is = EmbeddedSet.of(after.embedder(), items, "with adapter", out);
      WordFigures wordsBefore = WordFigures.of(was);
      WordFigures wordsAfter = WordFigures.of(is);
      GeometryPage sections = new GeometryPage(page);
      sections.advice(Advice.of(spectra.updates, wordsBefore, wordsAfter));
      sections.words(is, wordsBefore, wordsAfter);
      WordPanels.add(page, items, was, is);
      tower(page, sections, before.embedder(), after.embedder(), items);
      sections.spectra(spectra.updates);
      sections.sizes(spectra.updates, after.embedder().vision(), spectra.error);
    }
    page.write(directory);
  }

  record Spectra(List<LayerUpdate> updates, MergeError error) {}

  static Spectra spectra(Path bundle) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      VisionTransformer tower = VisionTransformer.load(manager, bundle.resolve("vision"));
      Adapter adapter = PeftFiles.load(tower, bundle.resolve("adapter"));
      return new Spectra(LayerUpdate.of(adapter.adaptedLayers()), MergeError.of(tower, adapter));
    }
  }

  private void tower(
      Page page, GeometryPage sections, Embedder before, Embedder after, List<ImageText> items)
      throws IOException {
    out.println("attention");
    List<RgbImage> seen = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (ImageText item : items) {
      if (seen.size() < pictures) {
        try {
          RgbImage decoded = ImageDecoder.decode(item.image().read(), item.image().name());
          int side = after.preprocessor().width();
          seen.add(new RgbImage(side, side, after.preprocessor().resized(decoded)));
          names.add(item.image().name());
        } catch (InvalidInputException e) {
          out.println("skipped " + item.image().name() + ": " + e.getMessage());
        }
      }
    }
    Set<Integer> shown = layers(after.vision().config().blocks().layers());
    TowerGeometry geometry = TowerGeometry.of(before, after, seen, shown::contains);
    page.heading("Attention").html(AttentionMaps.html(names, seen, geometry.kept()));
    AttentionFigures.add(page, names.getFirst(), geometry.kept().getLast());
    sections.layers(geometry.layers());
  }

  private Set<Integer> layers(int count) {
    Set<Integer> shown =
        layers.isEmpty() ? new TreeSet<>(List.of(0, count / 2, count - 1)) : new TreeSet<>(layers);
    for (int layer : shown) {
      if (layer < 0 || layer >= count) {
        throw new InvalidInputException(
            "there is no block %d: the tower has 0 to %d".formatted(layer, count - 1));
      }
    }
    return shown;
  }
}
