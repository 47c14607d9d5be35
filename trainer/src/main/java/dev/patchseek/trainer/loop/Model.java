package dev.patchseek.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.bundle.Embedder;
import dev.patchseek.encoder.bundle.Projections;
import dev.patchseek.encoder.clip.ClipTextTower;
import dev.patchseek.encoder.image.Preprocessor;
import dev.patchseek.encoder.lora.Adapter;
import dev.patchseek.encoder.lora.LoraForm;
import dev.patchseek.encoder.text.Tokenizer;
import dev.patchseek.encoder.vit.VisionTransformer;
import dev.patchseek.trainer.config.Stage.Part;
import dev.patchseek.trainer.config.TrainConfig;
import dev.patchseek.trainer.loss.InfoNce;
import dev.patchseek.trainer.optim.Parameter;
import dev.patchseek.trainer.optim.RankBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a run trains: both towers, the adapter, the heads and the two temperatures. */
final class Model implements AutoCloseable {

  private static final float MAX_SCALE = (float) Math.log(100);

  final NDManager manager;
  final ClipTextTower text;
  final Tokenizer tokenizer;
  final Projections heads;
  final NDArray globalScale; // (), logarithm of the inverse temperature
  final NDArray maxSimScale; // ()
  private final TrainConfig config;
  private final VisionTransformer loaded; // as its checkpoint has it
  private final Map<String, NDArray> trained = new LinkedHashMap<>();
  VisionTransformer vision; // the same for pictures of the stage's size
  Preprocessor preprocessor;
  private Adapter adapter;
  private RankBudget budget; // AdaLoRA's, else null
  private boolean adapterTrains;

  Model(NDManager manager, TrainConfig config, TextSource text) {
    this.manager = manager;
    this.config = config;
    loaded = VisionTransformer.load(manager, config.vision(), config.precision(), config.storage());
    vision = loaded;
    preprocessor = Preprocessor.load(config.vision(), vision.config().image());
    this.tokenizer = text.tokenizer();
    this.text = text.tower();
    int visionDim = vision.config().blocks().hidden();
    int textDim = this.text.config().shared();
    heads =
        Projections.create(
            manager,
            config.dim(),
            visionDim,
            textDim,
            config.patchContext(),
            config.tokenWeights(),
            config.seed());
    globalScale = scale(manager);
    maxSimScale = scale(manager);
  }

  /** A text tower and its tokenizer. */
  record TextSource(ClipTextTower tower, Tokenizer tokenizer) {}

  private static NDArray scale(NDManager manager) {
    NDArray scale = manager.full(new Shape(), InfoNce.INITIAL_SCALE);
    NDScope.unregister(scale);
    return scale;
  }

  /**
   * Readies the vision tower for pictures of a stage.
   *
   * @param imageSize height and width in pixels; 0 for the checkpoint's own
   */
  void seePicturesOf(int imageSize) {
    int size = imageSize == 0 ? loaded.config().image() : imageSize;
    if (size != vision.config().image()) {
      vision = loaded.at(size);
      preprocessor = Preprocessor.load(config.vision(), loaded.config().image()).at(size);
    }
  }

  /** Whether the vision tower is readied for pictures of another size than its checkpoint's. */
  boolean seesOtherSizes() {
    return vision != loaded;
  }

  /** Readies the adapter for steps that train it, or for anything else. */
  void trainAdapter(boolean on) {
    adapterTrains = on;
    if (adapter != null) {
      adapter.train(on);
    }
  }

  /** Draws what a step draws of an adapter in training. */
  void startStep(long seed) {
    if (adapterTrains) {
      adapter.startStep(seed);
    }
  }

  /** The adapter, or null before the first stage that trains it. */
  Adapter adapter() {
    return adapter;
  }

  /** AdaLoRA's budget; null for the other forms, and while no adapter trains. */
  RankBudget budget() {
    return adapterTrains ? budget : null;
  }

  /** What a stage trains; the adapter is attached when it is first asked for. */
  List<Parameter> parameters(Set<Part> parts) {
    List<Parameter> parameters = new ArrayList<>();
    if (parts.contains(Part.VISION)) {
      add(parameters, "vision.", vision.parameters());
    }
    if (parts.contains(Part.ADAPTER)) {
      if (adapter == null) {
        adapter = Adapter.create(loaded, config.lora().config(), config.seed());
        if (config.lora().form() == LoraForm.ADALORA) {
          budget = new RankBudget(adapter.adaptedLayers(), config.lora().budget());
          trained.putAll(budget.state());
        }
      }
      add(parameters, "", adapter.parameters());
    }
    if (parts.contains(Part.TEXT)) {
      add(parameters, "text.", text.parameters());
    }
    if (parts.contains(Part.HEADS)) {
      add(parameters, "heads.", heads.parameters());
    }
    parameters.add(Parameter.of("scale.global", globalScale));
    parameters.add(Parameter.of("scale.maxsim", maxSimScale));
    parameters.forEach(parameter -> trained.put(parameter.name(), parameter.value()));
    return parameters;
  }

  /** The blocks at the bottom of the vision tower that a stage leaves as they are. */
  int frozenBlocks(Set<Part> parts) {
    if (parts.contains(Part.VISION)) {
      return 0;
    }
    return parts.contains(Part.ADAPTER)
        ? config.lora().config().firstLayer()
        : vision.config().blocks().layers();
  }

  /** All tensors that any stage has asked for so far, by name. */
  Map<String, NDArray> trained() {
    return Collections.unmodifiableMap(trained);
  }

  private static void add(List<Parameter> parameters, String prefix, Map<String, NDArray> arrays) {
    arrays.forEach((name, value) -> parameters.add(Parameter.of(prefix + name, value)));
  }

  /** Keeps both inverse temperatures at 100 or below, as CLIP does. */
  void clampScales() {
    for (NDArray scale : List.of(globalScale, maxSimScale)) {
      if (scale.getFloat() > MAX_SCALE) {
        scale.set(new float[] {MAX_SCALE});
      }
    }
  }

  Embedder embedder() {
    return new Embedder(manager, vision, preprocessor, text, tokenizer, heads, null);
  }

  @Override
  public void close() {
    tokenizer.close();
    manager.close();
  }
}
