package dev.patchseek.encoder.bundle;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.image.RgbImage;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.image.Preprocessor;
import dev.patchseek.encoder.lora.PeftFiles;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.encoder.vit.VisionTransformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Everything that turns pictures and words into comparable vectors, in one directory: both towers,
 * the adapter, the projections and a manifest. Loading is strict, embedding is thread-safe.
 *
 * <p>Layout: {@code manifest.json}, {@code vision/} and {@code text/} (Hugging Face checkpoints,
 * with preprocessor and tokenizer), {@code adapter/} (PEFT; may be absent), {@code
 * projections.safetensors}, {@code captions.safetensors} (what hubs are told by; may be absent).
 */
public final class Bundle implements AutoCloseable {

  static final String VISION = "vision";
  static final String TEXT = "text";
  static final String ADAPTER = "adapter";
  static final String PROJECTIONS = "projections.safetensors";
  static final String CAPTIONS = "captions.safetensors";

  private final Manifest manifest;
  private final Embedder embedder;

  private Bundle(Manifest manifest, Embedder embedder) {
    this.manifest = manifest;
    this.embedder = embedder;
  }

  /** Whether a directory looks like a bundle: it has a manifest. */
  public static boolean isBundle(Path directory) {
    return Files.isRegularFile(directory.resolve(Manifest.FILE));
  }

  /**
   * Loads a bundle directory as the trainer wrote it.
   *
   * @throws InvalidInputException when a file is missing, damaged or does not fit the others
   */
  public static Bundle load(Path directory) {
    return load(directory, true);
  }

  /** Loads a bundle but leaves its adapter aside: the baseline that an adapter is judged by. */
  public static Bundle loadUnadapted(Path directory) {
    return load(directory, false);
  }

  private static Bundle load(Path directory, boolean adapted) {
    Manifest manifest = Manifest.read(directory);
    NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    try {
      return new Bundle(manifest, embedder(manifest, manager, directory, adapted));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static Embedder embedder(
      Manifest manifest, NDManager manager, Path directory, boolean adapted) {
    VisionTransformer vision = VisionTransformer.load(manager, directory.resolve(VISION));
    Path adapter = directory.resolve(ADAPTER);
    if (adapted && Files.isDirectory(adapter)) {
      PeftFiles.load(vision, adapter).merge();
    }
    ClipTextTower text = ClipTextTower.load(manager, directory.resolve(TEXT));
    Path bank = directory.resolve(CAPTIONS);
    return new Embedder(
        manager,
        vision,
        Preprocessor.load(directory.resolve(VISION), vision.config().image()),
        text,
        Tokenizer.load(directory.resolve(TEXT), text.config().context()),
        Projections.load(
            manager,
            directory.resolve(PROJECTIONS),
            manifest,
            vision.config().blocks().hidden(),
            text.config().shared()),
        Files.exists(bank) ? CaptionBank.load(manager, bank, manifest.dim()) : null);
  }

  /** Embeds pictures in one batch; result i belongs to picture i. */
  public List<PatchEmbeddings> embedImages(List<RgbImage> images) {
    return embedder.embedImages(images);
  }

  /**
   * Embeds a query.
   *
   * @throws InvalidInputException when the text has no words
   */
  public TokenEmbeddings embedText(String query) {
    return embedder.embedTexts(List.of(query)).getFirst();
  }

  /**
   * The part of a picture that a patch saw.
   *
   * @param width of the stored picture in pixels
   * @param height of the stored picture in pixels
   * @param patch row · columns + column
   */
  public Box patchBox(int width, int height, int patch) {
    return embedder.patchBox(width, height, patch);
  }

  /** The towers and heads themselves. */
  public Embedder embedder() {
    return embedder;
  }

  /** SHA-256 in hexadecimal over everything that shapes a score; an index carries it. */
  public String fingerprint() {
    return manifest.fingerprint();
  }

  /** What people call the model: the name of the run that trained it. */
  public String name() {
    return manifest.name();
  }

  /** Components of each patch and token vector. */
  public int dim() {
    return manifest.dim();
  }

  /**
   * γ ≥ 0: a picture's score is MaxSim by the tokens' weights, plus γ times the similarity of whole
   * text and whole picture, lowered where the picture is a hub.
   */
  public float globalWeight() {
    return manifest.globalWeight();
  }

  /** Patches from top to bottom of every picture. */
  public int gridRows() {
    return embedder.vision().config().grid();
  }

  /** Patches from left to right of every picture. */
  public int gridColumns() {
    return embedder.vision().config().grid();
  }

  @Override
  public void close() {
    embedder.tokenizer().close();
    embedder.manager().close();
  }
}
